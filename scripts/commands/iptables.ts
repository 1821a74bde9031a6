/** `pipy-probes iptables`: the rules that let the probe ports bypass the proxy. */
import { configOf } from '../../src/pod/config.ts'
import type { Contract } from '../../src/pod/contract.ts'
import { bypassRules, restoreDocument, type Chains } from '../../src/pod/iptables.ts'
import type { PodTemplate } from '../../src/pod/types.ts'
import { InputError } from '../error.ts'
import { readPod } from '../manifests/pod.ts'
import type { Command, Options } from './command.ts'
import { CONTRACT_HELP, CONTRACT_OPTIONS, contractFrom, httpsFrom } from './options.ts'

/** Prints a document or commands; changes nothing. */
export const iptables: Command = {
  name: 'iptables',
  summary: 'print the rules that let the probe ports bypass the proxy',
  help: `Usage: pipy-probes iptables [-f POD.yaml] [options]

Prints rules for the ports that this Pod's probes use, or for all four where no
Pod is given: a document for iptables-restore --noflush (IPv4) and
ip6tables-restore --noflush (IPv6), which is the same.

  -f, --file FILE      a Pod or anything with a Pod template; - is standard input
      --name NAME      the one to take where the file holds several
  -o, --output FORM    restore (default), or commands: a line each, for IPv4 and IPv6
      --chain CHAIN    the chain of inbound connections (default OSM_PROXY_INBOUND,
                       with --mesh fsm FSM_PROXY_INBOUND)
${CONTRACT_HELP}
`,
  options: {
    file: { type: 'string', short: 'f' },
    name: { type: 'string' },
    output: { type: 'string', short: 'o', default: 'restore' },
    chain: { type: 'string' },
    ...CONTRACT_OPTIONS,
  },
  async run(options) {
    const template =
      options.file === undefined ? undefined : (await readPod(options.file, options.name)).template
    const contract = contractFrom(options, template)
    const inbound = chainFrom(options.chain, contract)
    const ports = template ? portsOf(template, options) : Object.values(contract.ports)
    if (ports.length === 0)
      throw new InputError(
        `"${options.file}" has no httpGet, tcpSocket or grpc probe: no port needs a rule`,
      )
    process.stdout.write(rulesText(options.output, { inbound }, ports))
    return 0
  },
}

const rulesText = (form: string, chains: Chains, ports: readonly number[]): string => {
  if (form === 'restore') return restoreDocument(chains, ports)
  if (form !== 'commands') throw new InputError(`-o "${form}" is unknown: restore or commands`)
  return ['iptables', 'ip6tables']
    .flatMap(command => bypassRules(chains, ports).map(rule => `${command} -t nat ${rule}\n`))
    .join('')
}

/** iptables takes 28 characters at most. */
const chainFrom = (chain: string | undefined, { prefix }: Contract): string => {
  const name = chain ?? `${prefix.toUpperCase().replaceAll('-', '_')}_PROXY_INBOUND`
  if (/^[\w-]{1,28}$/.test(name)) return name
  throw new InputError(
    `--chain "${name}" is no chain's name: at most 28 letters, digits, "_" and "-"`,
  )
}

/** Those that the Pod's probes are rewritten to, from the lowest on. */
const portsOf = (template: PodTemplate, options: Options): number[] => {
  const { Probes } = configOf(template, contractFrom(options, template), {
    https: httpsFrom(options, template),
    healthcheck: 'sidecar',
  }).Spec
  const entries = [Probes.LivenessProbes, Probes.ReadinessProbes, Probes.StartupProbes].flatMap(
    list => list ?? [],
  )
  const ports = new Set(entries.map(({ httpGet }) => Number(httpGet?.port)))
  return [...ports].sort((one, other) => one - other)
}
