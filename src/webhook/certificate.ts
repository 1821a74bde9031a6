/** The server's certificate and key, from two files that somebody renews. */

/** Both as Pipy has them, and the texts they were made of. */
interface Pair {
  readonly cert: crypto.CertificateChain
  readonly key: crypto.PrivateKey
  readonly texts: Texts
}

interface Texts {
  readonly cert: string
  readonly key: string
}

/** The pair in force; `renew` is to be called before each connection. */
export interface Certificate {
  pair: Pair | undefined
  /** A new text without its counterpart, and since when it is there, in milliseconds. */
  waiting: { readonly texts: Texts; readonly since: number } | undefined
  readonly files: Texts
}

export const certificateIn = (cert: string, key: string): Certificate => ({
  pair: undefined,
  waiting: undefined,
  files: { cert, key },
})

/** A renewal that keeps the key changes one file; one that is under way has changed one so far. */
const SETTLED = 5000

/**
 * Takes the files anew where they have changed: a few microseconds a
 * connection, and a handshake takes hundreds. An error in what they hold leaves
 * the pair that is in force.
 */
export function renew(certificate: Certificate): void {
  const texts = {
    cert: textOf(certificate.files.cert),
    key: textOf(certificate.files.key),
  }
  const { pair } = certificate
  if (pair && isSame(texts, pair.texts)) return
  if (pair && !isSettled(certificate, pair.texts, texts)) return
  certificate.pair = {
    cert: new crypto.CertificateChain(new Data(texts.cert)),
    key: new crypto.PrivateKey(new Data(texts.key)),
    texts,
  }
}

const isSettled = (certificate: Certificate, before: Texts, after: Texts): boolean => {
  if (before.cert !== after.cert && before.key !== after.key) return true
  const { waiting } = certificate
  if (waiting && isSame(waiting.texts, after)) return Date.now() - waiting.since > SETTLED
  certificate.waiting = { texts: after, since: Date.now() }
  return false
}

const isSame = (one: Texts, other: Texts): boolean =>
  one.cert === other.cert && one.key === other.key

const textOf = (file: string): string => {
  const data = os.readFile(file)
  return data ? (data.toString() ?? '') : ''
}
