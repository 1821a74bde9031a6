/**
 * `npm run monitoring`: draws docs/monitoring.svg from a real run, in which a Prometheus scrapes a
 * Pipy. It takes the sidecar's own ports, and a minute and a half.
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { embeddedAt, findPipys } from '../../pipy/hosts.ts'
import { distFile } from '../paths.ts'
import { dashboardChart, type Panel } from './chart.ts'
import { Prometheus } from './prometheus.ts'
import { dashboardQueries } from './queries.ts'
import { playScene } from './scene.ts'

const [ADMIN_PORT, PROMETHEUS_PORT] = [16060, 16090]
const PICTURE = fileURLToPath(new URL('../../docs/monitoring.svg', import.meta.url))

/** How a panel of the dashboard is drawn here, by what it is of. */
const kindOf = (title: string): Pick<Panel, 'kind' | 'unit'> => {
  if (title.startsWith('The last outcome')) return { kind: 'states', unit: '' }
  if (title.startsWith('Share')) return { kind: 'shares', unit: '' }
  return { kind: 'lines', unit: title.startsWith('How long') ? ' s' : '' }
}

const host = (await findPipys())[0] ?? embeddedAt(distFile('embedded.js'))
const prometheus = await Prometheus.start({
  port: PROMETHEUS_PORT,
  pods: { bookstore: ADMIN_PORT },
  interval: '1s',
})
try {
  const { start, end } = await playScene(host, ADMIN_PORT)
  const panels = await Promise.all(
    dashboardQueries('5s').map(async ({ title, expr }): Promise<Panel> => {
      const kind = kindOf(title)
      const whole = expr.replaceAll('[5s]', `[${Math.ceil(end - start)}s]`)
      const series =
        kind.kind === 'shares'
          ? await prometheus.query(whole)
          : await prometheus.queryRange(expr, { start, end, step: 1 })
      return { title, ...kind, series }
    }),
  )
  const name = host.isPipy ? `Pipy ${host.version}` : 'the embedded host'
  const below = `${name}, scraped by Prometheus each second; five probes, each twice a second`
  writeFileSync(PICTURE, dashboardChart(panels, { start, end }, below))
  console.log(`${PICTURE} drawn on ${name}`)
} finally {
  await prometheus.stop()
}
process.exit()
