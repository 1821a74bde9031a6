/** A cluster's Pods as text for a person, or for a program. */
import pc from 'picocolors'
import { stringify } from 'yaml'
import { alignRows } from '../../columns.ts'
import { CODES } from '../../check/codes.ts'
import { guardedPatch } from '../../check/fix.ts'
import { isHealthy, type Report } from '../../check/pod.ts'
import { reportText } from '../../check/report.ts'
import { scriptOf } from '../../check/script.ts'
import { ruleText } from '../../kubectl/failure.ts'
import type { Gathered, NotRead } from '../../kubectl/gather.ts'
import type { ClusterReport } from './cluster.ts'
import type { PodReport } from './podReport.ts'

/** By the name of `-o`. */
export const CLUSTER_FORMS: Readonly<Record<string, (all: ClusterReport) => string>> = {
  text: all => [...textOf(all), ...leftLines(all)].join('\n'),
  json: all => JSON.stringify(jsonOf(all), null, 2),
  yaml: all => stringify(jsonOf(all)).trimEnd(),
  wide: all => [...wideTable(all.pods), ...leftLines(all)].join('\n'),
  name: ({ pods }) =>
    pods
      .filter(({ report }) => !isHealthy(report))
      .map(({ report }) => `${report.kind.toLowerCase()}/${report.name}`)
      .join('\n'),
}

/** With `--fix`. */
export const CLUSTER_FIX_FORMS: typeof CLUSTER_FORMS = {
  text: ({ pods }) => scriptOf(pods.map(fixOf)),
}

const fixOf = ({ pod, workload: { kind, path, template }, report: { fix } }: PodReport) => ({
  object: { ...pod, kind },
  file: 'POD.yaml',
  isAlone: false,
  mended: fix.mended,
  left: fix.left,
  patch: guardedPatch(pod, template, fix.edits, path),
})

const textOf = ({ pods }: ClusterReport): string[] => {
  const isSpread = new Set(pods.map(({ pod }) => pod.metadata.namespace)).size > 1
  const reports = pods.map(({ report, pod }) =>
    isSpread ? { ...report, name: `${pod.metadata.namespace}/${report.name}` } : report,
  )
  return [
    reportText(reports),
    ...pods.flatMap(({ report, gathered }) => [
      ...readLines(report, gathered),
      ...logLines(report, gathered),
    ]),
  ]
}

const readLines = ({ name }: Report, { read }: Gathered): string[] =>
  read.length === 0
    ? []
    : ['', pc.dim(`Looked at, of "${name}": ${['its events', ...read].join('; ')}`)]

const logLines = ({ name }: Report, { logs }: Gathered): string[] =>
  logs.flatMap(({ container, lines }) => [
    '',
    pc.bold(`Pod "${name}": the last lines of container "${container}" before it ended`),
    ...lines.map(line => `  ${pc.dim('|')} ${line}`),
  ])

const allMissing = ({ pods, notRead }: ClusterReport): NotRead[] => [
  ...notRead,
  ...pods.flatMap(({ gathered }) => gathered.notRead),
]

const leftLines = (all: ClusterReport): string[] => [
  ...missingLines(allMissing(all)),
  ...(all.broken.length === 0 ? [] : ['', pc.bold('Not checked')]),
  ...all.broken.map(message => `  ${pc.red('✗')} ${message}`),
]

/** What was not looked at, which nobody should take for healthy. */
const missingLines = (missing: readonly NotRead[]): string[] =>
  missing.length === 0
    ? []
    : [
        '',
        pc.bold('Not read'),
        ...missing.flatMap(({ what, message, command, allow }) => [
          `  ${pc.yellow('!')} ${what}`,
          `      why    ${message}`,
          ...(allow ? [`      allow  ${ruleText(allow)}`] : []),
          `      asked  ${command}`,
        ]),
      ]

const HEAD = ['NAMESPACE', 'POD', 'READY', 'RESTARTS', 'NODE', 'FINDINGS', 'CODES']

const wideTable = (pods: readonly PodReport[]): string[] => {
  const rows = pods.map(({ pod, report: { name, findings } }) => {
    const running = pod.status?.containerStatuses ?? []
    const restarts = running.reduce((sum, { restartCount = 0 }) => sum + restartCount, 0)
    return [
      pod.metadata.namespace,
      name,
      `${running.filter(({ ready }) => ready).length}/${pod.spec.containers?.length ?? 0}`,
      `${restarts}`,
      pod.spec.nodeName ?? '',
      findings.length === 0 ? 'ok' : `${findings.length}`,
      [...new Set(findings.map(({ code }) => code))].join(','),
    ]
  })
  const [head = '', ...lines] = alignRows([HEAD, ...rows])
  return [pc.bold(head.trimEnd()), ...lines.map(line => line.trimEnd())]
}

const jsonOf = ({ pods, notRead, broken }: ClusterReport) => ({
  pods: pods.map(({ pod, report: { kind, name, findings, fix }, gathered }) => ({
    kind,
    namespace: pod.metadata.namespace,
    name,
    findings: findings.map(finding => ({
      ...finding,
      ...CODES[finding.code],
      isMendable: fix.mended.includes(finding),
    })),
    logs: gathered.logs,
    notRead: gathered.notRead,
  })),
  notRead,
  broken,
})
