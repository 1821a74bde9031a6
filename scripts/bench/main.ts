/** `npm run bench [name…]`: everything side by side in one run, the ratios first. */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { dirname, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { embeddedAt, findPipys, type Host } from '../../pipy/hosts.ts'
import { InputError } from '../error.ts'
import { distFile } from '../paths.ts'
import { startApp } from './app.ts'
import { benchProbe } from './probe.ts'
import { divideCores, findProgram, type Cores } from './programs.ts'
import type { Comparison, Row } from './results.ts'
import { comparisonTable, figureTable, noteLines } from './table.ts'

const HELP = `npm run bench -- [probe] [options]

  --host NAME      a Pipy by its version, or embedded; may be given several times (default: all)
  --clients LIST   how many probe at once (default 1,16,64)
  --only LIST      these subjects alone: floor,main,nginx,…
  --rounds N       rounds of each (default 5), in turn
  --seconds S      how long a round is (default 1)
  --against DIR    the built files of another folder beside these, as the subject "against"
  --no-build       measure dist/ as it is
  --json FILE      the figures of every round
`

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    allowPositionals: true,
    options: {
      host: { type: 'string', multiple: true }, clients: { type: 'string', default: '1,16,64' }, only: { type: 'string' },
      rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '1' }, against: { type: 'string' },
      'no-build': { type: 'boolean' }, json: { type: 'string' }, help: { type: 'boolean' },
    },
  })
  if (values.help) return void process.stdout.write(HELP)
  if (!values['no-build']) execFileSync('npm', ['run', '--silent', 'build'], { stdio: ['ignore', 'ignore', 'inherit'] })
  const hosts = chooseHosts(values.host)
  const cores = divideCores()
  const app = await startApp(cores)
  for (const line of surroundingsLines(cores, hosts, app.name)) console.log(line)
  const { rows, comparisons } = await benchProbe({
    hosts, clients: values.clients.split(',').map(Number), rounds: Number(values.rounds), seconds: Number(values.seconds),
    only: values.only?.split(','), against: values.against === undefined ? undefined : resolve(values.against),
  }, { app, cores, dist: dirname(distFile('main.js')) })
  report(rows, comparisons)
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ rows, comparisons }, null, 1)}\n`)
}

const chooseHosts = (wanted: readonly string[] | undefined): Host[] => {
  const all = [...findPipys(), embeddedAt(distFile('embedded.js'))]
  if (wanted === undefined) return all
  return wanted.map(name => all.find(host => host.name === name || host.name === `pipy ${name}` || host.name.startsWith(`pipy ${name}.`)
    || host.name.startsWith(`pipy ${name}-`)) ?? refuse(`--host "${name}" is none of ${all.map(host => `"${host.name}"`).join(', ')}`))
}

const refuse = (message: string): never => {
  throw new InputError(message)
}

const surroundingsLines = (cores: Cores, hosts: readonly Host[], app: string): string[] => [
  `${cpus()[0]?.model.trim()}, ${cores.proxy === undefined
    ? 'nothing pinned to a core (it takes two, and taskset): client, application and proxy share what there is'
    : `proxies on core ${cores.proxy}, client and application (${app}) on core ${cores.client}`}`,
  ...['nginx', 'haproxy', 'wrk', 'taskset'].filter(name => !findProgram(name)).map(name =>
    `${name} is not installed, and the run goes on without (Debian: apt-get install ${name === 'taskset' ? 'util-linux' : name})`),
  ...(hosts.some(host => host.isPipy) ? [] : ['no Pipy is measured: there is none on PATH, or another host was chosen']),
]

const report = (rows: readonly Row[], comparisons: readonly Comparison[]): void => {
  console.log(`\n${comparisonTable(comparisons)}\n\n${figureTable(rows)}`)
  for (const line of noteLines(rows)) console.log(line)
}

try {
  await main()
  process.exit()
} catch (error) {
  if (!(error instanceof InputError)) throw error
  console.error(error.message)
  process.exit(2)
}
