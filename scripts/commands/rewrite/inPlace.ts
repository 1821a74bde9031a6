/** Files rewritten where they are. */
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import pc from 'picocolors'
import { InputError } from '../../error.ts'
import { rewriteFiles, type RewriteOptions } from '../../manifests/rewrite.ts'

/** All of them, or none: the first is put in its place when the last is written beside its own. */
export async function replaceFiles(
  files: readonly string[],
  options: RewriteOptions,
): Promise<void> {
  if (files.includes('-')) throw new InputError('-i needs files: standard input has no place')
  const texts = new Map(files.map(file => [file, '']))
  for await (const { source, text, warnings } of rewriteFiles([...texts.keys()], options)) {
    texts.set(source.file, texts.get(source.file) + text())
    for (const warning of warnings) console.error(`${pc.yellow('warning')} ${warning}`)
  }
  const written: [beside: string, file: string][] = []
  try {
    for (const [file, text] of texts) {
      const beside = pathBeside(file)
      written.push([beside, file])
      writeFileSync(beside, text, { mode: statSync(file).mode })
    }
    for (const [beside, file] of written) renameSync(beside, file)
  } finally {
    for (const [beside] of written) rmSync(beside, { force: true })
  }
}

const pathBeside = (file: string): string =>
  join(dirname(file), `.pipy-probes-${process.pid}-${Math.random().toString(36).slice(2)}`)
