/** The compiler from TypeScript to PipyJS. */
export {
  build,
  BuildError,
  compile,
  type BuildOptions,
  type Built,
  type CompileOptions,
} from './build.ts'
export { lower, type Refusal } from './lower/index.ts'
export { RULES, type Rule } from './refusals/index.ts'
export { PIPY_WORDS, WORDS, type PipyLine } from './words.ts'
