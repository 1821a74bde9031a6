/** Files of this package, from `scripts/` and from the built command in `dist/` alike. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = new URL('../', import.meta.url)

/** The path of a built file. */
export const distFile = (name: string): string => fileURLToPath(new URL(`dist/${name}`, root))

/** The package’s version. */
export const version = (): string =>
  (JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string }).version
