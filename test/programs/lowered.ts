/** Programs in a module, and what it gives as it was written, and lowered. */
import vm from 'node:vm'
import { transformSync } from 'esbuild'
import { lower } from '../../build/pipyjs/index.ts'

/** A module of programs as esbuild writes it; `value` is its default export. */
export function moduleOf(programs: readonly string[], value: string): string {
  const source = `
var programs = [\n${programs.join(',\n')}\n];
var main_default = ${value};
export { main_default as default };`
  return transformSync(source, { format: 'esm', target: 'es2020', charset: 'utf8' }).code
}

/** A module lowered. @throws Error with the messages of what is refused. */
export function lowered(source: string): string {
  const result = lower(source)
  if ('code' in result) return result.code
  throw new Error(result.refusals.map(({ message }) => message).join('\n'))
}

/** The value of a module's default export, as it was written. */
export function before(source: string): unknown {
  return vm.runInNewContext(source.replace(/export \{\s*(\w+) as default\s*\};?/, '$1'))
}

/** … and lowered. */
export function after(source: string): unknown {
  return vm.runInNewContext(lowered(source))
}
