/** What `npm test` runs on which host: a row of the table of versions each. */
import type { Host } from '../../pipy/hosts.ts'
import { apisOf } from '../pipy/fits.ts'
import { SUITES } from './versions.ts'

/** A host, by one of its APIs. */
export interface Subject {
  readonly name: string
  readonly env: Readonly<Record<string, string>>
  readonly suites: readonly string[]
  /** Why there are no more of them; `''` where there are all. */
  readonly lacks: string
}

/** Those of a host that is found by its path, or by the word `embedded`. */
export function subjectsOf(
  { name, version }: Pick<Host, 'name' | 'version'>,
  path: string,
): Subject[] {
  const env = { PIPY_PROBES_HOST: path, PIPY_PROBES_HOST_NAME: name }
  const apis = apisOf(version)
  return apis.map(api => {
    if (api === 'classic') return { name, env, suites: Object.keys(SUITES), lacks: '' }
    const functional = { ...env, PIPY_PROBES_BUILD: 'pipy2' }
    return apis.length === 1
      ? { name, env: functional, ...only(['end to end', 'fidelity', 'check', 'soak'], 'need') }
      : {
          name: `${name}, functional`,
          env: functional,
          ...only(['end to end', 'fidelity'], 'are run by'),
        }
  })
}

const only = (suites: readonly string[], how: string): Pick<Subject, 'suites' | 'lacks'> => {
  const others = Object.keys(SUITES).filter(suite => !suites.includes(suite))
  return { suites, lacks: `${others.join(', ')} (${how} the classic API)` }
}
