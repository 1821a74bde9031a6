/** `npm run bench [name…]`: everything side by side in one run, the ratios first. */
import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { InputError } from '../error.ts'
import { distFile, version } from '../paths.ts'
import { startApp } from './app.ts'
import { benchBuild } from './build.ts'
import { chartOf } from './chart.ts'
import { divideCores } from './cores.ts'
import { benchGrowth } from './growth.ts'
import { machineLines } from './machine.ts'
import { readOptions, type Options } from './options.ts'
import { benchProbe } from './probe.ts'
import { abandonPrograms } from './programs.ts'
import type { Result } from './results.ts'
import { benchRewrite } from './rewrite.ts'
import { benchStart } from './start.ts'
import type { Surroundings } from './subjects.ts'
import { comparisonTable, figureTable, noteLines } from './table.ts'
import { benchWebhook } from './webhook.ts'

type Scenario = (options: Options, surroundings: Surroundings) => Promise<Result>

/** In the order in which they run. */
const SCENARIOS: ReadonlyMap<string, Scenario> = new Map([
  ['probe', benchProbe],
  ['growth', benchGrowth],
  ['start', benchStart],
  ['rewrite', benchRewrite],
  ['webhook', benchWebhook],
  ['build', benchBuild],
])

const HELP = `Usage: npm run bench -- [NAME…] [options]

  probe    a probe's way: probes/s, latency, CPU, memory; beside Pipy's floor, nginx, HAProxy
  growth   1 to 200 declared probes, 10,000 in a row, hanging apps, bodies
  start    from the process's start to the first right answer
  rewrite  1 to 10,000 Pods, and CRDs; beside parse and print with the same library
  webhook  a review's way: reviews/s, latency, CPU, memory; beside a plain server of Node
  build    cold and warm

      --host NAME      a Pipy's version, or embedded; may be repeated (default: all of them)
      --clients LIST   probe: how many do so at once (default 1,16,64)
      --only LIST      probe: these subjects alone, direct,nginx,haproxy,floor,main,probes,mesh,…
      --against DIR    probe: built files of another folder, too, as the subject "against"
      --rounds N       rounds of each, in turn (default 5)
      --seconds S      how long a round of load is (default 1)
      --short          under a minute, on one host, for CI
      --no-build       measure dist/ as it is
      --json           every round as JSON instead of tables
      --svg FILE       a chart of probe
`

const main = async (args: string[]): Promise<void> => {
  const options = await readOptions(args)
  if (options.help) return void process.stdout.write(HELP)
  const chosen = choose(options)
  if (!existsSync('/proc/self/schedstat')) {
    throw new InputError(
      'the bench reads what a program used from /proc/PID/schedstat, which Linux alone has',
    )
  }
  if (options.build)
    execFileSync('npm', ['run', '--silent', 'build'], { stdio: ['ignore', 'ignore', 'inherit'] })
  const cores = divideCores()
  const app = await startApp(cores)
  const surroundings = { app, cores, dist: dirname(distFile('main.js')) }
  const machine = machineLines(cores, options, app.name)
  if (!options.json) for (const line of machine) console.log(line)
  const results: Result[] = []
  for (const run of chosen) {
    const result = await run(options, surroundings)
    results.push(result)
    if (!options.json) printResult(result)
  }
  const rows = results.flatMap(result => result.rows)
  const comparisons = results.flatMap(result => result.comparisons)
  if (options.json)
    console.log(JSON.stringify({ version: version(), machine, rows, comparisons }, null, 1))
  const below = `${machine[0]}; medians of ${options.rounds} rounds, their ends as lines`
  if (options.svg !== undefined) writeFileSync(options.svg, chartOf(rows, below))
}

/** Those that are named; without a name all, but the build where time is short. */
const choose = ({ scenarios, short }: Options): Scenario[] => {
  const unknown = scenarios.find(name => !SCENARIOS.has(name))
  if (unknown !== undefined)
    throw new InputError(`"${unknown}" is none of ${[...SCENARIOS.keys()].join(', ')}`)
  const isChosen = (name: string) =>
    scenarios.length > 0 ? scenarios.includes(name) : !short || name !== 'build'
  return [...SCENARIOS].filter(([name]) => isChosen(name)).map(([, run]) => run)
}

const printResult = ({ rows, comparisons }: Result): void => {
  for (const table of [comparisonTable(comparisons), figureTable(rows)])
    if (table !== '') console.log(`\n${table}`)
  const notes = noteLines(rows)
  if (notes.length > 0) console.log(`\n${notes.join('\n')}`)
}

process.on('exit', abandonPrograms)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130))
try {
  await main(process.argv.slice(2))
  process.exit()
} catch (error) {
  if (!(error instanceof InputError)) throw error
  console.error(error.message)
  process.exit(2)
}
