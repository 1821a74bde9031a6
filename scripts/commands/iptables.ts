/** `pipy-probes iptables`: the rules that let probes bypass the proxy. */
import type { Entry, HookEntry } from '../../src/config/types.ts'
import { configOf } from '../../src/pod/config.ts'
import {
  bypassRules,
  chainsOf,
  restoreDocument,
  type Bypass,
  type Chains,
} from '../../src/pod/iptables.ts'
import type { PodTemplate } from '../../src/pod/types.ts'
import { InputError } from '../error.ts'
import { readPod } from '../manifests/pod.ts'
import type { Command, Options } from './command.ts'
import { choicesFrom, CONTRACT_HELP, CONTRACT_OPTIONS, contractFrom } from './options.ts'

/** Prints a document or commands; changes nothing. */
export const iptables: Command = {
  name: 'iptables',
  summary: 'print the rules that let probes bypass the proxy',
  help: `Usage: pipy-probes iptables [-f POD.yaml] [options]

Prints rules for the ports that this Pod's probes use, or for all four where no
Pod is given: a document for iptables-restore --noflush (IPv4) and
ip6tables-restore --noflush (IPv6), which is the same. Where an application is
asked at the Pod's own IP, a rule lets the sidecar's connection pass.

  -f, --file FILE      a Pod or anything with a Pod template; - is standard input
      --name NAME      the one to take where the file holds several
  -o, --output FORM    restore (default), or commands: a line each, for IPv4 and IPv6
      --chain CHAIN    the chain of inbound connections (default OSM_PROXY_INBOUND,
                       with --mesh fsm FSM_PROXY_INBOUND)
      --outbound-chain CHAIN  of outbound connections (default OSM_PROXY_OUTBOUND,
                              with --mesh fsm FSM_PROXY_OUTBOUND)
${CONTRACT_HELP}
`,
  options: {
    file: { type: 'string', short: 'f' },
    name: { type: 'string' },
    output: { type: 'string', short: 'o', default: 'restore' },
    chain: { type: 'string' },
    'outbound-chain': { type: 'string' },
    ...CONTRACT_OPTIONS,
  },
  async run(options) {
    const template =
      options.file === undefined ? undefined : (await readPod(options.file, options.name)).template
    const contract = contractFrom(options, template)
    const usual = chainsOf(contract.prefix)
    const chains = {
      inbound: chainFrom(options, 'chain', usual.inbound),
      outbound: chainFrom(options, 'outbound-chain', usual.outbound),
    }
    const bypass = template
      ? bypassOf(template, options)
      : { ports: Object.values(contract.ports), podIP: choicesFrom(options).target === 'POD_IP' }
    if (bypass.ports.length === 0)
      throw new InputError(
        `"${options.file}" has no httpGet, tcpSocket or grpc probe, and no httpGet hook: no port needs a rule`,
      )
    process.stdout.write(rulesText(options.output, chains, bypass))
    return 0
  },
}

const rulesText = (form: string, chains: Chains, bypass: Bypass): string => {
  if (form === 'restore') return restoreDocument(chains, bypass)
  if (form !== 'commands') throw new InputError(`-o "${form}" is unknown: restore or commands`)
  return COMMANDS.flatMap(([command, family]) =>
    bypassRules(chains, family, bypass).map(rule => `${command} -t nat ${rule}\n`),
  ).join('')
}

const COMMANDS = [
  ['iptables', '-4'],
  ['ip6tables', '-6'],
] as const

/** iptables takes 28 characters at most. */
const chainFrom = (options: Options, option: string, usual: string): string => {
  const name: string = options[option] ?? usual
  if (/^[\w-]{1,28}$/.test(name)) return name
  throw new InputError(
    `--${option} "${name}" is no chain's name: at most 28 letters, digits, "_" and "-"`,
  )
}

/** The ports that the Pod's probes and hooks are rewritten to, from the lowest on. */
const bypassOf = (template: PodTemplate, options: Options): Bypass => {
  const contract = contractFrom(options, template)
  const { Probes } = configOf(template, contract, choicesFrom(options, template)).Spec
  const { LivenessProbes, ReadinessProbes, StartupProbes, LifecycleHooks } = Probes
  const entries = [LivenessProbes, ReadinessProbes, StartupProbes, LifecycleHooks].flatMap(
    (list): readonly (Entry | HookEntry)[] => list ?? [],
  )
  const ports = new Set(entries.map(({ httpGet }) => Number(httpGet?.port)))
  return {
    ports: [...ports].sort((one, other) => one - other),
    podIP: entries.some(({ original }) => (original?.target ?? Probes.Target) === 'POD_IP'),
  }
}
