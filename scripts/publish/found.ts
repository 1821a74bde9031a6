/** What stands in the repo of the file that is to be replaced. */
import { InputError } from '../error.ts'
import { RepositoryError } from './http.ts'
import type { Codebase, Repository } from './repository.ts'

/** What the command is told to change. */
export interface Place {
  /** `/fsm-base` */
  readonly path: string
  /** `/probes.js` */
  readonly file: string
  /** The codebase derives from this one, and is made where it is not there. */
  readonly base?: string | undefined
}

export interface Found {
  readonly codebase: Codebase
  readonly file: string
  /** False for one that is made from its base with the first commit. */
  readonly exists: boolean
  /** The file's text as workers get it; */
  readonly current: string | undefined
  /** whether the codebase has it itself, and not from its base. */
  readonly isOwn: boolean
  /** The base's file, as its workers get it. */
  readonly inherited: string | undefined
  /** What was there before ours. */
  readonly kept: string | undefined
  /** The file's text that is pending. */
  readonly pending: string | undefined
}

/**
 * What was there stays beside the file, in the same codebase: it is committed with
 * ours in one step, goes where the codebase goes, and no script loads it.
 */
export const keptName = (file: string): string => `${file}.before-pipy-probes`

/** @throws InputError for a place that is not there. @throws RepositoryError */
export async function find(repository: Repository, place: Place): Promise<Found> {
  const { path, file, base } = place
  const there = await repository.codebase(path)
  const codebase = there ?? (await toBeMade(repository, place))
  if (base !== undefined && codebase.base !== base)
    throw new InputError(
      `"${path}" is there, and ${codebase.base ? `derives from "${codebase.base}"` : 'has no base'}` +
        `, not "${base}": leave out --base, or give another --codebase`,
    )
  const isOwn = codebase.files.includes(file)
  const hasKept = codebase.files.includes(keptName(file))
  const inherited =
    codebase.base !== undefined && codebase.baseFiles.includes(file)
      ? await repository.published(codebase.base, file)
      : undefined
  return {
    codebase,
    file,
    exists: there !== undefined,
    isOwn,
    inherited,
    current: isOwn ? await repository.published(path, file) : inherited,
    kept: hasKept ? await repository.published(path, keptName(file)) : undefined,
    pending: codebase.editFiles.includes(file)
      ? await repository.pending({ codebase, file })
      : undefined,
  }
}

/** A codebase that is not there yet, as it will be before its first commit. */
const toBeMade = async (repository: Repository, { path, base }: Place): Promise<Codebase> => {
  const paths = await repository.paths()
  if (paths === undefined)
    throw new RepositoryError(
      `${repository.url} is no Pipy repo, or has none: give its admin port`,
      false,
    )
  if (base === undefined)
    throw new InputError(`there is no codebase "${path}" in the repo: ${listOf(paths)}`)
  const around = paths.find(other => path.startsWith(`${other}/`) || other.startsWith(`${path}/`))
  if (around !== undefined)
    throw new InputError(
      `"${path}" cannot be made: one of it and "${around}" would lie in the other`,
    )
  const from = await repository.codebase(base)
  if (!from)
    throw new InputError(`--base: there is no codebase "${base}" in the repo: ${listOf(paths)}`)
  return {
    path,
    base,
    version: from.isNumbered ? '1' : '0',
    isNumbered: from.isNumbered,
    files: [],
    baseFiles: [...new Set([...from.files, ...from.baseFiles])],
    editFiles: [],
    erasedFiles: [],
    derived: [],
  }
}

const MOST = 10

const listOf = (paths: readonly string[]): string => {
  if (paths.length === 0) return 'it has none'
  const more = paths.length > MOST ? ` and ${paths.length - MOST} more` : ''
  return `it has ${paths
    .slice(0, MOST)
    .map(path => `"${path}"`)
    .join(', ')}${more}`
}
