/** What becomes of a codebase when its repo, or another writer, comes between. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import type { Found } from '../../scripts/publish/found.ts'
import { RepositoryError } from '../../scripts/publish/http.ts'
import { planPublish, planRollback } from '../../scripts/publish/plan.ts'
import { publish } from '../../scripts/publish/publish.ts'
import { Repository } from '../../scripts/publish/repository.ts'
import { distFile } from '../../scripts/paths.ts'
import { startCommand } from '../command.ts'
import { suite } from '../suite.ts'
import { RepoServer, type Faults } from './repoServer.ts'

const LIMIT = 60_000
const [FILE, KEPT] = ['/probes.js', '/probes.js.before-pipy-probes']
const OWN = 'the probes of a mesh\n'
const OURS = readFileSync(distFile('probes.js'), 'utf8')

let repos: RepoServer[] = []
const test = suite('publish', LIMIT, async () => {
  await Promise.all(repos.map(repo => repo.stop()))
  repos = []
})

const startRepo = async (files: Readonly<Record<string, string>>): Promise<RepoServer> => {
  const repo = await RepoServer.start({ '/main.js': 'main', '/config.js': 'config', ...files })
  repos.push(repo)
  return repo
}

const run = async (repo: RepoServer, ...options: string[]) => {
  const place = ['--repo', repo.url, '--codebase', 'mesh']
  const command = startCommand(['publish', ...place, '--force', ...options])
  return { code: await command.ended, output: command.output() }
}

/** The same without a process, which the many faults would wait for. */
const attempt = async (repo: RepoServer, isRollback: boolean, timeout = 10_000) => {
  const change = {
    place: { path: '/mesh', file: FILE },
    text: isRollback ? undefined : OURS,
    planFor: (found: Found) =>
      isRollback ? planRollback(found, true) : planPublish(found, OURS, true),
    show: async () => true,
  }
  const done = await publish(new Repository(repo.url, timeout), change).catch(error => {
    if (!(error instanceof RepositoryError)) throw error
    return error.message
  })
  return typeof done === 'string' ? done : 'refused' in done ? done.refused : 'done'
}

/** A repo each, so that the waits are side by side. */
const atEach = async (steps: readonly string[], does: (step: string) => Promise<void>) =>
  void (await Promise.all(steps.map(does)))

/** The two ways, with what stands before each and behind it, and its steps in their order. */
const WAYS = {
  publishing: {
    options: [],
    files: { [FILE]: OWN },
    after: { [FILE]: OURS, [KEPT]: OWN },
    steps: [
      'GET /api/v1/repo/mesh',
      `GET /repo/mesh${FILE}`,
      `POST /api/v1/repo-files/mesh${KEPT}`,
      `POST /api/v1/repo-files/mesh${FILE}`,
      `GET /api/v1/repo-files/mesh${FILE}`,
      'PATCH /api/v1/repo/mesh',
    ],
  },
  'rolling back': {
    options: ['--rollback'],
    files: { [FILE]: OURS, [KEPT]: OWN },
    after: { [FILE]: OWN },
    steps: [
      'GET /api/v1/repo/mesh',
      `GET /repo/mesh${KEPT}`,
      `POST /api/v1/repo-files/mesh${FILE}`,
      `DELETE /api/v1/repo-files/mesh${KEPT}`,
      `GET /api/v1/repo-files/mesh${FILE}`,
      'PATCH /api/v1/repo/mesh',
    ],
  },
} as const

/** What workers get of the two files. */
const publishedBy = ({ codebase: { files } }: RepoServer) =>
  Object.fromEntries([...files].filter(([name]) => name === FILE || name === KEPT))

const SLOW = 'no answer'
type Fault = (response: ServerResponse) => boolean | void

/** What a request is answered with, and what is said of it. */
const FAULTS: Readonly<Record<string, [fault: Fault, says: RegExp]>> = {
  'a 500': [
    response => !!response.writeHead(500).end('no space left'),
    /answered 500 "no space left"\n/,
  ],
  [SLOW]: [() => true, /, asked to [^:]+, took over 2 s\n/],
  'an answer that is cut short': [
    response => {
      response.writeHead(200, { 'content-length': 100 })
      response.write('{"version"', () => response.destroy())
      return true
    },
    /the answer was cut short \(the connection was closed\)\n/,
  ],
  'a redirect': [
    response => !!response.writeHead(302, { location: 'http://elsewhere/' }).end(),
    /redirects to http:\/\/elsewhere\/: give the repo's own address with --repo\n/,
  ],
}

/** What cannot be seen to be ours is not taken back; but it is told of. */
const UNSEEN = `GET /api/v1/repo-files/mesh${FILE}`

for (const [way, { options, files, after, steps }] of Object.entries(WAYS)) {
  const isRollback = options.length > 0
  for (const [what, [fault, says]] of Object.entries(FAULTS)) {
    test(`${way}: ${what} at any step leaves all as it was, and a second try ends right`, () =>
      atEach(steps, async step => {
        const repo = await startRepo(files)
        repo.faults = { before: (name, _, response) => name === step && fault(response) }
        const said = await attempt(repo, isRollback, what === SLOW ? 2000 : undefined)
        assert.match(said, says)
        assert.deepEqual(publishedBy(repo), files, step)
        const isSeen = step !== UNSEEN
        assert.equal(repo.pending.length, isSeen ? 0 : 2, step)
        if (!isSeen) assert.ok(said.includes(`pending there: ${repo.pending.join(', ')}: give`))
        repo.faults = {}
        assert.equal(await attempt(repo, isRollback), 'done', step)
        assert.deepEqual([publishedBy(repo), repo.pending], [after, []], step)
      }))
  }

  test(`${way}: what passes is tried again by itself`, () =>
    atEach(steps, async step => {
      const repo = await startRepo(files)
      const passing: Fault = response => !!response.writeHead(503).end()
      repo.faults = {
        before: (name, count, response) => name === step && count === 1 && passing(response),
      }
      assert.equal(await attempt(repo, isRollback), 'done', step)
      assert.deepEqual([publishedBy(repo), repo.pending], [after, []], step)
    }))

  test(`${way}: a commit that was done and not answered is seen`, async () => {
    const repo = await startRepo(files)
    repo.faults = { after: name => name.startsWith('PATCH /api/v1/repo/') }
    const { code, output } = await run(repo, ...options, '--timeout', '2')
    assert.equal(code, 0, output)
    assert.match(output, /"\/mesh" is published as version 8/)
    assert.deepEqual([publishedBy(repo), repo.pending], [after, []])
  })
}

test('a repo that is down is named, and what was waited for', async () => {
  const repo = await startRepo({ [FILE]: OWN })
  const { url } = repo
  await repo.stop()
  repos = []
  const command = startCommand(['publish', '--repo', url, '--codebase', 'mesh'])
  assert.equal(await command.ended, 1)
  assert.ok(
    command
      .output()
      .startsWith(
        `pipy-probes: ${url}/api/v1/repo/mesh, asked to read "/mesh": no answer came ` +
          '(nothing listens there)\nwhat state "/mesh" is in could not be read',
      ),
    command.output(),
  )
})

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
