/** `pipy-probes rewrite`: manifests in, mesh-ready manifests out. */
import { once } from 'node:events'
import {
  createReadStream,
  createWriteStream,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  type WriteStream,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createTwoFilesPatch } from 'diff'
import pc from 'picocolors'
import { DEFAULT_IMAGE } from '../../src/pod/helper.ts'
import { InputError } from '../error.ts'
import { documentsOf } from '../manifests/documents.ts'
import { patchOf } from '../manifests/patch.ts'
import { filesIn } from '../manifests/read.ts'
import {
  rewriteDocument,
  type RewriteOptions,
  type RewrittenDocument,
} from '../manifests/rewrite.ts'
import type { Command, Options } from './command.ts'
import {
  choicesFrom,
  CONTRACT_HELP,
  CONTRACT_OPTIONS,
  contractFrom,
  helperWith,
} from './options.ts'

/** Writes to standard output, or with -i the files themselves, all or none. */
export const rewrite: Command = {
  name: 'rewrite',
  summary: 'rewrite the probes of manifests for the mesh, or undo it',
  help: `Usage: pipy-probes rewrite [-f FILE|DIR|-]... [options]

Reads Kubernetes manifests (standard input where no -f is given) and writes
them with the probes rewritten; every other byte stays as it was.

  -f, --file FILE      manifests; a folder's .yaml, .yml and .json; - is standard input
  -o, --output FORM    yaml (default), json, patch (RFC 6902, one object) or diff
  -i, --in-place       write the files themselves
      --undo           give back the manifests from before the rewriting
      --any-kind       take spec.template of kinds that are not known, too
      --image IMAGE    of the helper container, also of one that is there already
                       (default ${DEFAULT_IMAGE}, for a new one)
${CONTRACT_HELP}

Annotations on the Pod leave it alone: pipy-probes/rewrite: "false", or
pipy-probes/rewrite.CONTAINER: "false" for one container.
`,
  options: {
    file: { type: 'string', short: 'f', multiple: true },
    output: { type: 'string', short: 'o', default: 'yaml' },
    'in-place': { type: 'boolean', short: 'i' },
    undo: { type: 'boolean' },
    'any-kind': { type: 'boolean' },
    image: { type: 'string' },
    ...CONTRACT_OPTIONS,
  },
  positionals: true,
  async run(options, positionals) {
    const paths = [...(options.file ?? []), ...positionals]
    const files = filesIn(paths.length > 0 ? paths : ['-'])
    const rewriting: RewriteOptions = {
      contract: contractFrom(options),
      ...choicesFrom(options),
      helper: helperWith(options.image),
      undo: options.undo ?? false,
      anyKind: options['any-kind'] ?? false,
    }
    const format = FORMATS[options.output]
    if (!format)
      throw new InputError(`-o "${options.output}" is unknown: yaml, json, patch or diff`)
    return options['in-place']
      ? inPlace(files, rewriting, options)
      : toOutput(files, rewriting, format)
  },
}

type Format = (
  document: RewrittenDocument & { source: string; file: string; line: number },
  index: number,
  write: (text: string) => void,
) => void

/** What each document adds to the output. */
const FORMATS: Record<string, Format> = {
  yaml: ({ text }, _index, write) => write(text),
  json: ({ after }, _index, write) =>
    after !== undefined && write(`${JSON.stringify(after, null, 2)}\n`),
  patch: ({ before, edits, file }, index, write) => {
    if (index > 0 && before !== undefined)
      throw new InputError(
        `-o patch is for one object, and "${file}" holds more: give one at a time`,
      )
    write(`${JSON.stringify(patchOf(before, edits), null, 2)}\n`)
  },
  diff: ({ source, text, file, line }, _index, write) =>
    source !== text && write(coloured(file, source, text, line)),
}

const coloured = (file: string, before: string, after: string, offset: number): string =>
  createTwoFilesPatch(
    file,
    file,
    '\n'.repeat(offset) + before,
    '\n'.repeat(offset) + after,
    undefined,
    undefined,
    { context: 3 },
  )
    .replace(/^(Index: .*\n)?=+\n/, '')
    .split('\n')
    .map(line =>
      line.startsWith('+')
        ? pc.green(line)
        : line.startsWith('-')
          ? pc.red(line)
          : line.startsWith('@@')
            ? pc.cyan(line)
            : line,
    )
    .join('\n')

/** Through a file, so that an error in the last document leaves no half output. */
const toOutput = async (
  files: readonly string[],
  options: RewriteOptions,
  format: Format,
): Promise<number> => {
  const folder = mkdtempSync(join(tmpdir(), 'pipy-probes-'))
  const spool = join(folder, 'output')
  try {
    const stream = createWriteStream(spool)
    const warnings = await each(files, options, format, stream)
    await closed(stream)
    for (const warning of warnings) console.error(`${pc.yellow('warning')} ${warning}`)
    await pipeline(createReadStream(spool), process.stdout, { end: false })
    return 0
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const each = async (
  files: readonly string[],
  options: RewriteOptions,
  format: Format,
  stream: WriteStream,
): Promise<string[]> => {
  const warnings: string[] = []
  let count = 0
  for (const file of files) {
    for await (const source of documentsOf(file)) {
      const rewritten = rewriteDocument(source, options)
      warnings.push(...rewritten.warnings)
      const parts: string[] = []
      format(
        { ...rewritten, source: source.text, file, line: source.line },
        count,
        text => void parts.push(text),
      )
      for (const text of parts) if (!stream.write(text)) await once(stream, 'drain')
      count += 1
      if (process.stderr.isTTY && count % 500 === 0) process.stderr.write(`\r${count} documents`)
    }
  }
  if (process.stderr.isTTY && count >= 500) process.stderr.write(`\r${count} documents\n`)
  return warnings
}

/** All files are rewritten before the first is put in its place. */
const inPlace = async (
  files: readonly string[],
  rewriting: RewriteOptions,
  { output }: Options,
): Promise<number> => {
  if (output !== 'yaml') throw new InputError('-i writes the files as they are: leave -o out')
  if (files.includes('-')) throw new InputError('-i needs files: standard input has no place')
  const results: { file: string; text: string }[] = []
  for (const file of files) {
    let text = ''
    for await (const source of documentsOf(file)) {
      const rewritten = rewriteDocument(source, rewriting)
      text += rewritten.text
      for (const warning of rewritten.warnings) console.error(`${pc.yellow('warning')} ${warning}`)
    }
    results.push({ file, text })
  }
  const prepared = results.map(({ file, text }) => {
    const beside = join(
      dirname(file),
      `.pipy-probes-${process.pid}-${Math.random().toString(36).slice(2)}`,
    )
    writeFileSync(beside, text, { mode: statSync(file).mode })
    return { beside, file }
  })
  for (const { beside, file } of prepared) renameSync(beside, file)
  return 0
}

const closed = (stream: WriteStream): Promise<void> =>
  new Promise((resolve, reject) => {
    stream.on('error', reject)
    stream.end(() => resolve())
  })
