/** Asks this run's host which names it has, by scripts in the words of every Pipy. */
import { once } from 'node:events'
import { connect as connectHttp2 } from 'node:http2'
import { connect } from 'node:net'
import { Sidecar } from '../../pipy/sidecar.ts'
import { certificate } from '../e2e/app.ts'
import { host } from '../e2e/sidecar.ts'
import { freePorts } from '../ports.ts'
import { until } from '../suite.ts'
import { keyOf, type Declared } from './declared.ts'
import { EXAMPLES, TAKERS, WRONG_VALUES } from './examples.ts'

const start = async (script: string, files: Readonly<Record<string, string>> = {}): Promise<Sidecar> =>
  Sidecar.start({ host, scripts: {}, files: { 'main.js': script, ...files }, ports: [] })

/** The names that the host has as globals: each is looked at, until one ends the script. */
export const globalsOf = async (names: readonly string[]): Promise<string[]> => {
  if (names.length === 0) return []
  const [port] = await freePorts(1)
  const looks = names.map((name, index) => `console.log('global', ${index}, typeof [${name}])`)
  const sidecar = await start(`(() => (${looks.join(', ')}, pipy({}).listen('127.0.0.1:${port}')))()`)
  const has = (index: number) => sidecar.lines.some(line => line.includes(`global ${index} object`))
  try {
    const isOver = () => !sidecar.isRunning || has(names.length - 1) || complains(sidecar)
    await until('the globals', isOver)
  } finally {
    await sidecar.stop()
  }
  const missing = names.findIndex((_, index) => !has(index))
  if (missing < 0) return [...names]
  return [...names.slice(0, missing), ...await globalsOf(names.slice(missing + 1))]
}

/** Pipy 1.5 now and then hangs while it ends. */
const complains = (sidecar: Sidecar): boolean =>
  sidecar.lines.some(line => /error:|is not defined|unresolved/i.test(line))

/** Which members the host has, by their keys, and globals of handlers. All of their owners must be there. */
export const membersOf = async (members: readonly Declared[]): Promise<string[]> => {
  const [port, requests, responses] = await freePorts(3)
  const examples = [...new Set(members.flatMap(({ owner }) => EXAMPLES[owner] ?? []))]
  const made = examples.filter(example => example.includes('(') || example.includes('['))
  const nameOf = (example: string) => (made.includes(example) ? `made${made.indexOf(example)}` : example)
  const looks = members.map(({ owner, name }) => {
    if (owner === '') return `typeof [${name}] === 'object' ? '${name}' : ''`
    const places = (EXAMPLES[owner] ?? []).map(example => looksAt(nameOf(example), name, /^['([]/.test(example)))
    const found = owner === 'Filters' ? [...places, looksAt('inner', name, false)].join(' && ') : places.join(' || ')
    return `${found} ? '${keyOf({ owner, name })}' : ''`
  })
  const parameters = ['chain = pipy({})', 'inner', 'request', 'response', 'tail']
  const decodes = host.isPipy ? DECODES : ''
  const script = `((${[...parameters, ...made.map(example => `${nameOf(example)} = ${example}`)].join(', ')}) => chain
    .listen('127.0.0.1:${port}')
    .branch(() => false, $ => (inner = $, $.replaceData(data => data)), $ => $)
    .replaceData(() => [new Data(JSON.stringify([
${looks.join(',\n')}])), new StreamEnd])
    ${decodes.replace('{requests}', `${requests}`).replace('{responses}', `${responses}`)})()`
  const sidecar = await start(script, { 'certificate.pem': (await certificate()).cert })
  try {
    const last = host.isPipy ? responses : port
    const listens = () => sidecar.lines.some(line => /listening/i.test(line) && line.includes(`port ${last}`))
    await until('the members', () => !sidecar.isRunning || complains(sidecar) || listens())
    if (!listens()) throw new Error('an example cannot be made here')
    if (host.isPipy) {
      await requestWithTrailers(requests)
      await exchange(responses, RESPONSE)
    }
    return JSON.parse(await exchange(port, 'x')).filter((key: string) => key !== '')
  } catch (error) {
    throw new Error(`${String(error)}\n${sidecar.lines.join('\n')}`)
  } finally {
    await sidecar.stop()
  }
}

/** Whether something has a member, undefined or not; of a list or a text no Pipy says it with `in`. */
const looksAt = (one: string, name: string, isPlain: boolean): string => isPlain
  ? `${one}.${name} !== undefined`
  : `${one} !== null && ${one} !== undefined && ('${name}' in ${one} || ${one}.${name} !== undefined)`

/** Takes note of a decoded request, and of a response. */
const DECODES = `
  .listen('127.0.0.1:{requests}').demuxHTTP().to($ => $
    .handleMessageEnd(end => void (tail = end.tail))
    .replaceMessage(message => (request = message.head, new Message('x'))))
  .listen('127.0.0.1:{responses}').decodeHTTPResponse()
    .handleMessageStart(start => void (response = start.head))
    .replaceMessage(() => [new Message('x'), new StreamEnd])`
const RESPONSE = 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx'

/** Asks in HTTP/2, whose trailers Pipy 0.50 has, too. */
const requestWithTrailers = async (port: number | undefined): Promise<void> => {
  const session = connectHttp2(`http://127.0.0.1:${port}`)
  const request = session.request({ ':method': 'POST', ':path': '/' }, { waitForTrailers: true })
  request.on('wantTrailers', () => request.sendTrailers({ b: '1' })).end('x')
  await Promise.race([once(request.resume(), 'end'), once(session, 'error')])
  session.destroy()
}

/** Sends a text, and gives all that comes back within some seconds. */
const exchange = async (port: number | undefined, text: string): Promise<string> => {
  const socket = connect({ host: '127.0.0.1', port: port ?? 0 }).setEncoding('utf8')
  let received = ''
  socket.on('data', piece => void (received += piece)).setTimeout(5000, () => socket.destroy())
  socket.write(text)
  await once(socket, 'close')
  return received
}

/** Whether a script that gives an option a wrong value is refused for it: so Pipy knows the option. */
export const knowsOption = async ({ owner, name }: Pick<Declared, 'owner' | 'name'>): Promise<boolean> => {
  for (const value of WRONG_VALUES) {
    const [port, other] = await freePorts(2)
    const taker = (TAKERS[owner] ?? '').replace('?', `{ ${name}: ${value} }`).replace('{other}', `${other}`)
    const sidecar = await start(`((x = pipy({}).listen('127.0.0.1:${port}')${taker}) => (console.log('taken', 1), x))()`)
    try {
      const isRefused = () => sidecar.lines.some(line => line.includes(`.${name} expects`))
      const isTaken = () => sidecar.lines.some(line => line.includes('taken 1'))
      await until(`option ${name}`, () => !sidecar.isRunning || isRefused() || isTaken() || complains(sidecar))
      if (isRefused()) return true
    } finally {
      await sidecar.stop()
    }
  }
  return false
}
