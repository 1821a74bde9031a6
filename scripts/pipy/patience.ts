/** How long something is waited for, with the words for what it was. */

/** In milliseconds. */
export interface Limits {
  /** For the next thing to come. */
  readonly stall: number
  /** In all. */
  readonly total: number
}

/** Ends what takes its `signal` with an error that names what was waited for last. */
export class Patience {
  readonly #ending = new AbortController()
  readonly #total: NodeJS.Timeout
  readonly #stall: NodeJS.Timeout
  #what = ''

  constructor({ stall, total }: Limits) {
    this.#stall = setTimeout(() => this.#abort(stall, ''), stall)
    this.#total = setTimeout(() => this.#abort(total, ' in all'), total)
  }

  get signal(): AbortSignal {
    return this.#ending.signal
  }

  /** Something has come, and this is next. */
  waitFor(what: string): void {
    this.#what = what
    this.#stall.refresh()
  }

  /** Nothing is waited for any more, and what is still under way ends. */
  end(): void {
    this.#ending.abort()
    clearTimeout(this.#stall)
    clearTimeout(this.#total)
  }

  #abort(limit: number, how: string): void {
    this.#ending.abort(new Error(`waited ${limit / 1000} s${how} for ${this.#what}`))
  }
}
