/** `pipy-probes probe`: the kubelet's prober, on a Pod. */
import { isIP } from 'node:net'
import type { Probe } from '../../src/config/types.ts'
import { probesOf } from '../../src/pod/probes.ts'
import type { DeclaredProbe } from '../../src/pod/types.ts'
import { InputError } from '../error.ts'
import { attemptProbe } from '../kubelet/attempt.ts'
import type { Target } from '../kubelet/probe.ts'
import { isHealthy } from '../kubelet/verdict.ts'
import { initialState } from '../kubelet/worker.ts'
import { readPod } from '../manifests/pod.ts'
import { probeLine } from '../watch/table.ts'
import { watchProbes } from '../watch/watch.ts'
import type { Command } from './command.ts'
import { portMapFrom, TARGET_HELP } from './target.ts'

/** Exits with 1 where a probe fails. */
export const probe: Command = {
  name: 'probe',
  summary: 'probe a Pod as the kubelet does',
  help: `Usage: pipy-probes probe -f POD.yaml [options]

Runs the probes of a Pod, original or rewritten, as the kubelet runs them, and
prints a line each with the kubelet's own message.

  -f, --file FILE      a Pod or anything with a Pod template; - is standard input
      --name NAME      the one to take where the file holds several
      --pod-ip IP      where it is (default 127.0.0.1)
${TARGET_HELP}
      --watch          at the probes' own periods, with thresholds, until Ctrl-C

Exit codes: 0 all succeed, 1 one fails, 2 bad input.
`,
  options: {
    file: { type: 'string', short: 'f' },
    name: { type: 'string' },
    'pod-ip': { type: 'string', default: '127.0.0.1' },
    'port-map': { type: 'string', multiple: true },
    watch: { type: 'boolean' },
  },
  async run(options) {
    if (options.file === undefined) throw new InputError('give a Pod with -f')
    const podIP: string = options['pod-ip']
    if (isIP(podIP) === 0) throw new InputError(`--pod-ip "${podIP}" is no IP address`)
    const { template } = await readPod(options.file, options.name)
    const declared = probesOf(template)
    if (declared.length === 0) throw new InputError(`"${options.file}" has no probe`)
    const target = { podIP, portMap: portMapFrom(options['port-map']) }
    if (!options.watch) return probeOnce(declared, target)
    const ending = new AbortController()
    process.once('SIGINT', () => ending.abort()).once('SIGTERM', () => ending.abort())
    const watched = declared
      .filter(({ probe: one }) => one.httpGet || one.tcpSocket || one.grpc)
      .map(one => ({ declared: one, route: routeOf(one.probe) }))
    return (await watchProbes(watched, target, ending.signal)) ? 0 : 1
  },
}

const probeOnce = async (declared: readonly DeclaredProbe[], target: Target): Promise<number> => {
  const verdicts = await Promise.all(
    declared.map(one => attemptProbe(one.probe, one.container, target)),
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
