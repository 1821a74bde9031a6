/** TLS for clients: what a script calls a certificate, and a server's end of a connection. */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { Duplex } from 'node:stream'
import { createSecureContext, TLSSocket, type SecureContext } from 'node:tls'
import type { Connection } from './connection.ts'
import { Data, StreamEnd, type Event, type Output } from './events.ts'

const textOf = (pem: string | Data): string =>
  typeof pem === 'string' ? pem : pem.buffer.toString('latin1')

/** @throws Error for what is no key in PEM. */
export class PrivateKey {
  readonly pem: string

  constructor(pem: string | Data) {
    this.pem = textOf(pem)
    createPrivateKey(this.pem)
  }
}

/** @throws Error for a certificate that is none; of a text without any, the chain is empty. */
export class CertificateChain {
  readonly pem: string

  constructor(pem: string | Data) {
    this.pem = textOf(pem)
    for (const [certificate] of this.pem.matchAll(CERTIFICATE)) parse(certificate)
  }
}

const parse = (pem: string): X509Certificate => new X509Certificate(pem)

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/g

/** What `acceptTLS` is given. */
export interface TlsOptions {
  readonly certificate: unknown
  readonly alpn?: string[]
}

interface Pair {
  readonly cert: CertificateChain
  readonly key: PrivateKey
}

/** A certificate serves many connections, and is read for the first. */
const contexts = new WeakMap<object, SecureContext>()

const contextOf = ({ cert, key }: Pair): SecureContext => {
  const context = contexts.get(cert) ?? createSecureContext({ cert: cert.pem, key: key.pem })
  contexts.set(cert, context)
  return context
}

const isPair = (value: unknown): value is Pair =>
  typeof value === 'object' &&
  value !== null &&
  (value as Partial<Pair>).cert instanceof CertificateChain &&
  (value as Partial<Pair>).key instanceof PrivateKey

/**
 * Speaks TLS with a client: `open` begins the pipeline of what is said in it,
 * once the handshake is done. Where there is no certificate, the client is let go.
 */
export function acceptTls(
  connection: Connection,
  certificate: unknown,
  alpn: readonly string[],
  open: (output: Output) => Output,
  output: Output,
): Output {
  if (!isPair(certificate)) return () => output(new StreamEnd())
  let input: Output | undefined
  let ended = false
  const end = (error?: string) => {
    if (ended) return
    ended = true
    input?.(new StreamEnd(error))
    output(new StreamEnd())
  }
  const carrier = new Duplex({
    read() {},
    write(bytes: Buffer, _encoding, done) {
      output(new Data(bytes))
      done()
    },
    final(done) {
      output(new StreamEnd())
      done()
    },
  })
  const secure = new TLSSocket(carrier, {
    isServer: true,
    secureContext: contextOf(certificate),
    ALPNProtocols: [...alpn],
  })
  const say = (event: Event) => {
    if (event instanceof StreamEnd) secure.end()
    else if (event.size > 0 && secure.writable) secure.write(event.buffer)
  }
  secure.on('secure', () => {
    input = open(say)
    input(new Data())
  })
  secure.on('data', (bytes: Buffer) => input?.(new Data(bytes)))
  for (const event of ['end', 'close']) secure.on(event, () => end())
  secure.on('error', () => end('ConnectionReset'))
  connection.onEnd(() => secure.destroy())
  return event => {
    if (event instanceof Data) carrier.push(event.buffer)
    else carrier.push(null)
  }
}
