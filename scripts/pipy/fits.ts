/** Which built files a Pipy runs. */
import { existsSync } from 'node:fs'
import { compareVersions } from '../../pipy/cache.ts'
import { distFile } from '../paths.ts'

/** By their names in `dist/`: from a version on, and up to one that does not run it any more. */
const RUNS_ON: Readonly<Record<string, readonly [from: string, below: string]>> = {
  'main.js': ['0.50', '2'],
  'probes.js': ['0.50', '2'],
  'healthcheck.js': ['0.50', '2'],
  // It ends a silent client by a clock, which 0.50 has not.
  'webhook.js': ['0.90', '2'],
  'pipy2/main.js': ['2', '3'],
}

/** Whether a version runs a file; one that is not known (`''`) may. */
export function runs(version: string, file: string): boolean {
  const [from, below] = RUNS_ON[file] ?? ['', '']
  if (version === '') return true
  return compareVersions(version, from) >= 0 && compareVersions(version, below) < 0
}

/** The files that were built here and that a version runs. */
export const filesFor = (version: string): string[] =>
  Object.keys(RUNS_ON).filter(file => runs(version, file) && existsSync(distFile(file)))
