/** No test finds what the user has in the cache. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The `XDG_CACHE_HOME` of each test that has none of its own. */
export const emptyCache = mkdtempSync(join(tmpdir(), 'pipy-probes-test-'))
process.once('exit', () => rmSync(emptyCache, { recursive: true, force: true }))
