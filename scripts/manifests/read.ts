/** Manifests from files, folders and standard input. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { LineCounter, parseAllDocuments, type Document } from 'yaml'
import { InputError } from '../error.ts'

export interface Source {
  /** As the user named it; `-` for standard input. */
  readonly file: string
  readonly text: string
}

/** The files meant by paths: a folder's `*.yaml`, `*.yml` and `*.json`, `-` for standard input. @throws InputError */
export const readSources = (paths: readonly string[]): Source[] =>
  paths.flatMap(path => filesAt(path).map(file => ({ file, text: readText(file) })))

/** The documents of a YAML or JSON text. @throws InputError with file, line and column. */
export const parseSource = ({ file, text }: Source): Document.Parsed[] => {
  const lineCounter = new LineCounter()
  const documents = parseAllDocuments(text, { lineCounter, keepSourceTokens: true, logLevel: 'silent' })
  for (const document of Array.isArray(documents) ? documents : []) {
    const [error] = document.errors
    if (error) {
      const { line, col } = lineCounter.linePos(error.pos[0])
      throw new InputError(`${file}:${line}:${col}: ${error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '')}`)
    }
  }
  return (Array.isArray(documents) ? documents : []).filter(document => document.contents !== null) as Document.Parsed[]
}

const filesAt = (path: string): string[] => {
  if (path === '-') return [path]
  try {
    if (!statSync(path).isDirectory()) return [path]
    const files = readdirSync(path).filter(name => /\.(ya?ml|json)$/.test(name)).sort().map(name => join(path, name))
    if (files.length === 0) throw new InputError(`"${path}" holds no .yaml, .yml or .json file`)
    return files
  } catch (error) {
    throw asInputError(error, path)
  }
}

export const readText = (file: string): string => {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch (error) {
    throw asInputError(error, file)
  }
}

const REASONS: Record<string, string> = { ENOENT: 'does not exist', EACCES: 'may not be read', EISDIR: 'is a folder' }

const asInputError = (error: unknown, file: string): Error => {
  const code = (error as NodeJS.ErrnoException).code
  return code === undefined ? (error as Error) : new InputError(`"${file}" ${REASONS[code] ?? `cannot be read (${code})`}`)
}
