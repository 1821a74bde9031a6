/** The command as kubectl's plug-in, and its words in a shell. */
import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { distFile } from '../../scripts/paths.ts'
import { assertRefused, newFolder, runCommand } from '../command.ts'
import { startApiServer } from './apiServer.ts'
import { listOf, POD_PATH, PODS_PATH, run, shop, suite, type Result } from './scene.ts'

const server = await startApiServer()
server.cluster.objects[POD_PATH] = shop()
server.cluster.objects[PODS_PATH] = listOf('Pod', shop(), shop('shelf'), shop('till'))
server.cluster.objects['/api/v1/namespaces'] = listOf(
  'Namespace',
  ...['shops', 'shelves'].map(name => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name },
  })),
)

/** As npm lays the package's commands on PATH. */
const bin = newFolder()
const { bin: commands } = JSON.parse(readFileSync('package.json', 'utf8'))
for (const name of ['pipy-probes', 'kubectl-pipy_probes']) {
  assert.equal(commands[name], 'dist/pipy-probes.js')
  const place = join(bin, name)
  symlinkSync(distFile('pipy-probes.js'), `${place}.js`)
  writeFileSync(place, `#!/bin/sh\nexec "${process.execPath}" "${place}.js" "$@"\n`)
  chmodSync(place, 0o755)
}
const COMPLETE = 'kubectl_complete-pipy_probes'
copyFileSync(commands[COMPLETE], join(bin, COMPLETE))

const PATH = `${bin}:${process.env.PATH}`
const runs = (file: string, args: readonly string[]): Promise<Result> =>
  new Promise(resolve => {
    const env = { ...process.env, NODE_V8_COVERAGE: '', ...server.env, PATH }
    const child = execFile(file, args, { env, timeout: 50_000 }, (_error, stdout, stderr) =>
      resolve({ status: child.exitCode ?? -1, stdout, stderr }),
    )
  })

const test = suite('kubectl: plug-in and completion')

test('kubectl pipy-probes is the command, and says so in its help', async () => {
  const dry = await runs('kubectl', ['pipy-probes', 'check', 'pod/shop', '--dry-run'])
  assert.match(dry.stdout, /^kubectl get pod\/shop -o json\n/)
  const help = await runs('kubectl', ['pipy-probes', 'rewrite', '--help'])
  assert.match(
    help.stdout,
    /^Usage: kubectl pipy-probes rewrite .*\n {7}kubectl pipy-probes rewrite TYPE/,
  )
  const refused = await runs('kubectl', ['pipy-probes', 'check', 'pod/nope'])
  assert.match(refused.stderr, /pod\/nope: pods "nope" not found/)
  // Older kubectls have 1 for whatever a plug-in ends with.
  assert.notEqual(refused.status, 0)
})

const minor = (): number => {
  const { stdout } = spawnSync('kubectl', ['version', '--client', '-o', 'json'], {
    encoding: 'utf8',
  })
  return parseInt(JSON.parse(stdout || '{}').clientVersion?.minor ?? '0', 10)
}
if (minor() >= 26)
  test('kubectl completes the plug-in’s words', async () => {
    const { stdout } = await runs('kubectl', ['__complete', 'pipy-probes', 'check', 'pod/sh'])
    assert.deepEqual(stdout.trim().split('\n'), ['pod/shop', 'pod/shelf', ':4'])
  })
else test.skip('not run: kubectl is not here in 1.26 or later (it completes the plug-in’s words)')

const words: Record<string, readonly string[]> = {
  'completion words -- ch': ['check', ':4'],
  'completion words -- rewrite --in': ['--in-place', ':4'],
  'completion words -- check p': ['pod/', ':6'],
  'completion words -- check pod/sh': ['pod/shop', 'pod/shelf', ':4'],
  'completion words -- check -n shops pod/t': ['pod/till', ':4'],
  'completion words -- probe -n sh': ['shops', 'shelves', ':4'],
  'completion words -- probe -f sh': [':0'],
  'completion words -- run po': [':0'],
  'completion words -- completion f': ['fish', ':4'],
  'completion words -- nothing x': [':4'],
}
for (const [line, found] of Object.entries(words)) {
  test(`${line.slice('completion words -- '.length)} is completed`, async () => {
    const { stdout, status } = await run(server, line)
    assert.deepEqual(stdout.trim().split('\n'), found)
    assert.equal(status, 0)
  })
}

test('every option of every command is a word', async () => {
  const { stdout: list } = await run(server, '--help')
  const names = [...list.matchAll(/^ {2}([a-z]+) /gm)].map(([, name = '']) => name)
  assert.ok(names.length > 5)
  for (const name of names) {
    const { stdout: help } = await run(server, `${name} --help`)
    const { stdout } = await run(server, `completion words -- ${name} --`)
    // At the margin are the options' own lines.
    const told = [...help.matchAll(/^ {2}(?: {4}|-\w, )(--[a-z][a-z0-9-]*)/gm)].map(
      ([, option = '']) => option,
    )
    assert.deepEqual(
      told.filter(option => !stdout.split('\n').includes(option)),
      [],
    )
  }
})

test('a cluster that does not answer completes nothing', async () => {
  const away = { env: { ...server.env, KUBECONFIG: '/nonexistent' } }
  const { stdout, stderr, status } = await run(away, 'completion words -- check pod/sh')
  assert.deepEqual([stdout, stderr, status], [':4\n', '', 0])
})

test('bash has the words from the command', async () => {
  const script = `
    compopt() { echo "compopt $1 $2"; }
    source <(pipy-probes completion bash)
    COMP_WORDS=(pipy-probes check pod/sh); COMP_CWORD=2; _pipy_probes; echo "\${COMPREPLY[@]}"
    COMP_WORDS=(pipy-probes check dep); COMP_CWORD=2; _pipy_probes; echo "\${COMPREPLY[@]}"
    COMP_WORDS=(pipy-probes ""); COMP_CWORD=1; _pipy_probes; echo "\${COMPREPLY[0]}"
  `
  const { stdout, stderr } = await runs('bash', ['-c', script])
  assert.equal(stdout, 'pod/shop pod/shelf\ncompopt -o nospace\ndeployment/\nrewrite\n')
  assert.equal(stderr, '')
})

for (const shell of ['zsh', 'fish']) {
  const isHere = spawnSync(shell, ['--version']).status === 0
  if (isHere)
    test(`${shell} understands its script`, async () => {
      const { stdout } = await runs('pipy-probes', ['completion', shell])
      assert.deepEqual(await runs(shell, ['-n', '-c', stdout]), {
        status: 0,
        stdout: '',
        stderr: '',
      })
    })
  else test.skip(`not run: ${shell} is not here (${shell} understands its script)`)
}

test('an unknown shell is refused with those that are known', () =>
  assertRefused(runCommand(['completion', 'tcsh']), /"tcsh" is no shell: bash, zsh, fish/))

test.after(() => server.close())
test.run()
