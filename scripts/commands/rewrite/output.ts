/** Rewritten documents on standard output. */
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import pc from 'picocolors'
import type { Manifest } from '../../manifests/documents.ts'
import { rewriteFiles, type RewriteOptions } from '../../manifests/rewrite.ts'
import type { Format } from './formats.ts'

/**
 * Prints every document in a form, and warnings on standard error. It goes through
 * a file, so that an error in the last document leaves no half output.
 */
export async function printRewritten(
  files: readonly (string | Manifest)[],
  options: RewriteOptions,
  format: Format,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'pipy-probes-'))
  const spool = join(folder, 'output')
  const warnings: string[] = []
  try {
    await pipeline(textsOf(files, options, format, warnings), createWriteStream(spool))
    for (const warning of warnings) console.error(`${pc.yellow('warning')} ${warning}`)
    await pipeline(createReadStream(spool), process.stdout, { end: false })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Collects the warnings in `warnings`. */
async function* textsOf(
  files: readonly (string | Manifest)[],
  options: RewriteOptions,
  format: Format,
  warnings: string[],
): AsyncGenerator<string> {
  let count = 0
  for await (const document of rewriteFiles(files, options)) {
    warnings.push(...document.warnings)
    const text = format(document, count)
    if (text !== '') yield text
    count += 1
    if (count % PROGRESS === 0) printCount(count, '')
  }
  if (count >= PROGRESS) printCount(count, '\n')
}

/** In documents. */
const PROGRESS = 500

const printCount = (count: number, end: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r${count} documents${end}`)
}
