/** `pipy-probes check`: the guide's troubleshooting chapter, gone through for you. */
import { valueAt } from '../../src/pod/edits.ts'
import { CODES } from '../check/codes.ts'
import { checkPod, isHealthy, type Report } from '../check/pod.ts'
import { reportText } from '../check/report.ts'
import { InputError } from '../error.ts'
import { documentsOf } from '../manifests/documents.ts'
import { parseDocument, workloadsIn } from '../manifests/parse.ts'
import { filesIn } from '../manifests/read.ts'
import { evidenceFrom } from './check/evidence.ts'
import { checkNamed, wantedFrom } from './check/named.ts'
import { CLUSTER_HELP, CLUSTER_OPTIONS } from './cluster.ts'
import type { Command, Options } from './command.ts'
import { CONTRACT_OPTIONS, contractFrom } from './options.ts'
import { TARGET_HELP } from './target.ts'

/** Exits with 1 where there is a finding. */
export const check: Command = {
  name: 'check',
  summary: 'say what is wrong with a Pod’s probes, and how to mend it',
  help: `Usage: kubectl get pod NAME -o json | pipy-probes check -
       pipy-probes check [-f] FILE|- ... [options]
       pipy-probes check TYPE/NAME ... | -n NAMESPACE | -A [-l SELECTOR] [options]

Goes through the guide's three steps for each Pod, and prints what is wrong,
worst first: where, how it shows, and how to mend it. Takes Pods as kubectl
prints them, lists of them, and manifests before they are applied; or, by your
own kubectl, what is in a cluster: the Pod, its events, its sidecar's config,
its interception, live answers through kubectl port-forward, and the last log
of what was killed. It reads alone; what it may not read it names, with the rule
that would allow it. -n, -A and -l look at the Pods and their events alone.

  -f, --file FILE      Pods; - is standard input
      --config FILE    the sidecar's config.json, or its http:// URL
      --iptables FILE  the Pod's rules, as iptables-save prints them
      --events FILE    from kubectl get events -o json, or kubectl describe pod
      --live IP        ask the Pod's probes now, as the kubelet would
                       (each, none: in a cluster, of each Pod or of none; default one)
${TARGET_HELP}
  -o, --output FORM    text (default) or json; of a cluster also yaml, wide or name
${CLUSTER_HELP}
  -A, --all-namespaces, -l, --selector SELECTOR  Pods as kubectl get selects them
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
    ...CLUSTER_OPTIONS,
    'all-namespaces': { type: 'boolean', short: 'A' },
    selector: { type: 'string', short: 'l' },
  },
  positionals: true,
  async run(options, positionals) {
    const wanted = wantedFrom(options, positionals)
    if (wanted) return checkNamed(wanted, options)
    if (options.output !== 'text' && options.output !== 'json')
      throw new InputError(`-o "${options.output}" is unknown: text or json`)
    const paths: string[] = [...(options.file ?? []), ...positionals]
    const reports = await checkFiles(paths.length > 0 ? paths : ['-'], options)
    if (reports.length === 0) {
      const where = paths.length > 0 ? `"${paths.join('", "')}" holds` : 'there is'
      throw new InputError(
        `${where} no Pod: give what kubectl get pod -o json prints, or a manifest`,
      )
    }
    const isJson = options.output === 'json'
    console.log(isJson ? JSON.stringify(reports.map(withWords), null, 2) : reportText(reports))
    return reports.every(isHealthy) ? 0 : 1
  },
}

const checkFiles = async (paths: readonly string[], options: Options): Promise<Report[]> => {
  const evidence = await evidenceFrom(options)
  const reports: Report[] = []
  for (const file of filesIn(paths)) {
    for await (const source of documentsOf(file)) {
      const parsed = parseDocument(source)
      for (const workload of parsed ? workloadsIn(source, parsed, true) : []) {
        const contract = contractFrom(options, workload.template)
        const status = valueAt(parsed?.object, [...workload.path, 'status'])
        reports.push(await checkPod(workload, status, { ...evidence, contract }))
      }
    }
  }
  return reports
}

const withWords = ({ kind, name, findings }: Report) => ({
  kind,
  name,
  findings: findings.map(finding => ({ ...finding, ...CODES[finding.code] })),
})
