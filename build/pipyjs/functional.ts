/**
 * The functional API, `pipy.listen(8080, $ => …)`, which is all that Pipy 2 has and
 * Pipy 1.5 has beside the classic one. A script in the classic form becomes one of it:
 *
 * - `pipy({ _head: '' })` is not Pipy's own, but what a module exports as `pipy`;
 * - a variable of the connection, `_head` or `__inbound`, is a field of `$connection`,
 *   which that module begins with each connection. By its `$` Pipy gives each its own.
 */
import type { BuildOptions } from 'esbuild'

/** How a script is compiled for the functional API. */
export interface Functional {
  /** The module that exports what stands for the classic `pipy`. */
  readonly pipy: string
}

/** What holds the variables of a connection. */
export const CONNECTION = '$connection'

/** The names in a bundle that may be variables of a connection; those declared in it are none. */
export const variablesIn = (bundle: string): string[] => [
  ...new Set(bundle.match(/(?<![\w$])_\w+/g)),
]

/** What esbuild is told, so that a bundle with these variables is one of the functional API. */
export const byFunctions = (
  { pipy }: Functional,
  variables: readonly string[],
): Pick<BuildOptions, 'define' | 'inject'> => ({
  inject: [pipy],
  define: Object.fromEntries(variables.map(name => [name, `${CONNECTION}.${name}`])),
})
