/** Bundles a module and lowers it; errors stand at the TypeScript line, in esbuild's own form. */
import { originalPositionFor, sourceContentFor, TraceMap } from '@jridgewell/trace-mapping'
import * as esbuild from 'esbuild'
import { readFile } from 'node:fs/promises'
import { basename, dirname, relative, resolve } from 'node:path'
import { byFunctions, CONNECTION, variablesIn, type Functional } from './functional.ts'
import { lower, type Refusal } from './lower/index.ts'
import { ADDED, messageOf, NO_DEFAULT } from './refusals/index.ts'

/** A script, and what it was made from. */
export interface Built {
  /** The PipyJS text: one expression, and a line's end. */
  readonly code: string
  /** The files that it was made from, as absolute paths. */
  readonly inputs: readonly string[]
  /** What esbuild warns about, as it is printed; `''` for nothing. */
  readonly warnings: string
}

/** How a source is compiled that is given as a text. */
export interface CompileOptions {
  /** The file that it stands for in messages; what it imports is found from there. */
  readonly file?: string
  /** Whether messages are coloured. */
  readonly color?: boolean
}

/** The module did not become PipyJS; the message is printed as it is. */
export class BuildError extends Error {}

/** Which module's file is compiled, and for which API. */
export interface BuildOptions {
  readonly entry: string
  /** For Pipy 2, and with it for 1.5; without it for the classic API of Pipy 0.50 to 1.5. */
  readonly functional?: Functional
  /** Whether messages are coloured. */
  readonly color?: boolean
}

/**
 * Gives the PipyJS of a module's file and of all that it imports. Its default
 * export is the script's value.
 * @throws BuildError with a message for each refusal, at its file, line and column.
 */
export async function build(options: BuildOptions): Promise<Built> {
  const { entry, functional, color = false } = options
  // esbuild finds an entry without its ending, too.
  const text = () => readFile(entry, 'utf8').catch(() => '')
  return run({ entryPoints: [entry] }, functional, text, entry, color)
}

/**
 * Gives the PipyJS of a module's text.
 * @throws BuildError as `build` does.
 */
export function compile(source: string, options: CompileOptions = {}): Promise<Built> {
  const { file = 'script.ts', color = false } = options
  const place = { sourcefile: basename(file), resolveDir: dirname(resolve(file)) }
  const stdin = { contents: source, loader: 'ts', ...place } as const
  return run({ stdin }, undefined, async () => source, file, color)
}

/** What the lowering builds on: one module without imports, named and ordered as esbuild does. */
const SETTINGS = {
  bundle: true,
  write: false,
  outfile: 'out.js',
  format: 'esm',
  platform: 'neutral',
  target: 'es2020',
  charset: 'utf8',
  legalComments: 'none',
  sourcemap: 'external',
  metafile: true,
  logLevel: 'silent',
  // A style sheet is no script: it is refused where it stops being one.
  loader: { '.css': 'js', '.module.css': 'js' },
} as const satisfies esbuild.BuildOptions

type Input = Pick<esbuild.BuildOptions, 'entryPoints' | 'stdin' | 'define' | 'inject'>

const run = async (
  input: Input,
  functional: Functional | undefined,
  textOfEntry: () => Promise<string>,
  entry: string,
  color: boolean,
): Promise<Built> => {
  const classic = await bundle(input, color)
  const { code, map, inputs, warnings } = functional
    ? await bundle({ ...input, ...byFunctions(functional, variablesIn(classic.code)) }, color)
    : classic
  const lowered = lower(code, functional ? CONNECTION : undefined)
  if ('refusals' in lowered) {
    const [lineText = ''] = (await textOfEntry()).split('\n')
    const top = { file: entry, line: 1, column: 0, lineText }
    const messages = located(lowered.refusals, code, new TraceMap(map), top)
    throw new BuildError(await format('error', messages, color))
  }
  return { code: lowered.code, inputs, warnings }
}

/** What esbuild makes of a module: one without imports, and its map. */
const bundle = async (input: Input, color: boolean): Promise<Built & { map: string }> => {
  const result = await esbuild
    .build({ ...SETTINGS, ...input })
    .catch(async (failure: { errors?: esbuild.PartialMessage[] }) => {
      if (!failure.errors) throw failure
      throw new BuildError(await format('error', failure.errors, color))
    })
  const textOf = (end: string) =>
    result.outputFiles.find(({ path }) => path.endsWith(end))?.text ?? ''
  return {
    code: textOf('.js'),
    map: textOf('.js.map'),
    inputs: Object.keys(result.metafile.inputs).map(file => resolve(file)),
    warnings: await format('warning', result.warnings, color),
  }
}

const format = async (
  kind: 'error' | 'warning',
  messages: esbuild.PartialMessage[],
  color: boolean,
): Promise<string> =>
  (await esbuild.formatMessages(messages, { kind, color, terminalWidth: 100 })).join('')

/**
 * Refusals at their places in TypeScript. Those without one are of code that
 * esbuild added, all for one cause, which is said at the top of the entry.
 */
const located = (
  refusals: readonly Refusal[],
  code: string,
  map: TraceMap,
  top: Partial<esbuild.Location>,
): esbuild.PartialMessage[] => {
  const messages = refusals.map(refusal => {
    const location = locationOf(refusal, code, map)
    if (location) return { text: refusal.message, location }
    const rule = refusal.rule === NO_DEFAULT ? NO_DEFAULT : ADDED
    return { text: messageOf(rule), location: top }
  })
  return messages.filter(
    ({ text, location }, index) =>
      location !== top || messages.findIndex(other => other.text === text) === index,
  )
}

const locationOf = (
  refusal: Refusal,
  code: string,
  map: TraceMap,
): Partial<esbuild.Location> | undefined => {
  const before = code.slice(0, refusal.start).split('\n')
  const { source, line, column } = originalPositionFor(map, {
    line: before.length,
    column: before.at(-1)?.length ?? 0,
  })
  if (source === null) return undefined
  const lineText = sourceContentFor(map, source)?.split('\n')[line - 1] ?? ''
  const length = Math.min(refusal.end - refusal.start, lineText.length - column)
  const file = relative('.', resolve(dirname(SETTINGS.outfile), source))
  return { file, line, column, lineText, length }
}
