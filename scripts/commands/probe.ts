/** `pipy-probes probe`: the kubelet's prober, on a Pod. */
import type { Probe } from '../../src/config/types.ts'
import { InputError } from '../error.ts'
import { attemptProbe } from '../kubelet/attempt.ts'
import { isHealthy } from '../kubelet/verdict.ts'
import { initialState } from '../kubelet/worker.ts'
import { probeLine } from '../watch/table.ts'
import { watchProbes } from '../watch/watch.ts'
import { CLUSTER_HELP, CLUSTER_OPTIONS, resourcesFrom } from './cluster.ts'
import type { Command } from './command.ts'
import { openFile, openNamed, type Opened } from './probe/opened.ts'
import { endOnSignal } from './serving.ts'
import { TARGET_HELP } from './target.ts'

/** Exits with 1 where a probe fails. */
export const probe: Command = {
  name: 'probe',
  summary: 'probe a Pod as the kubelet does',
  help: `Usage: pipy-probes probe -f POD.yaml [options]
       pipy-probes probe TYPE/NAME [-n NAMESPACE] [--watch]

Runs the probes of a Pod, original or rewritten, as the kubelet runs them, and
prints a line each with the kubelet's own message. TYPE/NAME is asked through
kubectl port-forward, which reaches the Pod from within: a probe that was not
rewritten passes the proxy by there, and a tcpSocket probe is not run.

  -f, --file FILE      a Pod or anything with a Pod template; - is standard input
      --name NAME      the one to take where the file holds several
      --pod-ip IP      where it is (default 127.0.0.1)
${TARGET_HELP}
      --watch          at the probes' own periods, with thresholds, until Ctrl-C
${CLUSTER_HELP}

Exit codes: 0 all succeed, 1 one fails, 2 bad input.
`,
  options: {
    file: { type: 'string', short: 'f' },
    name: { type: 'string' },
    'pod-ip': { type: 'string' },
    'port-map': { type: 'string', multiple: true },
    watch: { type: 'boolean' },
    ...CLUSTER_OPTIONS,
  },
  positionals: true,
  async run(options, positionals) {
    const [resource, second] = resourcesFrom(options, positionals) ?? []
    const word = resource ? second?.word : positionals[0]
    if (word !== undefined) throw new InputError(`"${word}": give one TYPE/NAME, or a file with -f`)
    const letBe = endOnSignal()
    const opened = resource ? await openNamed(options, resource) : await openFile(options)
    if (options.watch) letBe()
    if (!opened) return 0
    try {
      return await (options.watch ? watch(opened) : probeOnce(opened))
    } finally {
      await opened.close()
    }
  },
}

const watch = async ({ declared, target, reaches, trouble }: Opened): Promise<number> => {
  const ending = new AbortController()
  process.once('SIGINT', () => ending.abort()).once('SIGTERM', () => ending.abort())
  const watched = declared
    .filter(({ probe: one }) => one.httpGet || one.tcpSocket || one.grpc)
    .filter(reaches)
    .map(one => ({ declared: one, route: routeOf(one.probe) }))
  const around = { onRound: () => {}, above: '', below: trouble }
  return (await watchProbes(watched, target, ending.signal, around)) ? 0 : 1
}

const probeOnce = async ({ declared, target, reaches }: Opened): Promise<number> => {
  const verdicts = await Promise.all(
    declared.map(one =>
      reaches(one) ? attemptProbe(one.probe, one.container, target) : undefined,
    ),
  )
  for (const [index, one] of declared.entries()) {
    console.log(
      probeLine({
        declared: one,
        route: routeOf(one.probe),
        last: verdicts[index],
        state: initialState(one.kind.name),
        timeline: [],
      }),
    )
  }
  return verdicts.every(verdict => verdict === undefined || isHealthy(verdict)) ? 0 : 1
}

/** `:15901/osm-liveness-probe`; a handler's name where it is not asked over the network. */
const routeOf = ({ httpGet, tcpSocket, exec, grpc }: Probe): string => {
  if (httpGet) return `:${httpGet.port}${(httpGet.path ?? '/').replace(/^(?!\/)/, '/')}`
  if (tcpSocket) return `:${tcpSocket.port}`
  if (grpc) return `grpc :${grpc.port}/${grpc.service ?? ''}`
  return exec ? 'exec' : 'no handler'
}
