/** A real Prometheus scrapes the sidecar, and gets an answer to each query of docs/monitoring. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { isDeepStrictEqual } from 'node:util'
import { runHook } from '../../scripts/kubelet/hook.ts'
import { alertQueries, dashboardQueries } from '../../scripts/monitoring/queries.ts'
import { Prometheus, type Series } from '../../scripts/monitoring/prometheus.ts'
import { freePort, freePorts } from '../ports.ts'
import { suite, until } from '../suite.ts'
import { answering, ok, startApp } from './app.ts'
import { ask, get, probe } from './client.ts'
import { entry, hookEntry } from './entries.ts'
import { scrape, watch } from './metrics.ts'
import { cleanUp } from './sidecar.ts'

const running: Prometheus[] = []
const test = suite('monitoring', 90_000, async () => {
  for (const prometheus of running.splice(0)) await prometheus.stop()
  await cleanUp()
})

const isHere = (program: string) => spawnSync(program, ['--version']).status === 0

/** What promtool says of each series of probes, without what it says of Pipy's own. */
const saidOf = (text: string): string[] => {
  const { stdout, stderr, status } = spawnSync('promtool', ['check', 'metrics'], { input: text })
  assert.ok(status === 0 || status === 3, `${stderr}`)
  return `${stdout}${stderr}`.split('\n').filter(line => line.startsWith('pipy_probe_'))
}

/** Each state that something is there to tell, in one Pod. */
const startPod = async () => {
  let asked = 0
  const well = await startApp()
  const flapping = await startApp(socket => {
    asked += 1
    socket.end(asked % 2 === 0 ? ok() : ok('', '503 X'))
  })
  const slow = await startApp(socket => void setTimeout(() => socket.end(ok()), 600))
  const [port = 0, hookPort = 0, closed = 0] = await freePorts(3)
  const of = (container: string, appPort: number) =>
    entry(port, { container, port: appPort }, { path: `/${container}`, timeoutSeconds: 20 })
  const [one, two, three, four] = [
    of('well', well.port),
    of('flapping', flapping.port),
    of('slow', slow.port),
    of('failing', closed),
  ] as const
  const hook = hookEntry(hookPort, { container: 'failing', port: closed })
  const liveness = [one, two, three, four, of('forgotten', well.port)]
  const watched = await watch({ liveness, hooks: [hook] })
  const round = async () => {
    await Promise.all([one, two, three, four].map(each => probe(each)))
    await ask(port, get('/undeclared'))
    const { httpGet } = hook
    await runHook({ ...httpGet, host: '127.0.0.1', port: hookPort }, AbortSignal.timeout(20_000))
  }
  return { ...watched, round }
}

/** The containers that a query's answer is about; `''` for the Pod as a whole. */
const containersIn = (series: readonly Series[]): string[] =>
  [...new Set(series.map(({ metric }) => metric.container ?? ''))].sort()

/** Of whom each alert is to speak. */
const ALERTED: Readonly<Record<string, readonly string[]>> = {
  PipyProbeFailing: ['failing'],
  PipyProbeFlapping: ['flapping'],
  PipyProbeSlow: ['slow'],
  PipyProbeNotAsked: ['forgotten'],
  PipyProbeRefused: [''],
  PipyHookFailed: ['failing'],
}

const notHere = ['prometheus', 'promtool'].filter(program => !isHere(program)).join(' and ')

if (notHere !== '') {
  test.skip(`not run: ${notHere} is missing`)
} else {
  test('promtool has nothing to say of the series but that Pipy writes no help', async () => {
    const [app, port] = [await startApp(answering(ok())), await freePort()]
    const one = entry(port, { container: 'a"b\\c\nd', port: app.port })
    const { adminPort } = await watch({ liveness: [one] })
    await probe(one)
    const text = await scrape(adminPort)
    const names = ['refused_total', 'requests_total', 'seconds_total', 'up']
    assert.deepEqual(
      saidOf(text),
      names.map(name => `pipy_probe_${name} no help text`),
    )
    const help = names.map(name => `# HELP pipy_probe_${name} Probes.\n`).join('')
    assert.deepEqual(saidOf(help + text), [])
  })

  test('each query of the dashboard and of the alerts finds what it is for', async () => {
    const { round, adminPort } = await startPod()
    const prometheus = await Prometheus.start({
      port: await freePort(),
      pods: { bookstore: adminPort },
      interval: '250ms',
    })
    running.push(prometheus)
    await until('the first scrape', async () => {
      const scraped = await prometheus.query('count_over_time(pipy_probe_refused_total[1m]) > 1')
      return scraped.length > 0
    })
    const alerts = alertQueries()
    const about = async (expr: string) => containersIn(await prometheus.query(expr))
    assert.deepEqual(
      alerts.map(({ title }) => title),
      Object.keys(ALERTED),
    )
    for (let rounds = 0; rounds < 3; rounds += 1) await round()
    for (const { title, expr } of alerts) {
      const isTold = async () => isDeepStrictEqual(await about(expr), ALERTED[title])
      await until(title, isTold).catch(() => {})
      assert.deepEqual(await about(expr), ALERTED[title], title)
    }
    const queries = dashboardQueries('1m')
    assert.equal(queries.length, 6)
    for (const { title, expr } of queries) {
      const series = await prometheus.query(expr)
      assert.ok(series.length > 0, `${title}: ${expr}`)
      const values = series.flatMap(one => one.values.map(([, value]) => value))
      assert.ok(values.every(Number.isFinite), `${title}: ${values}`)
    }
    const up = async (value: number) => about(`pipy_probe_up{kind="liveness"} == ${value}`)
    const ups = async () => [await up(1), await up(0)]
    const expected = [
      ['slow', 'well'],
      ['failing', 'flapping'],
    ]
    await until('the last outcomes', async () => isDeepStrictEqual(await ups(), expected)).catch(
      () => {},
    )
    assert.deepEqual(await ups(), expected)
  })
}

test.run()
