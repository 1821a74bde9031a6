/** `pipy-probes check`: the guide's troubleshooting chapter, gone through for you. */
import { valueAt } from '../../src/pod/edits.ts'
import { CODES } from '../check/codes.ts'
import { checkPod, isHealthy, type Report } from '../check/pod.ts'
import { reportText } from '../check/report.ts'
import { InputError } from '../error.ts'
import { documentsOf } from '../manifests/documents.ts'
import { parseDocument, workloadsIn } from '../manifests/parse.ts'
import { filesIn } from '../manifests/read.ts'
import { FIX_FORMS, type Checked } from './check/fixes.ts'
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
      --fix            print what mends it in place of what is wrong: a kubectl patch
                       an object, and what is to be done beside; nothing is changed
  -o, --output FORM    text (default) or json, of a cluster also yaml, wide or name;
                       with --fix text, of files also patch (RFC 6902, one object)
                       or diff
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
    fix: { type: 'boolean' },
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
    const form = (options.fix ? FIX_FORMS : FORMS).get(options.output)
    if (!form) throw new InputError(`-o "${options.output}" is unknown: ${formsOf(options)}`)
    const paths: string[] = [...(options.file ?? []), ...positionals]
    const checked = await checkFiles(paths.length > 0 ? paths : ['-'], options)
    if (checked.length === 0) {
      const where = paths.length > 0 ? `"${paths.join('", "')}" holds` : 'there is'
      throw new InputError(
        `${where} no Pod: give what kubectl get pod -o json prints, or a manifest`,
      )
    }
    const text = form(checked)
    if (text !== '') console.log(text)
    return checked.every(({ report }) => isHealthy(report)) ? 0 : 1
  },
}

const checkFiles = async (paths: readonly string[], options: Options): Promise<Checked[]> => {
  const evidence = await evidenceFrom(options)
  const checked: Checked[] = []
  for (const file of filesIn(paths)) {
    const documents: Pick<Checked, 'source' | 'parsed'>[] = []
    for await (const source of documentsOf(file)) {
      const parsed = parseDocument(source)
      if (parsed) documents.push({ source, parsed })
    }
    const isAlone = documents.length === 1
    for (const { source, parsed } of documents) {
      for (const workload of workloadsIn(source, parsed, true)) {
        const contract = contractFrom(options, workload.template)
        const status = valueAt(parsed.object, [...workload.path, 'status'])
        const report = await checkPod(workload, status, { ...evidence, contract })
        checked.push({ source, parsed, isAlone, workload, report })
      }
    }
  }
  return checked
}

const FORMS: typeof FIX_FORMS = new Map([
  ['text', all => reportText(all.map(({ report }) => report))],
  [
    'json',
    all =>
      JSON.stringify(
        all.map(({ report }) => withWords(report)),
        null,
        2,
      ),
  ],
])

const formsOf = ({ fix }: Options): string =>
  fix ? 'with --fix text, patch or diff' : 'text or json, and patch or diff with --fix'

const withWords = ({ kind, name, findings, fix }: Report) => ({
  kind,
  name,
  findings: findings.map(finding => ({
    ...finding,
    ...CODES[finding.code],
    isMendable: fix.mended.includes(finding),
  })),
})
