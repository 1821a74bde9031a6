/** The documents of manifests, one at a time: a stream of any length needs the memory of one. */
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
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

/** A text that is at hand, by the name that its documents are to have as their file. */
export interface Manifest {
  readonly name: string
  readonly text: string
}

/** Of a file by its path, or of a text. @throws InputError where the file cannot be read. */
export async function* documentsOf(from: string | Manifest): AsyncGenerator<ManifestDocument> {
  const file = typeof from === 'string' ? from : from.name
  const input = inputOf(from)
  let [lines, line, begin, number]: [string[], number, number, number] = [[], 0, 0, 1]
  const notText = () =>
    new InputError(
      `${file}:${line + 1}: document ${number}: this line is no UTF-8 text: ` +
        'give manifests in YAML or JSON, encoded as UTF-8',
    )
  const document = (): ManifestDocument => ({ file, number, line: begin, text: lines.join('') })
  try {
    for await (const text of linesOf(input, notText)) {
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

const inputOf = (from: string | Manifest): NodeJS.ReadableStream => {
  if (typeof from !== 'string') return Readable.from([from.text])
  return from === '-' ? process.stdin : createReadStream(from)
}

/** Lines with their own ends. @throws `notText()` at bytes that are no UTF-8 and would change. */
async function* linesOf(
  input: NodeJS.ReadableStream,
  notText: () => Error,
): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let rest: Buffer[] = []
  const line = (): string => {
    const bytes = Buffer.concat(rest)
    rest = []
    try {
      return decoder.decode(bytes)
    } catch {
      throw notText()
    }
  }
  for await (const chunk of input) {
    let bytes = Buffer.from(chunk)
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10)) {
      rest.push(bytes.subarray(0, end + 1))
      bytes = bytes.subarray(end + 1)
      yield line()
    }
    if (bytes.length > 0) rest.push(bytes)
  }
  if (rest.length > 0) yield line()
}
