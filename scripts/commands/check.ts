/** `pipy-probes check`: the guide's troubleshooting chapter, gone through for you. */
import { isIP } from 'node:net'
import { withoutSurplusBraces } from '../../src/config/json.ts'
import { valueAt } from '../../src/pod/edits.ts'
import { readEvents, type Event } from '../check/events.ts'
import { CODES } from '../check/codes.ts'
import { checkPod, type Evidence, type Report } from '../check/pod.ts'
import { reportText } from '../check/report.ts'
import { InputError } from '../error.ts'
import { documentsOf } from '../manifests/documents.ts'
import { parseDocument, workloadsIn } from '../manifests/parse.ts'
import { filesIn, readText } from '../manifests/read.ts'
import type { Command, Options } from './command.ts'
import { CONTRACT_OPTIONS, contractFrom } from './options.ts'
import { portMapFrom, TARGET_HELP } from './target.ts'

/** Exits with 1 where there is a finding. */
export const check: Command = {
  name: 'check',
  summary: 'say what is wrong with a Pod’s probes, and how to mend it',
  help: `Usage: kubectl get pod NAME -o json | pipy-probes check -
       pipy-probes check [-f] FILE|- ... [options]

Goes through the guide's three steps for each Pod, and prints what is wrong,
worst first: where, how it shows, and how to mend it. Takes Pods as kubectl
prints them, lists of them, and manifests before they are applied.

  -f, --file FILE      Pods; - is standard input
      --config FILE    the sidecar's config.json, or its http:// URL
      --iptables FILE  the Pod's rules, as iptables-save prints them
      --events FILE    from kubectl get events -o json, or kubectl describe pod
      --live IP        ask the Pod's probes now, as the kubelet would
${TARGET_HELP}
  -o, --output FORM    text (default) or json
      --mesh MESH      osm-edge (default) or fsm
      --prefix NAME, --ports A,B,C,D  as for rewrite

Exit codes: 0 nothing found, 1 findings, 2 bad input.
`,
  options: {
    file: { type: 'string', short: 'f', multiple: true },
    config: { type: 'string' },
    iptables: { type: 'string' },
    events: { type: 'string' },
    live: { type: 'string' },
    'port-map': { type: 'string', multiple: true },
    output: { type: 'string', short: 'o', default: 'text' },
    mesh: CONTRACT_OPTIONS.mesh,
    prefix: CONTRACT_OPTIONS.prefix,
    ports: CONTRACT_OPTIONS.ports,
  },
  positionals: true,
  async run(options, positionals) {
    if (options.output !== 'text' && options.output !== 'json')
      throw new InputError(`-o "${options.output}" is unknown: text or json`)
    const paths = [...(options.file ?? []), ...positionals]
    const evidence = await evidenceFrom(options)
    const reports: Report[] = []
    for (const file of filesIn(paths.length > 0 ? paths : ['-'])) {
      for await (const document of documentsOf(file)) {
        const parsed = parseDocument(document)
        for (const workload of parsed ? workloadsIn(document, parsed, true) : []) {
          const contract = contractFrom(options, workload.template)
          reports.push(
            await checkPod(workload, valueAt(parsed?.object, [...workload.path, 'status']), {
              ...evidence,
              contract,
            }),
          )
        }
      }
    }
    if (reports.length === 0)
      throw new InputError(
        `${paths.length > 0 ? `"${paths.join('", "')}" holds` : 'there is'} no Pod: give what kubectl get pod -o json prints, or a manifest`,
      )
    console.log(
      options.output === 'json'
        ? JSON.stringify(reports.map(withWords), null, 2)
        : reportText(reports),
    )
    return reports.every(({ findings }) => findings.length === 0) ? 0 : 1
  },
}

const withWords = ({ kind, name, findings }: Report) => ({
  kind,
  name,
  findings: findings.map(finding => ({ ...finding, ...CODES[finding.code] })),
})

const evidenceFrom = async (options: Options): Promise<Omit<Evidence, 'contract'>> => ({
  config: options.config === undefined ? undefined : await readConfigAt(options.config),
  rules: options.iptables === undefined ? undefined : readText(options.iptables),
  events: options.events === undefined ? [] : eventsIn(options.events),
  target:
    options.live === undefined
      ? undefined
      : { podIP: address(options.live), portMap: portMapFrom(options['port-map']) },
})

const address = (text: string): string => {
  if (isIP(text) === 0 && text !== 'localhost')
    throw new InputError(`--live "${text}" is no IP address`)
  return text
}

/** What is no JSON is a finding's matter: the sidecar has it like that. */
const readConfigAt = async (place: string): Promise<unknown> => {
  const text = /^https?:\/\//.test(place) ? await fetched(place) : readText(place)
  try {
    return JSON.parse(withoutSurplusBraces(text)) as unknown
  } catch {
    return text
  }
}

const fetched = async (url: string): Promise<string> => {
  const response = await fetch(url, { signal: AbortSignal.timeout(5000) }).catch((error: Error) => {
    throw new InputError(
      `--config "${url}" cannot be fetched: ${(error.cause as Error | undefined)?.message ?? error.message}`,
    )
  })
  if (!response.ok) throw new InputError(`--config "${url}" answers ${response.status}`)
  return response.text()
}

const eventsIn = (file: string): Event[] => {
  const text = readText(file)
  try {
    return readEvents(text)
  } catch {
    throw new InputError(
      `--events "${file}" is neither JSON of kubectl get events nor a text of kubectl describe`,
    )
  }
}
