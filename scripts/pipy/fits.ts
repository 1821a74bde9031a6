/** Which built files a Pipy runs. */
import { existsSync } from 'node:fs'
import { compareVersions } from '../../pipy/cache.ts'
import { distFile } from '../paths.ts'

/** `pipy({…}).listen(…)`, or `pipy.listen(port, $ => …)`. */
type PipyApi = 'classic' | 'functional'

/** By their names in `dist/`: from a version on, and up to one that does not run it any more. */
const RUN_ON: readonly (readonly [file: string, from: string, below: string])[] = [
  ['main.js', '0.50', '2'],
  ['probes.js', '0.50', '2'],
  ['listeners.js', '0.50', '2'],
  ['healthcheck.js', '0.50', '2'],
  // It ends a silent client by a clock, which 0.50 has not.
  ['webhook.js', '0.90', '2'],
  // In the functional API, which is the only one of Pipy 2.
  ['pipy2/main.js', '1.5', '3'],
  ['pipy2/healthcheck.js', '1.5', '3'],
]

/** The files that were built here and that a version runs; one that is not known (`''`) may. */
export const filesFor = (version: string): string[] =>
  RUN_ON.filter(
    ([file, from, below]) =>
      existsSync(distFile(file)) && (version === '' || isBetween(version, from, below)),
  ).map(([file]) => file)

const isBetween = (version: string, from: string, below: string): boolean =>
  compareVersions(version, from) >= 0 && compareVersions(version, below) < 0

/** The APIs of a version, the one first that it is given files of; the classic one of `''`. */
export function apisOf(version: string): PipyApi[] {
  if (version === '' || compareVersions(version, '1.5') < 0) return ['classic']
  return isBetween(version, '1.5', '2') ? ['classic', 'functional'] : ['functional']
}

/** The path of a built script, as it is for an API. */
export const scriptFile = (name: string, api: PipyApi | undefined): string =>
  distFile(api === 'functional' ? `pipy2/${name}` : name)

/** Whether a version runs a file in one of the APIs that it was built for. */
export const runs = (version: string, file: string): boolean =>
  filesFor(version).some(name => name === file || name === `pipy2/${file}`)
