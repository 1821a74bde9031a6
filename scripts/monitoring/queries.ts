/** The queries of docs/monitoring: those of the dashboard, and those of the alerts. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

/** A panel's query, or an alert's. */
export interface Query {
  readonly title: string
  readonly expr: string
}

/** The path of a file in docs/monitoring. */
export const monitoringFile = (name: string): string =>
  fileURLToPath(new URL(`../../docs/monitoring/${name}`, import.meta.url))

/** The dashboard's queries of every Pod, over so long a time: `5s`. */
export function dashboardQueries(interval: string): readonly Query[] {
  const { panels } = JSON.parse(readFileSync(monitoringFile('dashboard.json'), 'utf8')) as {
    panels: { title: string; targets: { expr: string }[] }[]
  }
  return panels.flatMap(({ title, targets }) =>
    targets.map(({ expr }) => ({
      title,
      expr: expr
        .replaceAll(/\$(namespace|pod)/g, '.*')
        .replaceAll(/\$__(rate_interval|range)/g, interval),
    })),
  )
}

/** The alerts' expressions. */
export function alertQueries(): readonly Query[] {
  const { groups } = parse(readFileSync(monitoringFile('alerts.yaml'), 'utf8')) as {
    groups: { rules: { alert: string; expr: string }[] }[]
  }
  return groups.flatMap(({ rules }) => rules.map(({ alert, expr }) => ({ title: alert, expr })))
}
