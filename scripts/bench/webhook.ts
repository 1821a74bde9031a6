/** A review's way: the webhook on its hosts, beside the least that Node needs for the same. */
import { InputError } from '../error.ts'
import type { Options } from './options.ts'
import { compareToFirst, type Figures, type Measure, type Result, type Row } from './results.ts'
import { runReviews, type ReviewLoad } from './reviewer.ts'
import { reviewText, type Pods } from './reviews.ts'
import { alternate, newRow, type Task } from './rounds.ts'
import type { Surroundings } from './subjects.ts'
import { cpuOf, memoryOf } from './usage.ts'
import { PLAIN, webhookSubjects, type Webhook, type WebhookSubject } from './webhooks.ts'

const MEASURES: readonly Measure[] = [
  { name: 'CPU ÷', figure: 'CPU µs', by: 'ratio' },
  { name: 'reviews/s ÷', figure: 'reviews/s', by: 'ratio' },
  { name: 'p50 − ms', figure: 'p50 ms', by: 'difference' },
  { name: 'p99 − ms', figure: 'p99 ms', by: 'difference' },
]
const PODS: readonly Pods[] = ['of one Deployment', 'ever new']
const CONNECTIONS = [1, 16]
const IN_A_ROW = 20_000
/** Of its core; a client that is busier has no time to spare. */
const BUSIEST = 0.9

interface Started {
  readonly subject: WebhookSubject
  readonly webhook: Webhook
}

/** Starts all of them, and measures them in turn; memory comes last, over many reviews. */
export async function benchWebhook(options: Options, surroundings: Surroundings): Promise<Result> {
  const { rounds, seconds, short } = options
  const { running, failed } = await startAll(await webhookSubjects(options.hosts, surroundings))
  const loads = (short ? PODS.slice(0, 1) : PODS).flatMap(pods =>
    (short ? CONNECTIONS.slice(1) : CONNECTIONS).map(clients => ({ pods, clients })),
  )
  const tasks = loads.flatMap(({ pods, clients }) => {
    const setting = `Pods ${pods}, ${clients} connection${clients === 1 ? '' : 's'}`
    const load = { texts: [reviewText(pods)], clients, seconds }
    return tasksOf(running, setting, (webhook, row) => measure(webhook, load, row))
  })
  await alternate(tasks, rounds)
  const total = short ? IN_A_ROW / 10 : IN_A_ROW
  const pipys = running.filter(({ subject }) => subject.isPipy)
  const lasting = tasksOf(
    pipys,
    `${total.toLocaleString('en')} reviews, Deployments of ten Pods each`,
    webhook => memoryOver(webhook, total),
  )
  await alternate(lasting, 1)
  for (const { webhook } of running) await webhook.program.stop()
  const rows = tasks.map(({ row }) => row)
  return {
    rows: [...rows, ...lasting.map(({ row }) => row), ...failed],
    comparisons: compareToFirst(rows, MEASURES, ({ setting }) => setting).filter(
      ({ base }) => base === PLAIN,
    ),
  }
}

const startAll = async (
  subjects: readonly WebhookSubject[],
): Promise<{ running: Started[]; failed: Row[] }> => {
  const [running, failed]: [Started[], Row[]] = [[], []]
  for (const subject of subjects) {
    try {
      running.push({ subject, webhook: await subject.start() })
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      failed.push({ ...newRow('webhook', '', subject.host, subject.name), notes: [error.message] })
    }
  }
  return { running, failed }
}

const tasksOf = (
  running: readonly Started[],
  setting: string,
  run: (webhook: Webhook, row: Row) => Promise<Figures>,
): Task[] =>
  running.map(({ subject, webhook }) => {
    const row = newRow('webhook', setting, subject.host, subject.name)
    return { row, run: () => run(webhook, row) }
  })

const measure = async (
  { port, program }: Webhook,
  load: Omit<ReviewLoad, 'port'>,
  row: Row,
): Promise<Figures> => {
  const before = cpuOf(program.pid)
  const { probes, seconds, p50, p99, wrong, busy } = await runReviews({ port, ...load })
  if (probes <= wrong) throw new InputError(`no review is answered rightly: ${program.lastWords()}`)
  const note = 'the client had no time to spare: more may be possible'
  if (busy > BUSIEST && !row.notes.includes(note)) row.notes.push(note)
  return {
    'reviews/s': probes / seconds,
    'p50 ms': p50,
    'p99 ms': p99,
    'CPU µs': (cpuOf(program.pid) - before) / probes,
    'RSS MiB': memoryOf(program.pid),
    'client %': busy * 100,
    wrong,
  }
}

/** The first half fills pools and heaps; from then on nothing is to grow. */
const memoryOver = async ({ port, program }: Webhook, total: number): Promise<Figures> => {
  const known = Array.from({ length: 9 }, () => reviewText('of one Deployment'))
  const texts = [reviewText('ever new'), ...known]
  const half = { port, texts, clients: 16, seconds: 0, count: total / 2 }
  const before = memoryOf(program.pid)
  const first = await runReviews(half)
  const middle = memoryOf(program.pid)
  const second = await runReviews(half)
  return {
    'RSS MiB before': before,
    'after half': middle,
    'after all': memoryOf(program.pid),
    wrong: first.wrong + second.wrong,
  }
}
