/**
 * Codebases that keep the contract of the meshes' own: what config.js gives, where main.js listens
 * and what it hands to probes.js. Each has a listener beside, as the meshes have for their figures.
 */
import type { Codebase } from './codebase.ts'

export interface StandIn {
  readonly codebase: Codebase
  /** What it is written with that not every Pipy has. */
  readonly needs: readonly ('a branch of listeners' | 'zlib' | 'listen(0)')[]
}

const OWN = `
  .listen(15000)
  .use('stats.js', 'stats')`

const STATS = "pipy({}).pipeline('stats').replaceData(() => [new Data('figures'), new StreamEnd])"

/** A kind is listened for where its first entry names the port. */
const firstEntryDecides = `((
  config = pipy.solve('config.js'),
  first = list => config?.Spec?.Probes?.[list]?.[0]?.httpGet?.port
) => pipy({})
  .branch(first('LivenessProbes') === 15901, $=>$.listen(15901).use('probes.js', 'liveness'))
  .branch(first('ReadinessProbes') === 15902, $=>$.listen(15902).use('probes.js', 'readiness'))
  .branch(first('StartupProbes') === 15903, $=>$.listen(15903).use('probes.js', 'startup'))
  ${OWN}
)()`

/** All three kinds are listened for where the first liveness probe is one of HTTP. */
const firstLivenessDecides = `((
  config = pipy.solve('config.js'),
  scheme = config?.Spec?.Probes?.LivenessProbes?.[0]?.httpGet?.scheme
) => pipy({})
  .listen(scheme ? 15901 : 0).use('probes.js', 'liveness')
  .listen(scheme ? 15902 : 0).use('probes.js', 'readiness')
  .listen(scheme ? 15903 : 0).use('probes.js', 'startup')
  ${OWN}
)()`

/** The same before there was a probes.js. */
const servesByItself = `((
  { probeScheme, probeTarget } = pipy.solve('config.js')
) => pipy({})
  .listen(probeScheme ? 15901 : 0).connect(() => probeTarget)
  .listen(probeScheme ? 15902 : 0).connect(() => probeTarget)
  .listen(probeScheme ? 15903 : 0).connect(() => probeTarget)
  ${OWN}
)()`

const PLAIN = "JSON.decode(pipy.load('config.json'))"

const COMPRESSED = `((packed = pipy.load('config.json.gz')) =>
  JSON.decode(packed ? zlib.gunzip(packed) : pipy.load('config.json'))
)()`

/** What main.js needs beside the config is worked out at once. */
const workedOut = (file: string): string => `((
  config = JSON.decode(pipy.load('${file}')),
  httpGet = config?.Spec?.Probes?.LivenessProbes?.[0]?.httpGet
) => ({
  config: config,
  probeScheme: httpGet?.port == 15901 ? httpGet.scheme : null,
  probeTarget: '127.0.0.1:80',
}))()`

const PROBES = "pipy({}).pipeline('liveness').pipeline('readiness').pipeline('startup')"
const shared = { 'stats.js': STATS, 'probes.js': PROBES }

/** By the meshes whose contract they keep. */
export const STAND_INS: Readonly<Record<string, StandIn>> = {
  FSM: {
    codebase: { ...shared, 'main.js': firstEntryDecides, 'config.js': COMPRESSED },
    needs: ['a branch of listeners', 'zlib'],
  },
  'osm-edge 1.3.9': {
    codebase: { ...shared, 'main.js': firstEntryDecides, 'config.js': PLAIN },
    needs: ['a branch of listeners'],
  },
  'osm-edge 1.3.0': {
    codebase: { ...shared, 'main.js': firstLivenessDecides, 'config.js': PLAIN },
    needs: ['listen(0)'],
  },
  'osm-edge 1.2': {
    codebase: {
      'stats.js': STATS,
      'main.js': servesByItself,
      'config.js': workedOut('config.json'),
    },
    needs: ['listen(0)'],
  },
  'osm-edge 1.1': {
    codebase: {
      'stats.js': STATS,
      'main.js': servesByItself,
      'config.js': workedOut('pipy.json'),
      'pipy.json': '{}',
    },
    needs: ['listen(0)'],
  },
}
