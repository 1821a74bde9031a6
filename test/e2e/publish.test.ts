/** The drop-in in a mesh that runs: a repo, its base codebase, and a sidecar that derives from it. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { distFile } from '../../scripts/paths.ts'
import { startCommand } from '../command.ts'
import { freePort } from '../ports.ts'
import { suite, until } from '../suite.ts'
import { answering, ok, startApp } from './app.ts'
import { probe } from './client.ts'
import { configWith, entry } from './entries.ts'
import { startRepo, startWorker, stopPipys, type Repo } from './repo.ts'
import { api, cleanUp, host } from './sidecar.ts'

const test = suite('publish', 120_000, async () => {
  await stopPipys()
  await cleanUp()
})

const [BASE, SIDECAR] = ['/mesh-base', '/mesh-sidecar/shop']
const OURS = readFileSync(distFile('probes.js'), 'utf8')
/** A mesh's own, which answers for itself, so that it can be told from ours. */
const OWN = `pipy({})
  .pipeline('liveness')
  .demuxHTTP().to($=>$.replaceMessage(new Message({ status: 200 }, 'mesh')))
`
/** A worker looks every 5 s, and a busy machine takes its time. */
const PATIENCE = 40_000

/** A mesh with one sidecar, whose Pod's app answers `app`. */
const startMesh = async () => {
  const [repo, port] = [await startRepo(), await freePort()]
  const app = await startApp(answering(ok('app')))
  const declared = entry(port, { port: app.port }, { timeoutSeconds: 5 })
  await repo.put(BASE, 7, {
    'main.js': `((config = pipy.solve('config.js')) => pipy({})
      .listen(config.Spec.Probes.LivenessProbes[0].httpGet.port).use('probes.js', 'liveness')
    )()`,
    'config.js': 'JSON.decode(pipy.load("config.json"))',
    'config.json': configWith({}),
    'probes.js': OWN,
  })
  await repo.put(SIDECAR, 50, { 'config.json': configWith({ liveness: [declared] }) }, BASE)
  await startWorker(repo, SIDECAR, port)
  return { repo, declared }
}

const run = async ({ url }: Repo, ...options: string[]) => {
  const command = startCommand(['publish', '--repo', url, ...options])
  return { code: await command.ended, output: command.output() }
}

if (api === 'functional') {
  test.skip('publishing the drop-in (is for codebases in the classic API)')
} else if (host.isPipy) {
  test('a sidecar takes the drop-in from its base under probes, and goes back: none is wrong', async () => {
    const { repo, declared } = await startMesh()
    const answers: string[] = []
    let isProbing = true
    const prober = (async () => {
      while (isProbing) {
        const { result, message } = await probe(declared)
        answers.push(result === 'success' ? message : `${result}: ${message}`)
      }
    })()
    const answer = (by: string) =>
      until(`probes answered by ${by}`, () => answers.at(-1) === by, PATIENCE)
    await answer('mesh')

    const refused = await run(repo, '--codebase', BASE)
    assert.equal(refused.code, 1, refused.output)
    assert.match(refused.output, /"\/mesh-base\/probes\.js" is neither ours nor one that is known/)
    const published = await run(repo, '--codebase', BASE, '--force')
    assert.equal(published.code, 0, published.output)
    assert.match(
      published.output,
      /\nit reaches one codebase that derives from "\/mesh-base": \/mesh-s/,
    )
    assert.match(
      published.output,
      /"\/mesh-base" is published as version 8: \/probes\.js is pipy-probes/,
    )
    await answer('app')
    assert.equal(await repo.published(`${SIDECAR}/probes.js`), OURS)
    assert.equal(await repo.published(`${SIDECAR}/probes.js.before-pipy-probes`), OWN)

    const again = await run(repo, '--codebase', BASE)
    assert.equal(again.code, 0, again.output)
    assert.ok(again.output.endsWith('nothing is to be done\n'), again.output)
    const back = await run(repo, '--codebase', BASE, '--rollback')
    assert.equal(back.code, 0, back.output)
    await answer('mesh')
    isProbing = false
    await prober
    assert.equal(await repo.published(`${SIDECAR}/probes.js`), OWN)
    assert.equal(await repo.published(`${SIDECAR}/probes.js.before-pipy-probes`), undefined)
    const wrong = answers.filter(text => text !== 'mesh' && text !== 'app')
    console.log(
      `${answers.length} probes while it was published and taken back, ${wrong.length} wrong`,
    )
    assert.deepEqual(wrong, [])
  })

  test('a codebase is made beside the mesh, to try it there, and goes back to its base', async () => {
    const { repo, declared } = await startMesh()
    const trial = ['--codebase', '/trial', '--base', SIDECAR, '--force']
    const dry = await run(repo, ...trial, '--dry-run')
    assert.deepEqual([dry.code, await repo.published('/trial/')], [0, undefined], dry.output)
    const made = await run(repo, ...trial)
    assert.equal(made.code, 0, made.output)
    assert.equal(await repo.published('/trial/probes.js'), OURS)
    assert.equal(await repo.published(`${SIDECAR}/probes.js`), OWN)
    assert.equal((await probe(declared)).message, 'mesh')
    const back = await run(repo, '--codebase', '/trial', '--rollback')
    assert.equal(back.code, 0, back.output)
    assert.equal(await repo.published('/trial/probes.js'), OWN)
  })

  test('what is not in the repo is refused as input, with what is there', async () => {
    const repo = await startRepo()
    await repo.put('/one', 2, { 'probes.js': OWN, 'config.js': '' })
    for (const [words, message] of [
      ['--codebase /two', /there is no codebase "\/two" in the repo: it has "\/one"/],
      ['--codebase /two --base /three', /--base: there is no codebase "\/three" in the repo/],
      ['--codebase /one --base /one', /"\/one" is there, and has no base, not "\/one"/],
      ['--codebase /one/in --base /one', /"\/one\/in" cannot be made: .* would lie in the other/],
    ] as const) {
      const { code, output } = await run(repo, ...words.split(' '))
      assert.deepEqual([code, message.test(output)], [2, true], output)
    }
  })
} else {
  test.skip('publishing into a codebase (needs a repo, which Pipy alone is)')
}

test.run()
