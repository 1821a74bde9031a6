/** `pipy-probes pipy install`: brings a release, and says what it was. */
import { cacheFolder } from '../../../pipy/cache.ts'
import { InputError } from '../../error.ts'
import { archiveAt } from '../../pipy/archive.ts'
import { mebibytes, type Progress } from '../../pipy/download.ts'
import { installFrom, sha256Of } from '../../pipy/install.ts'
import { DEFAULT_VERSION, placeOf, releaseFor, RELEASES } from '../../pipy/release.ts'
import type { Options } from '../command.ts'

/** @throws InputError where nothing was installed. */
export async function installRelease(options: Options): Promise<void> {
  const { version = DEFAULT_VERSION, from = RELEASES, sha256 } = options
  if (sha256 !== undefined && !/^[\da-f]{64}$/i.test(sha256))
    throw new InputError(`--sha256 "${sha256}" is no SHA-256: 64 hexadecimal digits`)
  const total = secondsFrom(options.timeout ?? '600') * 1000
  const release = releaseFor(version)
  const place = placeOf(release, from)
  endWithSignals()
  const limits = { stall: Math.min(STALL, total), total }
  const archive = await archiveAt(place, limits, progress).finally(progressEnds)
  const found = sha256Of(archive)
  if (sha256 !== undefined && sha256.toLowerCase() !== found)
    throw new InputError(`"${place}" has the SHA-256 ${found}, not that of --sha256`)
  console.log(`${place}\n  SHA-256 ${found}`)
  const path = await installFrom(archive, release, cacheFolder())
  console.log(`  installed as ${path}`)
}

/** For the next bytes, in milliseconds. */
const STALL = 30_000

const secondsFrom = (text: string): number => {
  const seconds = /^\d{1,6}$/.test(text) ? Number(text) : 0
  if (seconds > 0) return seconds
  throw new InputError(`--timeout "${text}" is no whole number of seconds`)
}

/** An end by a signal leaves nothing half-written, as any other. */
const endWithSignals = (): void => {
  process.once('SIGINT', () => process.exit(130)).once('SIGTERM', () => process.exit(143))
}

/** A line that is written anew, for who watches alone. */
const progress: Progress = (came, size) => {
  const of = size === undefined ? '' : ` of ${mebibytes(size)}`
  if (process.stderr.isTTY) process.stderr.write(`\r  ${mebibytes(came)}${of} MiB`)
}

const progressEnds = (): void => {
  if (process.stderr.isTTY) process.stderr.write('\r\u001B[K')
}
