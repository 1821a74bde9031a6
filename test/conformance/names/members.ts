/** Asks this run's host for members: a script looks at an example of each type, and answers. */
import { once } from 'node:events'
import { connect as connectHttp2 } from 'node:http2'
import { connect } from 'node:net'
import { certificate } from '../../e2e/app.ts'
import { host } from '../../e2e/sidecar.ts'
import { freePort } from '../../ports.ts'
import { run } from './asking.ts'
import { keyOf, type Declared } from './declared.ts'
import { EXAMPLES } from './examples.ts'

/** The ports of the script: one answers, the others decode a request and a response. */
interface Ports {
  readonly answer: number
  readonly request: number
  readonly response: number
}

/** The keys of those members that are there. @throws Error where an example cannot be made. */
export async function membersAmong(members: readonly Declared[]): Promise<string[]> {
  const ports = { answer: await freePort(), request: await freePort(), response: await freePort() }
  const files = { 'certificate.pem': (await certificate()).cert }
  const last = host.isPipy ? ports.response : ports.answer
  const listens = (lines: readonly string[]) =>
    lines.some(line => /listening/i.test(line) && line.includes(`port ${last}`))
  return run(scriptOf(members, ports), files, listens, async lines => {
    if (!listens(lines)) throw new Error('an example cannot be made')
    if (host.isPipy) {
      await requestWithTrailers(ports.request)
      await exchange(ports.response, 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx')
    }
    const keys = JSON.parse(await exchange(ports.answer, 'x')) as string[]
    return keys.filter(key => key !== '')
  })
}

/** The script; each look stands on a line of its own, since Pipy shows a wrong one by its line. */
const scriptOf = (members: readonly Declared[], ports: Ports): string => {
  const examples = [...new Set(members.flatMap(({ owner }) => EXAMPLES[owner] ?? []))]
  const made = examples.filter(isMade)
  const nameOf = (example: string) => (isMade(example) ? `made${made.indexOf(example)}` : example)
  const looks = members.map(({ owner, name }) => {
    const key = keyOf({ owner, name })
    if (owner === '') return `typeof [${name}] === 'object' ? '${key}' : ''`
    const found = (EXAMPLES[owner] ?? []).map(example =>
      looksAt(nameOf(example), name, isPlain(example)),
    )
    // A filter is one in the script's chain, and in that of a pipeline.
    const inside = owner === 'Filters' ? ` && ${looksAt('inner', name, false)}` : ''
    return `(${found.join(' || ')})${inside} ? '${key}' : ''`
  })
  const parameters = ['chain = pipy({})', 'inner', 'request', 'response', 'tail']
  return `((
    ${[...parameters, ...made.map(example => `${nameOf(example)} = ${example}`)].join(',\n')}
  ) => chain
    .listen('127.0.0.1:${ports.answer}')
    .branch(() => false, $ => (inner = $, $.replaceData(data => data)), $ => $)
    .replaceData(() => [new Data(JSON.stringify([\n${looks.join(',\n')}\n])), new StreamEnd])
    ${host.isPipy ? decoders(ports) : ''})()`
}

const decoders = ({ request, response }: Ports): string => `
  .listen('127.0.0.1:${request}').demuxHTTP().to($ => $
    .handleMessageEnd(end => void (tail = end.tail))
    .replaceMessage(message => (request = message.head, new Message('x'))))
  .listen('127.0.0.1:${response}').decodeHTTPResponse()
    .handleMessageStart(start => void (response = start.head))
    .replaceMessage(() => [new Message('x'), new StreamEnd])`

/** Made once, when the script starts; what is no name, but an expression. */
const isMade = (example: string): boolean => /[([']/.test(example)
/** Of a text, a number or a list no Pipy tells its members by `in`. */
const isPlain = (example: string): boolean => /^[([']/.test(example)

/** Whether something has a member, undefined or not. */
const looksAt = (one: string, name: string, plain: boolean): string =>
  plain
    ? `${one}.${name} !== undefined`
    : `(${one} ?? undefined) !== undefined && ('${name}' in ${one} || ${one}.${name} !== undefined)`

/** Asks in HTTP/2, whose trailers Pipy 0.50 has, too. */
const requestWithTrailers = async (port: number): Promise<void> => {
  const session = connectHttp2(`http://127.0.0.1:${port}`)
  const request = session.request({ ':method': 'POST', ':path': '/' }, { waitForTrailers: true })
  request.on('wantTrailers', () => request.sendTrailers({ trailer: '1' })).end('x')
  await Promise.race([once(request.resume(), 'end'), once(session, 'error')])
  session.destroy()
}

/** In milliseconds; a script that has failed may leave its client waiting. */
const PATIENCE = 5000

/** Sends a text, and gives all that comes back until the end. */
const exchange = async (port: number, text: string): Promise<string> => {
  const socket = connect({ host: '127.0.0.1', port }).setEncoding('utf8')
  let received = ''
  socket.on('data', piece => void (received += piece)).setTimeout(PATIENCE, () => socket.destroy())
  socket.write(text)
  await once(socket, 'close')
  return received
}
