/** The command as a user types it, and files to give to it. */
import assert from 'node:assert/strict'
import { spawn, spawnSync, type ChildProcess, type SpawnSyncReturns } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { distFile } from '../scripts/paths.ts'
import { emptyCache } from './cache.ts'

const COMMAND = distFile('pipy-probes.js')
/** Coverage is for the tests of `src/`, and would slow a process a case. */
const ENV = {
  ...process.env,
  NO_COLOR: '1',
  NODE_V8_COVERAGE: '',
  XDG_CACHE_HOME: emptyCache,
}

/** What came of a command that has ended. */
export type Ended = SpawnSyncReturns<string>

/** Runs the command to its end, within 20 s. */
export const runCommand = (args: readonly string[], input: string | Buffer = ''): Ended =>
  spawnSync(process.execPath, [COMMAND, ...args], {
    input,
    encoding: 'utf8',
    timeout: 20_000,
    env: ENV,
  })

/** A command that runs beside the test. */
export interface Running {
  readonly child: ChildProcess
  /** What it has printed so far, errors and all. */
  output(): string
  readonly ended: Promise<number | null>
}

/** Starts the command beside this process, whose apps may have to answer it. */
export function startCommand(args: readonly string[], env: Record<string, string> = {}): Running {
  const child = spawn(process.execPath, [COMMAND, ...args], { env: { ...ENV, ...env } })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', text => void (output += text))
  const ended = new Promise<number | null>(resolve => child.once('close', resolve))
  return { child, output: () => output, ended }
}

/** Where a program is; undefined where it is not on PATH. */
export const programAt = (name: string): string | undefined =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map(folder => join(folder, name))
    .find(existsSync)

const folders: string[] = []
process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A folder of a test file's own, which goes with it. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pipy-probes-test-'))
  folders.push(folder)
  return folder
}

const shared = newFolder()
/** Writes a file for a command, an object as JSON, and gives its path. */
export function fileOf(name: string, content: string | Buffer | object): string {
  const isText = typeof content === 'string' || Buffer.isBuffer(content)
  writeFileSync(join(shared, name), isText ? content : JSON.stringify(content))
  return join(shared, name)
}

/** Bad input: exit code 2, the error alone and without a stack, and nothing else printed. */
export function assertRefused(
  { status, stdout, stderr }: Pick<Ended, 'status' | 'stdout' | 'stderr'>,
  message: RegExp,
): void {
  assert.equal(status, 2, stderr)
  assert.match(stderr, message)
  assert.doesNotMatch(stderr, /\n\s+at /)
  assert.equal(stdout, '')
}
