/** A plan carried out: staged, looked at, committed, and looked at again. */
import { keptName, type Found } from './found.ts'
import { RepositoryError } from './http.ts'
import { nextVersion, type Plan } from './plan.ts'
import type { Codebase, Repository } from './repository.ts'

/** Gives the version that is published. @throws RepositoryError, after which it can be begun anew. */
export async function apply(repository: Repository, found: Found, plan: Plan): Promise<string> {
  await withdrawLeft(repository, found)
  if (plan.edits.length === 0) return found.codebase.version
  if (!found.exists) await make(repository, found)
  for (const { file, text } of plan.edits) {
    const place = { codebase: found.codebase, file }
    await (text === undefined ? repository.stageRemoval(place) : repository.stage(place, text))
  }
  const staged = await checkStaged(repository, found, plan)
  await repository.commit(staged, nextVersion(staged.version))
  return checkPublished(repository, found, plan)
}

/**
 * Takes back what a run of ours has left pending. What another writer commits between
 * the two is whole: what was kept goes after ours, and its removal before what it gives back.
 */
export async function withdrawLeft(repository: Repository, found: Found): Promise<void> {
  const { codebase, file } = found
  const { editFiles, erasedFiles } = codebase
  const kept = keptName(file)
  for (const name of erasedFiles.includes(kept) ? [kept, file] : [file, kept])
    if (editFiles.includes(name) || erasedFiles.includes(name))
      await repository.withdraw({ codebase, file: name })
}

const make = async (repository: Repository, { codebase }: Found): Promise<void> => {
  const base = codebase.base === undefined ? undefined : await repository.codebase(codebase.base)
  if (!base) throw new RepositoryError(`"${codebase.base}" is gone from ${repository.url}`, true)
  await repository.create(codebase.path, base)
}

/** What is about to be committed is exactly ours, and upon the version that was read. */
const checkStaged = async (repository: Repository, found: Found, plan: Plan): Promise<Codebase> => {
  const { path, version } = found.codebase
  const codebase = await read(repository, path)
  if (codebase.version !== version)
    throw new RepositoryError(
      `"${path}" was ${version} and is ${codebase.version}: ${BETWEEN}`,
      true,
    )
  const pending = [...codebase.editFiles, ...codebase.erasedFiles]
  const foreign = pending.filter(name => !plan.edits.some(({ file }) => file === name))
  if (foreign.length > 0)
    throw new RepositoryError(`"${path}" has ${foreign.join(', ')} pending: ${BETWEEN}`, true)
  for (const { file, text } of plan.edits) {
    const isStaged =
      text === undefined
        ? codebase.erasedFiles.includes(file)
        : codebase.editFiles.includes(file) &&
          (await repository.pending({ codebase, file })) === text
    if (!isStaged) throw new RepositoryError(`"${path}${file}" is not as it was staged`, true)
  }
  return codebase
}

/** Workers get what was to be published. */
const checkPublished = async (
  repository: Repository,
  { codebase: { path }, file }: Found,
  { after }: Plan,
): Promise<string> => {
  if ((await repository.published(path, file)) !== after)
    throw new RepositoryError(`"${path}${file}" is not as it was committed: ${BETWEEN}`, true)
  const { version } = await read(repository, path)
  return version
}

const read = async (repository: Repository, path: string): Promise<Codebase> => {
  const codebase = await repository.codebase(path)
  if (codebase) return codebase
  throw new RepositoryError(`"${path}" is gone from ${repository.url}: ${BETWEEN}`, true)
}

const BETWEEN = 'another writer came between'
