/** Bundles an entry of `src/` and lowers it; errors stand at the TypeScript line, in esbuild's own form. */
import { TraceMap, originalPositionFor } from '@jridgewell/trace-mapping'
import { build, formatMessages, type PartialMessage } from 'esbuild'
import { readFile } from 'node:fs/promises'
import { dirname, relative, resolve } from 'node:path'
import { lower, type Refusal } from './lower/index.ts'

/** The entry did not become PipyJS; the message is printed as it is. */
export class BundleError extends Error {}

/**
 * Gives the PipyJS text of an entry file.
 * @throws BundleError with esbuild-formatted messages, one a refusal.
 */
export const bundle = async (entry: string, options: { color?: boolean } = {}): Promise<string> => {
  const format = async (errors: PartialMessage[]) =>
    (await formatMessages(errors, { kind: 'error', color: options.color ?? false, terminalWidth: 100 })).join('')
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    outfile: 'out.js',
    format: 'esm',
    platform: 'neutral',
    target: 'es2020',
    charset: 'utf8',
    legalComments: 'none',
    sourcemap: 'external',
    logLevel: 'silent',
  }).catch(async (failure: { errors?: PartialMessage[] }) => {
    if (!failure.errors) throw failure
    throw new BundleError(await format(failure.errors))
  })
  const [map = '', code = ''] = result.outputFiles.sort((one, other) => other.path.length - one.path.length).map(file => file.text)
  const lowered = lower(code)
  if ('code' in lowered) return lowered.code
  throw new BundleError(await format(await Promise.all(lowered.refusals.map(refusal => locate(refusal, code, new TraceMap(map))))))
}

/** A refusal at its place in the TypeScript file. */
const locate = async (refusal: Refusal, code: string, map: TraceMap): Promise<PartialMessage> => {
  const before = code.slice(0, refusal.start).split('\n')
  const { source, line, column } = originalPositionFor(map, { line: before.length, column: before.at(-1)?.length ?? 0 })
  if (source === null) return { text: `${refusal.message} (in code that esbuild added)` }
  const file = resolve(dirname('out.js'), source)
  const lineText = (await readFile(file, 'utf8')).split('\n')[line - 1] ?? ''
  return { text: refusal.message, location: { file: relative('.', file), line, column, lineText, length: Math.min(refusal.end - refusal.start, lineText.length - column) } }
}
