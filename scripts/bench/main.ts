/** `npm run bench [name…]`: everything side by side in one run, the ratios first. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, release } from 'node:os'
import { dirname } from 'node:path'
import { InputError } from '../error.ts'
import { distFile, version } from '../paths.ts'
import { startApp } from './app.ts'
import { benchBuild } from './build.ts'
import { chartOf } from './chart.ts'
import { benchGrowth } from './growth.ts'
import { readOptions, type Options } from './options.ts'
import { benchProbe } from './probe.ts'
import { divideCores, endPrograms, findProgram, type Cores } from './programs.ts'
import type { Result } from './results.ts'
import { benchRewrite } from './rewrite.ts'
import { benchStart } from './start.ts'
import type { Surroundings } from './subjects.ts'
import { comparisonTable, figureTable, noteLines } from './table.ts'

const SCENARIOS: Readonly<
  Record<string, (options: Options, surroundings: Surroundings) => Promise<Result>>
> = {
  probe: benchProbe,
  growth: benchGrowth,
  start: benchStart,
  rewrite: benchRewrite,
  build: benchBuild,
}

const HELP = `Usage: npm run bench -- [NAME…] [options]

  probe    a probe's way: probes/s, latency, CPU, memory; beside Pipy's floor, nginx, HAProxy
  growth   1 to 200 declared probes, 10,000 in a row, hanging apps, bodies
  start    from the process's start to the first right answer
  rewrite  1 to 10,000 Pods, and CRDs; beside parse and print with the same library
  build    cold and warm

      --host NAME      a Pipy's version, or embedded; may be repeated (default: all of them)
      --clients LIST   how many probe at once (default 1,16,64); for probe
      --only LIST      these subjects alone: direct,nginx,haproxy,floor,main,probes,mesh,…; for probe
      --against DIR    built files of another folder beside these, as the subject "against"; for probe
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
  const unknown = options.scenarios.find(name => !(name in SCENARIOS))
  if (unknown !== undefined)
    throw new InputError(`"${unknown}" is none of ${Object.keys(SCENARIOS).join(', ')}`)
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
  for (const [name, run] of Object.entries(SCENARIOS)) {
    if (
      options.scenarios.length > 0
        ? !options.scenarios.includes(name)
        : options.short && name === 'build'
    )
      continue
    const result = await run(options, surroundings)
    results.push(result)
    if (!options.json) report(result)
  }
  const [rows, comparisons] = [
    results.flatMap(result => result.rows),
    results.flatMap(result => result.comparisons),
  ]
  if (options.json)
    console.log(JSON.stringify({ version: version(), machine, rows, comparisons }, null, 1))
  const below = `${machine[0]}; medians of ${options.rounds} rounds, their ends as lines`
  if (options.svg !== undefined) writeFileSync(options.svg, chartOf(rows, below))
}

const machineLines = (cores: Cores, { hosts, rounds, seconds }: Options, app: string): string[] => [
  `${cpus()[0]?.model.trim()}, Linux ${release().split('-')[0]}, ${
    cores.proxy === undefined
      ? 'nothing on a core of its own (that takes two cores, and taskset)'
      : `proxy on one core, client (${findProgram('wrk') ? 'wrk' : 'Node'}) and application (${app}) on another`
  }`,
  `${rounds} rounds of ${seconds} s, in turn; ${hosts.map(host => host.name).join(', ')}`,
  ...['nginx', 'haproxy', 'wrk', 'taskset']
    .filter(name => !findProgram(name))
    .map(
      name =>
        `${name} is not installed, and the run goes on without (on Debian: apt-get install ${name === 'taskset' ? 'util-linux' : name})`,
    ),
  ...(readFileSync('/proc/sys/net/ipv4/tcp_tw_reuse', 'utf8').trim() !== '0'
    ? []
    : [
        'net.ipv4.tcp_tw_reuse is 0, and more than some 400 new connections a second will run out of ports: sysctl net.ipv4.tcp_tw_reuse=2',
      ]),
  ...(hosts.some(host => host.isPipy)
    ? []
    : ['no Pipy is measured: none is on PATH, or another host was chosen']),
]

const report = ({ rows, comparisons }: Result): void => {
  for (const table of [comparisonTable(comparisons), figureTable(rows)])
    if (table !== '') console.log(`\n${table}`)
  const notes = noteLines(rows)
  if (notes.length > 0) console.log(`\n${notes.join('\n')}`)
}

process.on('exit', endPrograms)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130))
try {
  await main(process.argv.slice(2))
  process.exit()
} catch (error) {
  if (!(error instanceof InputError)) throw error
  console.error(error.message)
  process.exit(2)
}
