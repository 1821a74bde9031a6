/** `pipy-probes publish`: puts the drop-in into a codebase of a Pipy repo, or takes it out. */
import { readFileSync } from 'node:fs'
import { InputError } from '../error.ts'
import { distFile } from '../paths.ts'
import type { Place } from '../publish/found.ts'
import { RepositoryError } from '../publish/http.ts'
import { planPublish, planRollback } from '../publish/plan.ts'
import { publish as publishChange, type Change } from '../publish/publish.ts'
import { reachOf } from '../publish/reach.ts'
import { Repository } from '../publish/repository.ts'
import type { Command, Options } from './command.ts'
import { changeOf, intentOf, outcomeOf } from './publish/report.ts'

/** Ends with 1 where the repo, or what it holds, is against it. */
export const publish: Command = {
  name: 'publish',
  summary: 'put the drop-in into a mesh’s codebase, or take it out',
  help: `Usage: pipy-probes publish --repo URL --codebase PATH [options]

Puts the drop-in in place of the mesh's own probes.js in a codebase of a Pipy repo,
and commits a new version, which the sidecars take while probes go on. What was
there stays beside it, as FILE.before-pipy-probes, and --rollback gives it back.

      --repo URL       the repo's address: http://HOST:6060, or where kubectl
                       port-forward brings it
      --codebase PATH  the codebase: /fsm-base of FSM, /osm-edge-base of osm-edge, below
                       their repoServer.codebase where that is set
      --base PATH      the codebase derives from this one, and is made where it is
                       not there: to try the drop-in beside the mesh
      --file NAME      the file that is replaced (default probes.js)
      --dry-run        say what would be done, and do nothing
      --rollback       give back what was there before
      --force          also over a file that is neither ours nor known as a mesh's own
      --timeout N      seconds that each answer may take (default 10)

Each sidecar of FSM and osm-edge has a codebase of its own that holds its config and
derives from one base, which holds the scripts. In the base the drop-in reaches all
of them, those of later Pods too; in a sidecar's codebase only that one, until the
mesh makes it anew. The mesh's controller writes its own scripts into the base when
it starts: publish again then, which does nothing where nothing is to be done.

Where another writer has edits pending in the codebase nothing is committed. A repo
that fails half way is left as it was, or told of; the command can be given again.
`,
  options: {
    repo: { type: 'string' },
    codebase: { type: 'string' },
    base: { type: 'string' },
    file: { type: 'string', default: 'probes.js' },
    'dry-run': { type: 'boolean' },
    rollback: { type: 'boolean' },
    force: { type: 'boolean' },
    timeout: { type: 'string', default: '10' },
  },
  async run(options) {
    const repository = new Repository(urlFrom(options.repo), timeoutFrom(options.timeout))
    const said = new Set<string>()
    const change = changeFrom(repository, options, said)
    try {
      const done = await publishChange(repository, change)
      if ('refused' in done) return fail(done.refused)
      console.log(options['dry-run'] ? intentOf(done) : outcomeOf(done, said.size > 0))
      return 0
    } catch (error) {
      if (!(error instanceof RepositoryError)) throw error
      return fail(error.message)
    }
  },
}

const fail = (message: string): number => {
  console.error(`pipy-probes: ${message}`)
  return 1
}

/** An attempt that is begun anew says nothing twice: `said` is what was. */
const changeFrom = (repository: Repository, options: Options, said: Set<string>): Change => {
  const place = placeFrom(options)
  const isForced = options.force === true
  const text = options.rollback ? undefined : readFileSync(distFile('probes.js'), 'utf8')
  return {
    place,
    text,
    planFor: found =>
      text === undefined ? planRollback(found, isForced) : planPublish(found, text, isForced),
    show: async (found, plan) => {
      const reach = await reachOf(repository, found.codebase, place.file)
      const change = changeOf(found, plan, reach)
      if (change !== '' && !said.has(change)) console.log(change)
      if (change !== '') said.add(change)
      return options['dry-run'] !== true
    },
  }
}

const placeFrom = ({ codebase, base, file, rollback }: Options): Place => {
  if (codebase === undefined) throw new InputError('give the codebase with --codebase PATH')
  if (rollback && base !== undefined)
    throw new InputError('--rollback makes no codebase: leave out --base')
  return {
    path: pathFrom('--codebase', codebase),
    base: base === undefined ? undefined : pathFrom('--base', base),
    file: pathFrom('--file', file),
  }
}

/** `/fsm-base`, of `fsm-base` too. */
const pathFrom = (option: string, text: string): string => {
  const path = `/${text}`.replace(/^\/+/, '/').replace(/\/+$/, '')
  const isPath = /^(\/[\w.@:+~-]+)+$/.test(path) && !/\/\.{1,2}(\/|$)/.test(path)
  if (!isPath) throw new InputError(`${option} "${text}" is no path of a repo, such as /fsm-base`)
  return path
}

const urlFrom = (text: string | undefined): string => {
  if (text === undefined) throw new InputError('give the repo with --repo http://HOST:6060')
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isAddress =
    /^https?:$/.test(url?.protocol ?? '') && url?.search === '' && url.hash === '' && !url.username
  if (!url || !isAddress)
    throw new InputError(`--repo "${text}" is no address of a repo, such as http://HOST:6060`)
  return url.href.replace(/\/+$/, '')
}

const timeoutFrom = (text: string): number => {
  const seconds = /^\d{1,3}$/.test(text) ? Number(text) : 0
  if (seconds < 1) throw new InputError(`--timeout "${text}" is no number from 1 to 999`)
  return seconds * 1000
}
