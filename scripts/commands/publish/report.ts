/** What `pipy-probes publish` says. */
import { keptName, type Found } from '../../publish/found.ts'
import { ownerOf } from '../../publish/known.ts'
import { nextVersion, type Edit, type Plan } from '../../publish/plan.ts'
import type { Done } from '../../publish/publish.ts'
import type { Reach } from '../../publish/reach.ts'
import { unifiedDiff } from '../rewrite/diff.ts'

/** The file before and after, and how far it goes; `''` where nothing changes. */
export function changeOf({ codebase, file }: Found, { before, after, edits }: Plan, reach: Reach) {
  if (edits.length === 0) return ''
  const { path, version, base } = codebase
  const side = (at: string, text: string | undefined) =>
    [path + file, text ?? '', `version ${at}, ${ownerName(text)}`] as const
  const diff = unifiedDiff(side(version, before), side(nextVersion(version), after))
  const { reached, own } = reach
  const lines = [
    reached.length > 0 ? `it reaches ${count(reached)} "${path}": ${some(reached)}` : '',
    own.length > 0 ? `it does not reach ${some(own)}, with a ${file} of its own` : '',
    base === undefined ? '' : `"${path}" derives from "${base}": it alone is changed`,
  ]
  const change = before === after ? `${path}${keptName(file)} is removed` : diff.trimEnd()
  return [change, ...lines].filter(line => line !== '').join('\n')
}

/** What came of it; `isChanged` also where an earlier attempt turns out to have done it. */
export function outcomeOf(done: Done, isChanged: boolean): string {
  const { found, plan, version } = done
  const { codebase, file } = found
  if (!isChanged) return nothingOf(done)
  const isKept = found.kept !== undefined || plan.edits.some(edit => isKeeping(edit, file))
  const kept = isKept && plan.after !== found.kept ? `; ${KEPT} ${keptName(file)}` : ''
  return `"${codebase.path}" is published as version ${version}: ${isOf(done)}${kept}`
}

/** What would come of it. */
export function intentOf(done: Done): string {
  const { path, version } = done.found.codebase
  return done.plan.edits.length === 0
    ? nothingOf(done)
    : `"${path}" would be published as version ${nextVersion(version)}: ${isOf(done)}; ${UNCHANGED}`
}

const nothingOf = (done: Done): string =>
  `"${done.found.codebase.path}" is at version ${done.version}, where ${isOf(done)}: ${NOTHING}`

const isOf = ({ found, plan }: Done): string => {
  const { codebase, file, isOwn } = found
  const isFromBase = !isOwn && plan.edits.length === 0 && codebase.base !== undefined
  return `${file} is ${ownerName(plan.after)}${isFromBase ? `, from "${codebase.base}"` : ''}`
}

const isKeeping = ({ file, text }: Edit, replaced: string): boolean =>
  file === keptName(replaced) && text !== undefined

const KEPT = 'what was there stays as'
const UNCHANGED = 'nothing was changed'
const NOTHING = 'nothing is to be done'

const ownerName = (text: string | undefined): string =>
  text === undefined ? 'not there' : (ownerOf(text)?.name ?? 'of unknown origin')

const MOST = 5

const some = (paths: readonly string[]): string =>
  paths.slice(0, MOST).join(', ') + (paths.length > MOST ? ` and ${paths.length - MOST} more` : '')

const count = ({ length }: readonly string[]): string =>
  length === 1 ? 'one codebase that derives from' : `${length} codebases that derive from`
