/** What a row of the conformance suite says: a script, who talks to it, and what comes of it. */
import type { Socket } from 'node:net'
import type { PipyLine } from '../../build/pipyjs/words.ts'

/**
 * What a client does, in turn: it sends a text, waits until it has received one, ends its side
 * (`'END'`), or resets (`'RESET'`).
 */
export type Step = string | { readonly waitFor: string }

/**
 * A script, and who talks to it. In its texts `{port}` is where the script listens, `{app}` where
 * the application does, `{closed}` where nobody does.
 */
export interface Scene {
  /** What follows the listener that most scripts begin with: filters, and further pipelines. */
  readonly filters?: string
  /** The whole script, where it begins otherwise. */
  readonly script?: string
  /** Other files of the codebase. */
  readonly files?: Readonly<Record<string, string>>
  readonly client?: readonly Step[]
  /** What the application does with a connection; it notes what it gets by itself. */
  readonly app?: (socket: Socket) => void
  /** The same for an application that speaks TLS. */
  readonly secure?: (socket: Socket) => void
  /** The address that the client dials. */
  readonly address?: string
  readonly env?: Readonly<Record<string, string>>
}

/** A line of Pipy, or the embedded host, which follows 1.5 but for what Node cannot. */
export type HostLine = PipyLine | 'embedded'

/** The same on every host, or by its line. */
export type ByVersion<Value> =
  | Value
  | ({ readonly [line in HostLine]?: Value } & { readonly else: Value })

/** What Pipy makes of a scene. */
export interface Seen {
  /** What the client received. */
  readonly received?: ByVersion<string>
  /** How its connection ended: `open` where it does not, `refused` where no script started. */
  readonly ended: ByVersion<'end' | 'reset' | 'open' | 'refused'>
  /** What the application saw: `connected`, the texts, `end`, `reset`. */
  readonly app?: ByVersion<string>
  /** A part of a line that the host printed. */
  readonly log?: ByVersion<string>
}
