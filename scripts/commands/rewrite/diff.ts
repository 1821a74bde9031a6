/** Unified diffs, coloured where the terminal has colours. */
import { createTwoFilesPatch } from 'diff'
import pc from 'picocolors'
import type { ManifestDocument } from '../../manifests/documents.ts'

/** A document beside its text after; lines are counted in the file. `''` where nothing differs. */
export function diffOf({ file, line, text }: ManifestDocument, after: string): string {
  if (text === after) return ''
  const above = '\n'.repeat(line)
  return unifiedDiff([file, above + text], [file, above + after])
}

/** A text beside another, each with the name that the diff gives it, and what it says of it. */
export function unifiedDiff(
  [from, one, said]: readonly [name: string, text: string, says?: string],
  [to, other, says]: readonly [name: string, text: string, says?: string],
): string {
  return createTwoFilesPatch(from, to, one, other, said, says, { context: 3 })
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
