/** The command's one effect: a script's file, whole or not at all. */
import { mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** The path of a file itself, where a link leads to it; of one that is not there its own. */
export function realFile(file: string): string {
  try {
    return realpathSync(file)
  } catch {
    return resolve(file)
  }
}

/**
 * Writes a file beside its place, and then puts it there; its folder is made.
 * What is no file (a pipe, a terminal) is written to.
 * @throws what the file system refuses; no part of the text is left then.
 */
export function writeWhole(path: string, text: string): void {
  const existing = statSync(path, { throwIfNoEntry: false })
  if (existing && !existing.isFile()) return writeFileSync(path, text)
  const file = realFile(path)
  mkdirSync(dirname(file), { recursive: true })
  const beside = `${file}.${process.pid}.part`
  try {
    writeFileSync(beside, text, existing ? { mode: existing.mode } : {})
    renameSync(beside, file)
  } finally {
    rmSync(beside, { force: true })
  }
}
