/** Which Pipys are found, on PATH and in the cache, and which of them serves. */
import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { cachedFile, cacheFolder } from '../../pipy/cache.ts'
import { findPipys } from '../../pipy/hosts.ts'
import { distFile } from '../../scripts/paths.ts'
import { fileOf, newFolder, startCommand } from '../command.ts'
import { freePort } from '../ports.ts'
import { suite, until } from '../suite.ts'
import { program } from './releases.ts'

const test = suite('pipys')

/** Lines of a shell at a path, as a program. */
const put = (path: string, text: string): string => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  chmodSync(path, 0o755)
  return path
}

/** A folder for PATH, and one for XDG_CACHE_HOME, with programs of these versions. */
const machineWith = (onPath: Record<string, string>, cached: string[], then?: string) => {
  const [path, home] = [newFolder(), newFolder()]
  for (const [name, version] of Object.entries(onPath))
    put(join(path, name), program(then, version))
  const cache = join(home, 'pipy-probes')
  for (const version of cached) put(cachedFile(cache, version), program(then, version))
  return { path, cache, env: { PATH: path, XDG_CACHE_HOME: home } }
}

/** What a command prints there, and how it ends. */
const outcomeOf = async (args: string[], env: Record<string, string>) => {
  const { output, ended } = startCommand(args, env)
  const code = await ended
  return { code, output: output() }
}

test('the cache lies where the system has it, and where XDG_CACHE_HOME says', () => {
  const home = { HOME: process.env.HOME }
  assert.match(cacheFolder(home, 'linux'), /\/\.cache\/pipy-probes$/)
  assert.match(cacheFolder(home, 'darwin'), /\/Library\/Caches\/pipy-probes$/)
  assert.equal(cacheFolder({ XDG_CACHE_HOME: '/c' }, 'darwin'), '/c/pipy-probes')
  assert.match(cacheFolder({ XDG_CACHE_HOME: 'c' }, 'linux'), /\/\.cache\/pipy-probes$/)
})

test('those on PATH come first, then the cache’s, the newest first, and none twice', async () => {
  const { path, cache } = machineWith({ pipy: '1.5.14', 'pipy-0.50.0-25': '0.50.0-25' }, [
    '1.5.9',
    '1.5.14',
    '1.5.10',
  ])
  // What is left of an installation that was killed is none.
  put(join(cache, '.1.5.3-left'), program())
  assert.deepEqual(
    (await findPipys(path, cache)).map(({ name, command: [file] }) => [name, file]),
    [
      ['pipy 1.5.14', join(path, 'pipy')],
      ['pipy 0.50.0-25', join(path, 'pipy-0.50.0-25')],
      ['pipy 1.5.10', cachedFile(cache, '1.5.10')],
      ['pipy 1.5.9', cachedFile(cache, '1.5.9')],
    ],
  )
})

test('the list has each with the files that it runs, as a table and as JSON', async () => {
  const onPath = { pipy: '1.5.14', 'pipy-0.50.0-25': '0.50.0-25', 'pipy-2.0.2': '2.0.2' }
  const { path, cache, env } = machineWith(onPath, ['1.5.14'])
  const { code, output } = await outcomeOf(['pipy', '-o', 'json'], env)
  assert.equal(code, 0, output)
  const found = JSON.parse(output) as { path: string; files: string[] }[]
  const classic = ({ files, ...one }: { files: string[] }) => ({
    ...one,
    files: files.filter(file => !file.startsWith('pipy2/')),
  })
  const every = ['main.js', 'probes.js', 'listeners.js', 'healthcheck.js']
  const since090 = [...every, 'webhook.js']
  assert.deepEqual(found.map(classic), [
    { path: join(path, 'pipy'), version: '1.5.14', from: 'PATH', files: since090 },
    { path: join(path, 'pipy-2.0.2'), version: '2.0.2', from: 'PATH', files: [] },
    { path: join(path, 'pipy-0.50.0-25'), version: '0.50.0-25', from: 'PATH', files: every },
    { path: cachedFile(cache, '1.5.14'), version: '1.5.14', from: 'cache', files: since090 },
  ])
  const table = (await outcomeOf(['pipy'], env)).output.trimEnd().split('\n')
  assert.match(table[0] ?? '', /^PIPY +VERSION +FROM +RUNS$/)
  assert.match(table[3] ?? '', /\/pipy-0\.50\.0-25 +0\.50\.0-25 +PATH +main\.js probes\.js/)
  assert.match(table[4] ?? '', /\/pipy-1\.5\.14\/pipy +1\.5\.14 +cache +main\.js probes\.js/)
})

test('where there is none the list says how to get one, and ends with 1', async () => {
  const { env } = machineWith({}, [])
  const { code, output } = await outcomeOf(['pipy'], env)
  assert.deepEqual(
    [code, output],
    [1, 'There is no pipy on PATH or in the cache: pipy-probes pipy install brings one.\n'],
  )
  assert.deepEqual(await outcomeOf(['pipy', '-o', 'json'], env), { code: 1, output: '[]\n' })
})

/** A config of one probe on a free port. */
const config = async (): Promise<string> => {
  const httpGet = { path: '/x', port: await freePort(), scheme: 'HTTP' }
  const original = { container: 'app', scheme: 'HTTP', port: 14001, path: '/x' }
  return fileOf('one.json', { Spec: { Probes: { LivenessProbes: [{ httpGet, original }] } } })
}

/** Serves as the embedded host does, under a Pipy's name. */
const SERVES = `exec "${process.execPath}" "${distFile('embedded.js')}" "$@"`

test('run serves on a Pipy of the cache where none on PATH runs the file', async () => {
  const { path, env } = machineWith({ pipy: '0.30.0-23' }, ['1.5.14', '0.40.0-1'], SERVES)
  const { child, output, ended } = startCommand(['run', '--config', await config()], env)
  await until('the command to serve', () => output().includes('serving'))
  child.kill('SIGTERM')
  assert.equal(await ended, 0)
  assert.match(output(), /^serving on pipy 1\.5\.14;/m)
  const args = ['run', '--config', await config(), '--pipy', join(path, 'pipy')]
  const { code, output: refusal } = await outcomeOf(args, env)
  assert.equal(code, 2)
  assert.match(refusal, /--pipy ".*\/pipy" is pipy 0\.30\.0-23, which does not run main\.js\n$/)
})

test('webhook wants Pipy 0.90, and says so', async () => {
  const { env } = machineWith({ pipy: '0.50.0-25' }, [])
  const { code, output } = await outcomeOf(['webhook', '--host', 'pipy'], env)
  assert.equal(code, 2)
  assert.match(output, /no pipy on PATH or in the cache that runs webhook\.js: pipy-probes pipy in/)
})

test('a Pipy on PATH by a link is found', async () => {
  const { path, cache } = machineWith({}, ['1.5.14'])
  symlinkSync(cachedFile(cache, '1.5.14'), join(path, 'pipy'))
  assert.deepEqual(
    (await findPipys(path, cache)).map(({ command: [file] }) => file),
    [join(path, 'pipy')],
  )
})

test.run()
