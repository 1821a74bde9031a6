/** The ways through a script: ours, and the least that a script can do. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Host } from '../../pipy/hosts.ts'
import type { Load } from './load.ts'
import {
  DROP_IN_CONFIG,
  dropInScript,
  floorScript,
  meshScript,
  plainGrpcScript,
  plainHttpsScript,
  plainTcpScript,
} from './scripts.ts'
import {
  configWith,
  entryOf,
  mainFiles,
  originalOf,
  PATH,
  startScript,
  type Files,
} from './serve.ts'
import type { Subject, Surroundings } from './subjects.ts'
import { freePort } from './system.ts'

/** Those of one host; the embedded host has main.js alone, for the record. */
export function scriptSubjects(host: Host, surroundings: Surroundings): Subject[] {
  const ways = host.isPipy ? pipyWays(surroundings) : [mainWay(surroundings)]
  return ways.map(way => subjectOf(host, surroundings, way))
}

/** A codebase by its port, and how it is asked. */
interface Way {
  readonly name: string
  readonly files: (port: number) => Files
  /** http where it is absent. */
  readonly scheme?: string
  /** `/` where it is absent. */
  readonly path?: string
  readonly headers?: Load['headers']
}

const subjectOf = (host: Host, surroundings: Surroundings, way: Way): Subject => ({
  name: way.name,
  host: host.name,
  start: async () => {
    const port = await freePort()
    const program = await startScript(host, surroundings, way.files(port), port)
    const url = `${way.scheme ?? 'http'}://127.0.0.1:${port}${way.path ?? '/'}`
    return { url, headers: way.headers ?? [], program }
  },
})

const mainWay = ({ app, dist }: Surroundings): Way => ({
  name: 'main',
  path: PATH,
  files: own => mainFiles(dist, configWith([entryOf(own, originalOf(app.port))])),
})

const pipyWays = (surroundings: Surroundings): Way[] => {
  const { app, dist } = surroundings
  const ofApp = `${app.port}`
  const script = (text: string): Files => ({ 'main.js': text })
  const tcp = {
    httpHeaders: [{ name: 'Original-Tcp-Port', value: ofApp }],
    path: '/osm-healthcheck',
  }
  const secure = originalOf(app.securePort, 'HTTPS')
  return [
    { name: 'floor', files: own => script(floorScript(own, app.port)) },
    mainWay(surroundings),
    {
      name: 'probes',
      path: PATH,
      files: own => ({
        'main.js': dropInScript(own),
        'probes.js': readFileSync(join(dist, 'probes.js'), 'utf8'),
        'config.js': DROP_IN_CONFIG,
        'config.json': configWith([entryOf(own, originalOf(app.port))]),
      }),
    },
    {
      name: 'mesh',
      headers: [
        ['Original-Http-Port', ofApp],
        ['Original-Http-Path', '/'],
      ],
      files: own => script(meshScript(own)),
    },
    {
      name: 'floor-https',
      scheme: 'https',
      files: own => script(floorScript(own, app.securePort)),
    },
    {
      name: 'https',
      scheme: 'https',
      files: own =>
        mainFiles(dist, configWith([entryOf(own, secure, { scheme: 'HTTPS', path: '/' })])),
    },
    { name: 'plain-terminated', files: own => script(plainHttpsScript(own, app.securePort)) },
    {
      name: 'terminated',
      path: PATH,
      files: own => mainFiles(dist, configWith([entryOf(own, secure)])),
    },
    {
      name: 'plain-tcp',
      headers: [['Original-Tcp-Port', ofApp]],
      files: own => script(plainTcpScript(own)),
    },
    {
      name: 'tcp',
      path: tcp.path,
      headers: [['Original-Tcp-Port', ofApp]],
      files: own => mainFiles(dist, configWith([entryOf(own, originalOf(app.port, 'TCP'), tcp)])),
    },
    { name: 'plain-grpc', files: own => script(plainGrpcScript(own, app.grpcPort)) },
    {
      name: 'grpc',
      path: PATH,
      files: own => mainFiles(dist, configWith([entryOf(own, originalOf(app.grpcPort, 'GRPC'))])),
    },
  ]
}
