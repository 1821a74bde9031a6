/** A server's certificate and key: a user's own, or a pair that is made here. */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InputError } from '../error.ts'
import { readText } from '../manifests/read.ts'

/** A certificate that vouches for itself, and its key, in PEM. */
export interface Pair {
  readonly cert: string
  readonly key: string
}

/** A new pair for names and addresses, good for so many days. */
export async function makePair(
  names: readonly string[],
  addresses: readonly string[],
  days: number,
): Promise<Pair> {
  // Hardly any command makes a pair, and to load what does takes as long as to load all else.
  const { default: selfsigned } = await import('selfsigned')
  const { cert, private: key } = await selfsigned.generate(
    [{ name: 'commonName', value: names[0] ?? '' }],
    {
      keyType: 'ec',
      curve: 'P-256',
      algorithm: 'sha256',
      notAfterDate: new Date(Date.now() + days * 24 * 3600 * 1000),
      extensions: [
        { name: 'basicConstraints', cA: true, critical: true },
        {
          name: 'subjectAltName',
          altNames: [
            ...names.map(value => ({ type: 2 as const, value })),
            ...addresses.map(ip => ({ type: 7 as const, ip })),
          ],
        },
      ],
    },
  )
  return { cert, key }
}

/** A pair as files in a folder of its own. */
export interface PairFiles extends Pair {
  /** Takes the folder away. */
  remove(): void
}

/** Writes a pair for a server that takes files. */
export function writePair({ cert, key }: Pair): PairFiles {
  const folder = mkdtempSync(join(tmpdir(), 'pipy-probes-'))
  const [certFile, keyFile] = [join(folder, 'tls.crt'), join(folder, 'tls.key')]
  writeFileSync(certFile, cert)
  writeFileSync(keyFile, key, { mode: 0o600 })
  return {
    cert: certFile,
    key: keyFile,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** @throws InputError where two files are no certificate and its key. */
export function checkPair(cert: string, key: string): void {
  const certificate = parsed('--cert', cert, 'certificate', text => new X509Certificate(text))
  const privateKey = parsed('--key', key, 'private key', text => createPrivateKey(text))
  if (!certificate.checkPrivateKey(privateKey))
    throw new InputError(
      `--key "${key}" is not the key of --cert "${cert}": give the two of a pair`,
    )
}

const parsed = <Value>(
  option: string,
  file: string,
  what: string,
  parse: (text: string) => Value,
): Value => {
  const text = readText(file)
  try {
    return parse(text)
  } catch {
    throw new InputError(`${option} "${file}" is no ${what} in PEM`)
  }
}
