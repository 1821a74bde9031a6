/** The functions, for programs of which Node 20 cannot run the TypeScript by itself. */
import { tsImport } from 'tsx/esm/api'

const compiler = await tsImport('./index.ts', { parentURL: import.meta.url, tsconfig: false })

export const { build, BuildError, compile, lower, PIPY_WORDS, RULES, WORDS } = compiler
