/**
 * A change of one file in a repo, begun anew where something passing came between:
 * each attempt reads what is there, so that none needs to know how far another came.
 */
import { apply, withdrawLeft } from './apply.ts'
import { find, type Found, type Place } from './found.ts'
import { RepositoryError } from './http.ts'
import { isLeft, type Plan, type Refusal } from './plan.ts'
import type { Repository } from './repository.ts'

export interface Change {
  readonly place: Place
  /** What the file gets; undefined where it is given back. */
  readonly text: string | undefined
  readonly planFor: (found: Found) => Plan | Refusal
  /** Sees what is about to be done; `false` leaves it undone. */
  readonly show: (found: Found, plan: Plan) => Promise<boolean>
}

export interface Done {
  /** What is published now. */
  readonly version: string
  readonly found: Found
  readonly plan: Plan
}

const ATTEMPTS = 3
/** In milliseconds. */
const PAUSE = 500

/** @throws RepositoryError that says in what state the repo is left, InputError */
export async function publish(repository: Repository, change: Change): Promise<Done | Refusal> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptOnce(repository, change, attempt > 1)
    } catch (error) {
      if (!(error instanceof RepositoryError)) throw error
      if (!error.isPassing || attempt === ATTEMPTS) return settle(repository, change, error)
      await new Promise(resolve => setTimeout(resolve, PAUSE))
    }
  }
}

const attemptOnce = async (
  repository: Repository,
  { place, text, planFor, show }: Change,
  isRetry: boolean,
): Promise<Done | Refusal> => {
  const found = await find(repository, place)
  const plan = planFor(found)
  if ('refused' in plan) {
    if (isRetry && isLeft(found, text)) await withdrawLeft(repository, found)
    return plan
  }
  const isWanted = await show(found, plan)
  const version = isWanted ? await apply(repository, found, plan) : found.codebase.version
  return { version, found, plan }
}

/** After a fault: it may have been done all the same; else what was staged is taken back. */
const settle = async (
  repository: Repository,
  { place, text, planFor }: Change,
  error: RepositoryError,
): Promise<Done> => {
  try {
    const found = await find(repository, place)
    const plan = planFor(found)
    if (isLeft(found, text)) await withdrawLeft(repository, found)
    if ('edits' in plan && plan.edits.length === 0)
      return { version: found.codebase.version, found, plan }
  } catch (other) {
    if (!(other instanceof RepositoryError)) throw other
  }
  const state = await stateOf(repository, place)
  throw new RepositoryError(`${error.message}\n${state}: ${AGAIN}`, false)
}

const stateOf = async (repository: Repository, { path }: Place): Promise<string> => {
  try {
    const codebase = await repository.codebase(path)
    if (!codebase) return `"${path}" is not there`
    const pending = [...codebase.editFiles, ...codebase.erasedFiles].join(', ')
    const says = pending === '' ? 'nothing is pending' : `what is pending there: ${pending}`
    return `"${path}" is at version ${codebase.version}, ${says}`
  } catch (error) {
    if (!(error instanceof RepositoryError)) throw error
    return `what state "${path}" is in could not be read`
  }
}

const AGAIN = 'give the command again, it begins with what it finds'
