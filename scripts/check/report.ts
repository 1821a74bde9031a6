/** Findings as text for a person. */
import pc from 'picocolors'
import { alignRows } from '../columns.ts'
import { CODES, type Severity } from './codes.ts'
import type { Finding } from './finding.ts'
import { causesOf, isHealthy, type Report } from './pod.ts'

/** A healthy Pod is one line; several Pods are a table first. */
export function reportText(reports: readonly Report[]): string {
  const table = reports.length > 1 ? [...tableOf(reports), ''] : []
  const bodies = reports
    .filter(report => reports.length === 1 || report.findings.length > 0)
    .flatMap(podLines)
  return [...table, ...bodies].join('\n').trimEnd()
}

const podLines = (report: Report): string[] => {
  const title = `${report.kind} "${report.name}"`
  if (report.findings.length === 0) return [`${pc.green('✓')} ${title}: nothing wrong was found`]
  return [
    pc.bold(title),
    ...report.findings.flatMap(finding => findingLines(finding, report)),
    verdictOf(report),
    '',
  ]
}

const findingLines = (finding: Finding, { findings }: Report): string[] => {
  const { severity, step, wrong, mend } = CODES[finding.code]
  const place = [finding.container && `container "${finding.container}"`, finding.field]
    .filter(Boolean)
    .join(', ')
  return [
    `  ${MARKS[severity]} ${pc.bold(finding.code)} (step ${step})`,
    ...lineOf('where', place && whereOf(place, finding)),
    ...lineOf('found', place === '' ? finding.found : ''),
    ...lineOf(severity === 'note' ? 'note' : 'wrong', wrong),
    ...lineOf('shows', finding.shows),
    ...lineOf('cause', causesOf(finding, findings).join(', ')),
    ...lineOf('mend', mend),
  ]
}

/** `… is 15902: 15901 is needed`. */
const whereOf = (place: string, { found, wanted }: Finding): string => {
  if (wanted === '') return found === '' ? place : `${place}: ${found}`
  return `${place}${found === '' ? '' : ` is ${found}`}: ${wanted} is needed`
}

const MARKS: Record<Severity, string> = {
  error: pc.red('✗'),
  warning: pc.yellow('!'),
  note: pc.green('·'),
}

/** No line where there is nothing to say. */
const lineOf = (name: string, words: string): string[] =>
  words === '' ? [] : [`      ${name.padEnd(5)}  ${words}`]

const verdictOf = ({ findings }: Report): string => {
  const number = (severity: Severity) =>
    findings.filter(({ code }) => CODES[code].severity === severity).length
  const counts = [counted(number('error'), 'error'), counted(number('warning'), 'warning')]
  if (number('note') === findings.length) return '  nothing wrong was found'
  return `  ${counts.join(', ')}: begin with ${findings[0]?.code}`
}

const counted = (number: number, word: string): string =>
  `${number} ${word}${number === 1 ? '' : 's'}`

const tableOf = (reports: readonly Report[]): string[] => {
  const rows = reports.map(report => [
    `${report.kind}/${report.name}`,
    isHealthy(report) ? 'ok' : `${report.findings.length}`,
    report.findings[0]?.code ?? '',
  ])
  const [head = '', ...lines] = alignRows([['POD', 'FINDINGS', 'FIRST'], ...rows])
  return [pc.bold(head.trimEnd()), ...lines.map(line => line.trimEnd())]
}
