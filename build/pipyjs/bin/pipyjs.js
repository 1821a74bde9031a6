#!/usr/bin/env node
/** The command, of which Node 20 cannot run the TypeScript by itself. */
import { tsImport } from 'tsx/esm/api'

// The tsconfig.json where the user stands is for scripts, not for the compiler.
await tsImport('../command.ts', { parentURL: import.meta.url, tsconfig: false })
