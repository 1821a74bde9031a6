/** The documents of manifests, one at a time, so that a stream of any length needs the memory of one. */
import { createReadStream } from 'node:fs'
import { LineCounter, parseAllDocuments, type Document } from 'yaml'
import { InputError } from '../error.ts'
import { readError } from './read.ts'

/** One document of a file, as its text. */
export interface ManifestDocument {
  /** As the user named it; `-` for standard input. */
  readonly file: string
  /** From 1, in the file. */
  readonly number: number
  /** The line it begins on, from 0. */
  readonly line: number
  /** With its `---` line, and the line break at its end. */
  readonly text: string
}

/** @throws InputError where the file cannot be read. */
export async function* documentsOf(file: string): AsyncGenerator<ManifestDocument> {
  const input = file === '-' ? process.stdin : createReadStream(file)
  let [lines, line, begin, number]: [string[], number, number, number] = [[], 0, 0, 1]
  const document = (): ManifestDocument => ({ file, number, line: begin, text: lines.join('') })
  try {
    for await (const text of linesOf(input)) {
      if (/^---(\s|$)/.test(text) && lines.some(earlier => !/^(---)?\s*$/.test(earlier))) {
        yield document()
        ;[lines, begin, number] = [[], line, number + 1]
      }
      lines.push(text)
      line += 1
    }
  } catch (error) {
    throw readError(error, file)
  }
  if (lines.length > 0) yield document()
}

/** Lines with their own ends. */
async function* linesOf(input: NodeJS.ReadableStream): AsyncGenerator<string> {
  let rest = ''
  input.setEncoding('utf8')
  for await (const chunk of input) {
    const parts = (rest + String(chunk)).split(/(?<=\n)/)
    rest = parts.at(-1)?.endsWith('\n') ? '' : parts.pop() ?? ''
    yield* parts
  }
  if (rest !== '') yield rest
}

/** Parses one document with positions; undefined where it is empty. @throws InputError with file, line and column. */
export const parseDocument = ({ file, line: offset, text }: ManifestDocument): Document.Parsed | undefined => {
  const lineCounter = new LineCounter()
  const parsed = parseAllDocuments(text, { lineCounter, logLevel: 'silent', merge: true })
  const documents = Array.isArray(parsed) ? parsed : []
  for (const { errors } of documents) {
    const [error] = errors
    if (error) {
      const { line, col } = lineCounter.linePos(error.pos[0])
      const [message = ''] = error.message.split('\n')
      throw new InputError(`${file}:${line + offset}:${col}: ${message.replace(/ at line \d+, column \d+:?$/, '')}`)
    }
  }
  const [document] = documents
  return document && document.contents !== null ? (document as Document.Parsed) : undefined
}
