/**
 * The REST API of a Pipy repo. An edit of a file is pending until its codebase is
 * committed with a new version, which then is what workers get; there is no commit
 * on a condition. Pipy 0.50 has one path for codebases and their files, and numbers
 * for versions; since 0.90 files have a path of their own, and versions are texts.
 */
import { ask, RepositoryError, type Request } from './http.ts'

/** A codebase, as its repo tells of it. */
export interface Codebase {
  readonly path: string
  readonly version: string
  /** Whether its repo is that of Pipy 0.50. */
  readonly isNumbered: boolean
  /** Its own committed files, `/main.js`; */
  readonly files: readonly string[]
  /** those that it has from its base, */
  readonly baseFiles: readonly string[]
  /** and what is pending. */
  readonly editFiles: readonly string[]
  readonly erasedFiles: readonly string[]
  readonly base?: string | undefined
  /** The paths of those that derive from it. */
  readonly derived: readonly string[]
}

/** A file of a codebase. */
export interface FilePlace {
  readonly codebase: Codebase
  readonly file: string
}

export class Repository {
  readonly url: string
  readonly #timeout: number

  /** `url` has no slash at its end; `timeout` is for each answer, in milliseconds. */
  constructor(url: string, timeout: number) {
    this.url = url
    this.#timeout = timeout
  }

  /** The paths of all codebases; undefined where no repo answers. */
  async paths(): Promise<string[] | undefined> {
    const text = await this.#ask('to list its codebases', '/api/v1/repo')
    return text?.split('\n').filter(path => path !== '')
  }

  async codebase(path: string): Promise<Codebase | undefined> {
    const text = await this.#ask(`to read "${path}"`, `/api/v1/repo${path}`)
    return text === undefined ? undefined : codebaseFrom(path, text, this.url)
  }

  /** A file's text as workers get it. */
  published(path: string, file: string): Promise<string | undefined> {
    return this.#ask(`to read "${path}${file}"`, `/repo${path}${file}`)
  }

  /** A file's text with what is pending. */
  pending(place: FilePlace): Promise<string | undefined> {
    return this.#ask(`to read the pending "${nameOf(place)}"`, pathOf(place))
  }

  async stage(place: FilePlace, text: string): Promise<void> {
    await this.#change(`to stage "${nameOf(place)}"`, pathOf(place), 'POST', text)
  }

  async stageRemoval(place: FilePlace): Promise<void> {
    await this.#change(`to stage the removal of "${nameOf(place)}"`, pathOf(place), 'DELETE')
  }

  /** Takes back what is pending of a file. */
  async withdraw(place: FilePlace): Promise<void> {
    await this.#change(`to withdraw the pending "${nameOf(place)}"`, pathOf(place), 'PATCH', '')
  }

  /** Makes a codebase that derives from `base`; workers get it when it is committed. */
  async create(path: string, base: Codebase): Promise<void> {
    const version = base.isNumbered ? 1 : '0'
    const body = JSON.stringify({ version, base: base.path })
    await this.#change(`to create "${path}"`, `/api/v1/repo${path}`, 'POST', body)
  }

  /** Publishes all that is pending in a codebase. */
  async commit({ path, isNumbered }: Codebase, version: string): Promise<void> {
    const body = JSON.stringify({ version: isNumbered ? Number(version) : version })
    const method = isNumbered ? 'POST' : 'PATCH'
    const purpose = `to commit version ${version} of "${path}"`
    await this.#change(purpose, `/api/v1/repo${path}`, method, body)
  }

  #ask(
    purpose: string,
    path: string,
    more: Pick<Request, 'method' | 'body'> = {},
  ): Promise<string | undefined> {
    return ask({ purpose, url: this.url + path, timeout: this.#timeout, ...more })
  }

  async #change(purpose: string, path: string, method: 'POST' | 'PATCH' | 'DELETE', body?: string) {
    const answer = await this.#ask(
      purpose,
      path,
      body === undefined ? { method } : { method, body },
    )
    if (answer === undefined)
      throw new RepositoryError(`${this.url}${path}, asked ${purpose}, answered 404`, true)
  }
}

const pathOf = ({ codebase: { path, isNumbered }, file }: FilePlace): string =>
  `/api/v1/${isNumbered ? 'repo' : 'repo-files'}${path}${file}`

const nameOf = ({ codebase, file }: FilePlace): string => codebase.path + file

const LISTS = ['files', 'baseFiles', 'editFiles', 'erasedFiles', 'derived'] as const

const codebaseFrom = (path: string, text: string, url: string): Codebase => {
  const { version, base, ...lists } = parse(text)
  const isWhole =
    (typeof version === 'number' || typeof version === 'string') &&
    LISTS.every(list => Array.isArray(lists[list]))
  if (!isWhole)
    throw new RepositoryError(
      `${url}, asked to read "${path}", did not answer as a repo does`,
      true,
    )
  const { files, baseFiles, editFiles, erasedFiles, derived } = lists
  const isNumbered = typeof version === 'number'
  const own = { path, version: `${version}`, isNumbered, base }
  return { ...own, files, baseFiles, editFiles, erasedFiles, derived }
}

/** An object's fields; none where the text is no object. */
const parse = (text: string): Record<string, any> => {
  try {
    return { ...JSON.parse(text) }
  } catch {
    return {}
  }
}
