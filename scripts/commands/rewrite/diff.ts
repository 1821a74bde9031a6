/** Unified diffs, coloured where the terminal has colours. */
import { createTwoFilesPatch } from 'diff'
import pc from 'picocolors'
import type { ManifestDocument } from '../../manifests/documents.ts'

/** A document beside its text after; lines are counted in the file. `''` where nothing differs. */
export function diffOf({ file, line, text }: ManifestDocument, after: string): string {
  if (text === after) return ''
  const above = '\n'.repeat(line)
  const [one, other] = [above + text, above + after]
  return createTwoFilesPatch(file, file, one, other, undefined, undefined, { context: 3 })
    .replace(/^(Index: .*\n)?=+\n/, '')
    .split('\n')
    .map(coloured)
    .join('\n')
}

const coloured = (line: string): string => {
  if (line.startsWith('+')) return pc.green(line)
  if (line.startsWith('-')) return pc.red(line)
  return line.startsWith('@@') ? pc.cyan(line) : line
}
