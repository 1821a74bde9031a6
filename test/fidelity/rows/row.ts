/** A row: a probe as a user writes it, and what the application does. */
import type { Header } from '../../../src/config/types.ts'
import { answering, ok, type Behaviour } from '../../e2e/app.ts'

export interface Row {
  readonly group: string
  readonly name: string
  readonly path?: string
  readonly httpHeaders?: readonly Header[]
  /** `TCP` is a tcpSocket probe. */
  readonly scheme?: 'HTTP' | 'HTTPS' | 'TCP'
  /** Protocols that the app's TLS offers; `expired` has a certificate from the past. */
  readonly tls?: readonly ('h2' | 'http/1.1')[]
  readonly expired?: boolean
  /** The sidecar asks over TLS, instead of passing it through. */
  readonly terminated?: boolean
  /** `none`: nothing listens; HTTP/2 alone, or beside HTTP/1.1. */
  readonly app: Behaviour | 'none' | 'HTTP/2' | 'HTTP/2 and 1.1'
  /** How often it is probed, where the app changes its mind. */
  readonly times?: number
  /** Why the verdict cannot be the same through Pipy; a row without it must have none. */
  readonly forced?: string
}

/** The rows of a group by their names; where the app alone is said, it is all there is to say. */
export const rowsOf = (
  group: string,
  rows: Readonly<Record<string, Omit<Row, 'group' | 'name'> | Row['app']>>,
): Row[] =>
  Object.entries(rows).map(([name, row]) => ({
    group,
    name,
    ...(typeof row === 'object' ? row : { app: row }),
  }))

/** The rows of a group whose app answers with these bytes. */
export const answersOf = (
  group: string,
  answers: Readonly<Record<string, string | Buffer>>,
): Row[] => Object.entries(answers).map(([name, bytes]) => ({ group, name, app: answering(bytes) }))

/** An app that is well. */
export const fine = answering(ok())

/** Headers by their names. */
export const headersOf = (fields: Readonly<Record<string, string>>): Header[] =>
  Object.entries(fields).map(([name, value]) => ({ name, value }))

/** A head that promises nine bytes, and one of them. */
export const CUT_SHORT = 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx'
