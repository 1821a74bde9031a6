/** A repo with a mesh's codebase, and the command that publishes into it. */
import { readFileSync } from 'node:fs'
import { distFile } from '../../scripts/paths.ts'
import { startCommand } from '../command.ts'
import { RepoServer } from './repoServer.ts'

export const FILE = '/probes.js'
export const KEPT = '/probes.js.before-pipy-probes'
export const OWN = 'the probes of a mesh\n'
export const OURS = readFileSync(distFile('probes.js'), 'utf8')

const repos = new Set<RepoServer>()

/** A repo whose `/mesh` has these files beside its scripts. */
export async function startRepo(files: Readonly<Record<string, string>>): Promise<RepoServer> {
  const repo = await RepoServer.start({ '/main.js': 'main', '/config.js': 'config', ...files })
  repos.add(repo)
  return repo
}

/** Stops those that a test has started. */
export async function stopRepos(): Promise<void> {
  await Promise.all([...repos].map(repo => repo.stop()))
  repos.clear()
}

/** Publishes into `/mesh`, whose own file nobody knows. */
export async function run(repo: RepoServer, ...options: string[]) {
  const place = ['--repo', repo.url, '--codebase', 'mesh']
  const command = startCommand(['publish', ...place, '--force', ...options])
  return { code: await command.ended, output: command.output() }
}

/** What workers get of the two files. */
export const publishedBy = ({ codebase: { files } }: RepoServer) =>
  Object.fromEntries([...files].filter(([name]) => name === FILE || name === KEPT))
