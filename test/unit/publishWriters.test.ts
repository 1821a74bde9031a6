/** What becomes of a codebase when another writer comes between, or a run of ours was ended. */
import assert from 'node:assert/strict'
import { suite } from '../suite.ts'
import { FILE, KEPT, OURS, OWN, publishedBy, run, startRepo, stopRepos } from './publishing.ts'
import type { Faults } from './repoServer.ts'

const test = suite('publish: writers', 60_000, stopRepos)

/** Once the file is staged, before the command looks again. */
const between = (does: () => void, times = Infinity): Faults => {
  let count = 0
  return {
    after: name => {
      if (name !== `POST /api/v1/repo-files/mesh${FILE}` || count >= times) return
      count += 1
      does()
    },
  }
}

test('another writer’s commit between is what ours comes upon', async () => {
  const repo = await startRepo({ [FILE]: OWN })
  repo.faults = between(() => {
    repo.codebase.edits.set('/config.js', 'newer')
    repo.commit('20')
  }, 1)
  const { code, output } = await run(repo)
  assert.equal(code, 0, output)
  assert.deepEqual(publishedBy(repo), { [FILE]: OURS, [KEPT]: OWN })
  assert.equal(repo.codebase.files.get('/config.js'), 'newer')
})

test('another writer’s new file of the mesh’s between is kept in place of the older', async () => {
  const repo = await startRepo({ [FILE]: OWN })
  repo.faults = between(() => {
    repo.codebase.edits.set(FILE, 'newer\n')
    repo.commit('20')
  }, 1)
  const { code, output } = await run(repo)
  assert.equal(code, 0, output)
  assert.deepEqual(publishedBy(repo), { [FILE]: OURS, [KEPT]: 'newer\n' })
  assert.equal(repo.codebase.version, '21')
})

test('another writer’s edits that stay pending are not published, and ours are withdrawn', async () => {
  const repo = await startRepo({ [FILE]: OWN })
  repo.faults = between(() => void repo.codebase.edits.set('/config.js', 'half done'))
  const { code, output } = await run(repo)
  assert.equal(code, 1)
  assert.match(output, /"\/mesh" has edits of another writer pending \(\/config\.js\): wait for/)
  assert.deepEqual([publishedBy(repo), repo.pending], [{ [FILE]: OWN }, ['/config.js']])
  repo.faults = {}
  repo.commit('8')
  assert.equal((await run(repo)).code, 0)
  assert.deepEqual(publishedBy(repo), { [FILE]: OURS, [KEPT]: OWN })
  assert.equal(repo.codebase.version, '9')
})

test('a text that arrived cut is not committed', async () => {
  const repo = await startRepo({ [FILE]: OWN })
  repo.faults = between(() => void repo.codebase.edits.set(FILE, OURS.slice(0, 100)))
  const { code, output } = await run(repo)
  assert.equal(code, 1)
  assert.match(
    output,
    /"\/mesh\/probes\.js" is not as it was staged\n"\/mesh" is at version 7, noth/,
  )
  assert.deepEqual([publishedBy(repo), repo.pending], [{ [FILE]: OWN }, []])
  repo.faults = {}
  assert.equal((await run(repo)).code, 0)
})

test('what an ended run has left is taken up by the next, or taken back by --rollback', async () => {
  for (const options of [[], ['--rollback']]) {
    const repo = await startRepo({ [FILE]: OWN })
    repo.codebase.edits.set(KEPT, OWN).set(FILE, OURS)
    const { code, output } = await run(repo, ...options)
    assert.equal(code, 0, output)
    const after = options.length === 0 ? { [FILE]: OURS, [KEPT]: OWN } : { [FILE]: OWN }
    assert.deepEqual([publishedBy(repo), repo.pending], [after, []])
  }
})

test('a dry run changes nothing, and shows the diff', async () => {
  const repo = await startRepo({ [FILE]: OWN })
  const { code, output } = await run(repo, '--dry-run')
  assert.equal(code, 0, output)
  assert.match(output, /^--- \/mesh\/probes\.js\tversion 7, of unknown origin\n/)
  assert.match(output, /\n\+\+\+ \/mesh\/probes\.js\tversion 8, pipy-probes \d\S+\n/)
  assert.match(output, /\n-the probes of a mesh\n/)
  assert.match(output, /would be published as version 8: .*; nothing was changed\n$/)
  assert.equal(
    repo.requests.every(name => name.startsWith('GET ')),
    true,
  )
})

test.run()
