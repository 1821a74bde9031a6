/** What is measured side by side: proxies of each kind before one application. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Host } from '../../pipy/hosts.ts'
import type { Entry, Header, Original } from '../../src/config/types.ts'
import type { App } from './app.ts'
import { ask, statusOf, type Load } from './load.ts'
import { freePort, startProgram, type Cores, type Program } from './programs.ts'
import {
  DROP_IN_CONFIG,
  dropInScript,
  floorScript,
  meshScript,
  plainGrpcScript,
  plainHttpsScript,
  plainTcpScript,
} from './scripts.ts'
import { InputError } from '../error.ts'

/** A way from a client to the application. */
export interface Subject {
  readonly name: string
  /** The host it runs on: `pipy 1.5.14`; empty where it is no script. */
  readonly host: string
  readonly start: () => Promise<Running>
}

/** A way that is open. */
export interface Running extends Pick<Load, 'url' | 'headers'> {
  /** The proxy; undefined for the direct way. */
  readonly program: Program | undefined
}

/** What the subjects have in common. */
export interface Surroundings {
  readonly app: App
  readonly cores: Cores
  /** The folder of the built files. */
  readonly dist: string
}

/** What most originals here have in common. */
export const HTTP = { container: 'app', scheme: 'HTTP' } as const
/** Where a liveness probe is asked for. */
export const PATH = '/osm-liveness-probe'

/** A rewritten probe of a config. */
export const entry = (
  port: number,
  original: Original,
  path = PATH,
  more: { scheme?: string; httpHeaders?: Header[] } = {},
): Entry => ({ httpGet: { path, port, scheme: 'HTTP', ...more }, timeoutSeconds: 1, original })

/** The config of liveness probes. */
export const configWith = (entries: readonly Entry[]): string =>
  JSON.stringify({
    Spec: { Probes: { LivenessProbes: entries, ReadinessProbes: null, StartupProbes: null } },
  })

/** Starts a script in a host on the proxies' core; the first file is the one that is run. */
export const startScript = (
  host: Host,
  core: number | undefined,
  files: Readonly<Record<string, string>>,
  port?: number,
): Promise<Program> =>
  startProgram({
    command: [...host.command, `{folder}/${Object.keys(files)[0]}`],
    files,
    core,
    ...(port === undefined ? {} : { port }),
  })

/** Starts main.js with a config. */
export function startMain(
  host: Host,
  { cores, dist }: Surroundings,
  config: string,
  port?: number,
): Promise<Program> {
  const files = { 'main.js': readFileSync(join(dist, 'main.js'), 'utf8'), 'config.json': config }
  return startScript(host, cores.proxy, files, port)
}

/** The ways through a script in one host; the embedded host has but ours, for the record. */
export function scriptSubjects(host: Host, surroundings: Surroundings): Subject[] {
  const { app, cores, dist } = surroundings
  const { port, securePort, grpcPort } = app
  const original = (scheme: Original['scheme'], to: number): Original => ({
    container: 'app',
    scheme,
    port: to,
    path: '/',
  })
  const tcpHeaders = [{ name: 'Original-Tcp-Port', value: `${port}` }]
  const script = (name: string, text: (port: number) => string, way: Partial<Way> = {}) =>
    subject(name, host, way, own => startScript(host, cores.proxy, { 'main.js': text(own) }, own))
  const ours = (name: string, make: (port: number) => Entry, way: Partial<Way> = {}) =>
    subject(name, host, way, own => startMain(host, surroundings, configWith([make(own)]), own))
  const main = ours('main', own => entry(own, original('HTTP', port)), { path: PATH })
  if (!host.isPipy) return [main]
  return [
    script('floor', own => floorScript(own, port)),
    main,
    subject('probes', host, { path: PATH }, own =>
      startScript(
        host,
        cores.proxy,
        {
          'main.js': dropInScript(own),
          'probes.js': readFileSync(join(dist, 'probes.js'), 'utf8'),
          'config.js': DROP_IN_CONFIG,
          'config.json': configWith([entry(own, original('HTTP', port))]),
        },
        own,
      ),
    ),
    script('mesh', meshScript, {
      headers: [
        ['Original-Http-Port', `${port}`],
        ['Original-Http-Path', '/'],
      ],
    }),
    script('floor-https', own => floorScript(own, securePort), { scheme: 'https' }),
    ours('https', own => entry(own, original('HTTPS', securePort), '/', { scheme: 'HTTPS' }), {
      scheme: 'https',
    }),
    script('plain-terminated', own => plainHttpsScript(own, securePort)),
    ours('terminated', own => entry(own, original('HTTPS', securePort)), { path: PATH }),
    script('plain-tcp', plainTcpScript, { headers: [['Original-Tcp-Port', `${port}`]] }),
    ours(
      'tcp',
      own => entry(own, original('TCP', port), '/osm-healthcheck', { httpHeaders: tcpHeaders }),
      {
        path: '/osm-healthcheck',
        headers: [['Original-Tcp-Port', `${port}`]],
      },
    ),
    script('plain-grpc', own => plainGrpcScript(own, grpcPort)),
    ours('grpc', own => entry(own, original('GRPC', grpcPort)), { path: PATH }),
  ]
}

interface Way {
  readonly scheme: string
  readonly path: string
  readonly headers: Load['headers']
}

const subject = (
  name: string,
  host: Host,
  way: Partial<Way>,
  startAt: (port: number) => Promise<Program>,
): Subject => ({
  name,
  host: host.name,
  start: async () => {
    const port = await freePort()
    const program = await startAt(port)
    return {
      url: `${way.scheme ?? 'http'}://127.0.0.1:${port}${way.path ?? '/'}`,
      headers: way.headers ?? [],
      program,
    }
  },
})

/** @throws InputError when a way does not give a right answer within 5 s. */
export async function proveAnswers({ url, headers, program }: Running): Promise<void> {
  const deadline = Date.now() + 5000
  for (;;) {
    const answer = await ask(url, headers, 2000)
    if (statusOf(answer) === 200) return
    if (Date.now() > deadline) {
      throw new InputError(
        `it answers ${JSON.stringify(answer.slice(0, 200))}; its last words:\n${program?.lastWords() ?? ''}`,
      )
    }
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}
