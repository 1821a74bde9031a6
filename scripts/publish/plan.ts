/** What is to be staged, or why it is not: rules alone, which ask no repo. */
import { keptName, type Found } from './found.ts'
import { ownerOf } from './known.ts'

/** A file's new text, undefined for its removal. */
export interface Edit {
  readonly file: string
  readonly text: string | undefined
}

/** Edits in an order in which another writer's commit after any of them does no harm. */
export interface Plan {
  readonly edits: readonly Edit[]
  /** The file's text as workers get it, before and after. */
  readonly before: string | undefined
  readonly after: string | undefined
}

export interface Refusal {
  readonly refused: string
}

/** Puts `text` in the file's place, and keeps what is there where it is not ours. */
export function planPublish(found: Found, text: string, isForced: boolean): Plan | Refusal {
  const { codebase, file, current, isOwn, kept } = found
  const { path, files, baseFiles } = codebase
  const others = othersPending(found, text, isForced)
  if (others) return others
  if (current === text) return { edits: [], before: text, after: text }
  if (!current && !isForced) return refuse(`"${path}" has no ${file}: ${NAME_IT}`)
  if (![...files, ...baseFiles].includes(CONFIG) && !isForced)
    return refuse(`"${path}" has no ${CONFIG}, by which the drop-in has its config: ${FORCE}`)
  const owner = current ? ownerOf(current) : undefined
  if (current && !owner && !isForced) return refuse(`"${path}${file}" is ${UNKNOWN}: ${FORCE}`)
  const keeps = isOwn && current && !owner?.isOurs
  // A kept file that is older than what the base gives now would be gone back to by mistake.
  const isStale = !isOwn && kept !== undefined
  const keeping: Edit[] = keeps ? [{ file: keptName(file), text: current }] : []
  const dropping: Edit[] = isStale ? [{ file: keptName(file), text: undefined }] : []
  return { edits: [...keeping, ...dropping, { file, text }], before: current, after: text }
}

/** Gives back what was there: the text that was kept, or the base's file. */
export function planRollback(found: Found, isForced: boolean): Plan | Refusal {
  const { codebase, file, current, inherited, isOwn, kept } = found
  const { path } = codebase
  const others = othersPending(found, undefined, isForced)
  if (others) return others
  const same = { before: current, after: current }
  const owner = current ? ownerOf(current) : undefined
  const isAsBefore = !owner?.isOurs && (current === kept || owner !== undefined)
  // What is the base's is given back there.
  const isSettled = kept === undefined ? !isOwn || !owner?.isOurs : isAsBefore
  if (isSettled)
    return { ...same, edits: kept === undefined ? [] : [{ file: keptName(file), text: undefined }] }
  if (current && !owner && !isForced) return refuse(`"${path}${file}" is ${UNKNOWN}: ${FORCE}`)
  if (kept !== undefined) {
    const edits = [
      { file, text: kept },
      { file: keptName(file), text: undefined },
    ]
    return { before: current, after: kept, edits }
  }
  if (inherited === undefined && !isForced)
    return refuse(`"${path}" keeps nothing that was there before its ${file}: ${FORCE_REMOVAL}`)
  return { before: current, after: inherited, edits: [{ file, text: undefined }] }
}

/** The version behind `version`: workers take any that is another. */
export function nextVersion(version: string): string {
  const [, head = '', number] = /^(.*?)(\d+)$/.exec(version) ?? []
  return number === undefined ? `${version}.1` : `${head}${BigInt(number) + 1n}`
}

/** Whether what is pending of the file is what a run of ours, that would put `text` there, has left. */
export function isLeft(found: Found, text: string | undefined): boolean {
  const { pending, current, kept, codebase, file } = found
  const isOurs = current !== undefined && ownerOf(current)?.isOurs === true
  if (codebase.erasedFiles.includes(file)) return isOurs
  if (pending === undefined) return true
  return [text, kept, current].includes(pending) || ownerOf(pending)?.isOurs === true
}

/** A commit publishes all that is pending, and so would publish what others are not done with. */
const othersPending = (found: Found, text: string | undefined, isForced: boolean) => {
  const { codebase, file } = found
  const { path, editFiles, erasedFiles } = codebase
  const others = [...editFiles, ...erasedFiles].filter(
    name => name !== file && name !== keptName(file),
  )
  if (others.length > 0)
    return refuse(`"${path}" has edits of another writer pending (${others.join(', ')}): ${WAIT}`)
  return isForced || isLeft(found, text)
    ? undefined
    : refuse(`"${path}" has an edit of ${file} pending that is not ours: ${WAIT}, or ${FORCE}`)
}

const refuse = (refused: string): Refusal => ({ refused })

const CONFIG = '/config.js'
const UNKNOWN = "neither ours nor one that is known as the mesh's own"
const FORCE = 'look at it, and give --force if it is to be replaced'
const FORCE_REMOVAL = "put the mesh's own there by hand, or give --force to remove it"
const NAME_IT = 'name the file that its scripts load with --file, or give --force to add it'
const WAIT = 'wait for its commit, or commit or reset it in the repo'
