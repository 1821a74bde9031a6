/** The files that a user means. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { InputError } from '../error.ts'

/**
 * The files that paths mean: of a folder its `*.yaml`, `*.yml` and `*.json`; `-`
 * is standard input. @throws InputError for what is not there, or holds none.
 */
export const filesIn = (paths: readonly string[]): string[] => paths.flatMap(filesAt)

const filesAt = (path: string): string[] => {
  if (path === '-') return [path]
  try {
    if (!statSync(path).isDirectory()) return [path]
    const files = readdirSync(path)
      .filter(name => /\.(ya?ml|json)$/.test(name))
      .sort()
      .map(name => join(path, name))
    if (files.length === 0) throw new InputError(`"${path}" holds no .yaml, .yml or .json file`)
    return files
  } catch (error) {
    throw readError(error, path)
  }
}

/** A file's text; `-` is standard input. @throws InputError where it cannot be read. */
export function readText(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch (error) {
    throw readError(error, file)
  }
}

const REASONS: Record<string, string> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be read',
  EISDIR: 'is a folder',
}

/** An error of the file system in a user's words; any other as it is. */
export function readError(error: unknown, file: string): Error {
  const code = (error as NodeJS.ErrnoException).code
  return code === undefined
    ? (error as Error)
    : new InputError(`"${file}" ${REASONS[code] ?? `cannot be read (${code})`}`)
}
