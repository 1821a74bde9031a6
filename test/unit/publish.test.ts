/** What becomes of a codebase when its repo fails at one step, or another. */
import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import type { Found } from '../../scripts/publish/found.ts'
import { RepositoryError } from '../../scripts/publish/http.ts'
import { planPublish, planRollback } from '../../scripts/publish/plan.ts'
import { publish } from '../../scripts/publish/publish.ts'
import { Repository } from '../../scripts/publish/repository.ts'
import { startCommand } from '../command.ts'
import { suite } from '../suite.ts'
import { FILE, KEPT, OURS, OWN, publishedBy, run, startRepo, stopRepos } from './publishing.ts'
import type { RepoServer } from './repoServer.ts'

const LIMIT = 60_000
const test = suite('publish', LIMIT, stopRepos)

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
  await stopRepos()
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

test.run()
