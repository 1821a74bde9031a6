/** A Pipy that is a repo, and others that are its workers, as in a mesh. */
import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { accepts } from '../../pipy/sidecar.ts'
import { freePort } from '../ports.ts'
import { until } from '../suite.ts'
import { host } from './sidecar.ts'

const IS_050 = host.name.startsWith('pipy 0.50')

const running = new Set<ChildProcess>()
process.on('exit', () => running.forEach(child => child.kill('SIGKILL')))

/** A Pipy of this run’s version with these words, and what it has printed. */
const startPipy = (...args: string[]): { child: ChildProcess; printed: () => string } => {
  const [command, ...own] = host.command
  const child = spawn(command, [...own, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', text => void (printed += text))
  running.add(child)
  return { child, printed: () => printed }
}

/** Ends what a test has started here. */
export async function stopPipys(): Promise<void> {
  const ended = [...running].map(async child => {
    if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL'))
      await once(child, 'exit')
  })
  await Promise.all(ended)
  running.clear()
}

export interface Repo {
  readonly url: string
  /** Puts files into a codebase, which is made where it is not there, and commits a version. */
  put(path: string, version: number, files: Record<string, string>, base?: string): Promise<void>
  /** A file as workers get it; undefined where they get none. */
  published(path: string): Promise<string | undefined>
}

/** Starts a repo that keeps nothing. */
export async function startRepo(): Promise<Repo> {
  const port = await freePort()
  startPipy(`--admin-port=${port}`)
  await until(`the repo on port ${port}`, () => accepts(port))
  const url = `http://127.0.0.1:${port}`
  const send = async (method: string, path: string, body: string) => {
    const response = await fetch(url + path, { method, body })
    assert.equal(response.status, 201, `${method} ${path}: ${await response.text()}`)
  }
  const numbered = (version: number) => (IS_050 ? version : `${version}`)
  return {
    url,
    async put(path, version, files, base) {
      const made = { version: numbered(version - 1), ...(base === undefined ? {} : { base }) }
      const { status } = await fetch(`${url}/api/v1/repo${path}`)
      if (status === 404) await send('POST', `/api/v1/repo${path}`, JSON.stringify(made))
      for (const [name, text] of Object.entries(files))
        await send('POST', `/api/v1/${IS_050 ? 'repo' : 'repo-files'}${path}/${name}`, text)
      const body = JSON.stringify({ version: numbered(version) })
      await send(IS_050 ? 'POST' : 'PATCH', `/api/v1/repo${path}`, body)
    },
    async published(path) {
      const response = await fetch(`${url}/repo${path}`)
      return response.status === 200 ? response.text() : undefined
    },
  }
}

/** Starts a worker of a codebase, which is to listen on a port. */
export async function startWorker({ url }: Repo, path: string, port: number): Promise<void> {
  const { child, printed } = startPipy(`${url}/repo${path}/`)
  const listening = until(`the worker on port ${port}`, async () => {
    if (child.exitCode !== null) throw new Error(`the worker ended with ${child.exitCode}`)
    return accepts(port)
  })
  await listening.catch((error: Error) => {
    throw new Error(`${error.message}:\n${printed()}`)
  })
}
