/** How far a change of a codebase's file goes: to all that derive from it and have none themselves. */
import type { Codebase, Repository } from './repository.ts'

export interface Reach {
  /** The paths that get the file, */
  readonly reached: readonly string[]
  /** and those that have one of their own. */
  readonly own: readonly string[]
}

/** @throws RepositoryError */
export async function reachOf(
  repository: Repository,
  { derived }: Codebase,
  file: string,
  seen = new Set<string>(),
): Promise<Reach> {
  const [reached, own]: [string[], string[]] = [[], []]
  for (const path of derived) {
    // What derives from itself is none of Pipy's, and would be gone through for ever.
    if (seen.has(path)) continue
    seen.add(path)
    const codebase = await repository.codebase(path)
    if (!codebase) continue
    if (codebase.files.includes(file)) {
      own.push(path)
      continue
    }
    const further = await reachOf(repository, codebase, file, seen)
    reached.push(path, ...further.reached)
    own.push(...further.own)
  }
  return { reached, own }
}
