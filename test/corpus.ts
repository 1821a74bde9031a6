/** Manifests of well-known projects: a folder beside this one, which is not here everywhere. */
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Suite } from './suite.ts'

const folder = fileURLToPath(new URL('../../shared/corpus/', import.meta.url))
const names = existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith('.yaml')) : []

/** Adds tests for each manifest, by its name and path; without the corpus one that is skipped. */
export function forCorpus(test: Suite, add: (name: string, path: string) => void): void {
  if (names.length === 0) test.skip('the corpus, which is not here (../shared/corpus)')
  for (const name of names) add(name, folder + name)
}
