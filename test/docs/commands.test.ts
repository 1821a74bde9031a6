/** Every command that a page shows is run, and prints what the page says, or is listed with the reason. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { distFile } from '../../scripts/paths.ts'
import { answering, ok, startApp, stopApps } from '../e2e/app.ts'
import { programAt } from '../command.ts'
import { freePort } from '../ports.ts'
import { suite } from '../suite.ts'
import { archiveOf, entry, program, serveArchive, stopServing } from '../unit/releases.ts'
import { RepoServer } from '../unit/repoServer.ts'
import { comparable, LISTED } from './listed.ts'
import { commandsOf, PAGES, textOf, type Shown } from './page.ts'
import { Terminal, type Ended } from './terminal.ts'

const test = suite('docs: commands', 240_000)

/** The other READMEs have tests of their own; the Japanese one shows what README.md shows. */
const SHOWING = PAGES.filter(page => !page.endsWith('/README.md') && page !== 'README.ja.md')
const shown = SHOWING.flatMap(page => commandsOf(textOf(page)).map(one => ({ page, ...one })))
const found = new Map<Shown, Ended>()

/** A mesh's base codebase, with an older drop-in of ours that may be replaced. */
const startRepo = () => {
  const ours = readFileSync(distFile('probes.js'), 'utf8')
  const files = { main: '/main.js', config: '/config.js', kept: '/probes.js.before-pipy-probes' }
  const scripts = Object.fromEntries(Object.values(files).map(name => [name, 'the mesh’s own\n']))
  return RepoServer.start({ ...scripts, '/probes.js': `${ours}// older\n` }, '/fsm-base')
}

/** Only one page at a time serves: the guide's ports are the same for all. */
let serving: Promise<unknown> = Promise.resolve()

const runPage = async (page: string, env: Record<string, string>): Promise<void> => {
  const repo = await startRepo()
  const terminal = new Terminal(env, { 'http://localhost:6060': repo.url })
  const run = async () => {
    for (const one of shown.filter(({ page: its }) => its === page)) {
      const { instead, serves, isOmitted } = LISTED[one.command] ?? {}
      const command = instead ?? one.command
      if (!isOmitted)
        found.set(one, await (serves ? terminal.serve(command, serves) : terminal.run(command)))
    }
    await terminal.interrupt()
    await repo.stop()
  }
  const isServing = shown.some(one => one.page === page && LISTED[one.command]?.serves)
  if (!isServing) return run()
  const before = serving
  serving = before.then(run)
  await serving
}

test('all commands are run', async () => {
  const app = await startApp(answering(ok()))
  const RELEASES = await serveArchive(await archiveOf(entry(program())))
  const env = {
    RELEASES,
    PORT_MAP: `8080=${app.port},5432=${app.port}`,
    FREE_PORT: `${await freePort()}`,
  }
  await Promise.all(SHOWING.map(page => runPage(page, env)))
  await stopServing()
  await stopApps()
})

for (const one of shown) {
  const { page, command, output } = one
  const listed = LISTED[command]
  if (listed?.isOmitted) continue
  const name = `${page}: ${command}`
  if (command.startsWith('curl ') && !programAt('curl')) {
    test.skip(`${name} (not run: curl is missing)`)
    continue
  }
  test(name, () => {
    const ended = found.get(one)
    assert.ok(ended, 'it was not run')
    if (output !== '') assert.equal(comparable(ended.output), comparable(output))
    // A verdict that is shown may be a negative one.
    const codes = output === '' ? [0] : [0, 1]
    assert.ok(codes.includes(ended.code ?? -1), `exit code ${ended.code}\n${ended.output}`)
  })
}

test('what is listed as not run as it is shown is shown', () => {
  const commands = shown.map(({ command }) => command)
  assert.deepEqual(
    Object.keys(LISTED).filter(command => !commands.includes(command)),
    [],
  )
})

test.run()
