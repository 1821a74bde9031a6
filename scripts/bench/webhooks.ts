/** The webhook on its hosts, and beside it a plain server of Node with the same function. */
import { build } from 'esbuild'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Host } from '../../pipy/hosts.ts'
import { makePair } from '../commands/certificate.ts'
import { startProgram, type Program } from './programs.ts'
import type { Files } from './serve.ts'
import type { Surroundings } from './subjects.ts'
import { freePort } from './system.ts'

/** One that is started, and answers reviews on its port. */
export interface Webhook {
  readonly program: Program
  readonly port: number
}

/** One that may be started. */
export interface WebhookSubject {
  readonly name: string
  /** As of a `Subject`. */
  readonly host: string
  readonly isPipy: boolean
  /** @throws InputError where it does not listen. */
  readonly start: () => Promise<Webhook>
}

/** The name of the plain server. */
export const PLAIN = 'plain https'

const PLAIN_FILE = fileURLToPath(new URL('plainWebhook.mjs', import.meta.url))
const DAYS = 30

/** The plain server first, then every host but Pipys before 0.90, which it is not for. */
export async function webhookSubjects(
  hosts: readonly Host[],
  { cores, dist }: Surroundings,
): Promise<WebhookSubject[]> {
  const { cert, key } = await makePair(['localhost'], ['127.0.0.1'], DAYS)
  const builtFile = (name: string) => readFileSync(join(dist, name), 'utf8')
  const common = { 'healthcheck.js': builtFile('healthcheck.js'), 'cert.pem': cert, 'key.pem': key }
  const start = async (command: readonly string[], files: Files): Promise<Webhook> => {
    const port = await freePort()
    const env = { PORT: `${port}`, TLS_CERT: 'cert.pem', TLS_KEY: 'key.pem', OPTIONS: '' }
    const program = await startProgram({
      command,
      files: { ...common, ...files },
      core: cores.proxy,
      port,
      env,
    })
    return { program, port }
  }
  return [
    {
      name: PLAIN,
      host: 'Node',
      isPipy: false,
      start: async () => start(['node', 'plain.mjs'], { 'plain.mjs': await plainServer() }),
    },
    ...hosts
      .filter(({ name }) => !/ 0\.[1-8]\d*\./.test(name))
      .map(({ name, command, isPipy }) => ({
        name: 'webhook',
        host: name,
        isPipy,
        start: () =>
          start([...command, '{folder}/webhook.js'], { 'webhook.js': builtFile('webhook.js') }),
      })),
  ]
}

/** As `dist/pipy-probes.js` is built. */
const plainServer = async (): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [PLAIN_FILE],
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    write: false,
  })
  return outputFiles.map(({ text }) => text).join('')
}
