/** One document parsed, or refused with its place. */
import { isMap, isScalar, parseAllDocuments, type Document } from 'yaml'
import { flawOf, workloadsOf, type Workload } from '../../src/pod/workloads.ts'
import type { Path } from '../../src/pod/types.ts'
import { InputError } from '../error.ts'
import type { ManifestDocument } from './documents.ts'
import { inParentheses, refuseBrokenRecord } from './record.ts'

/** A document that is an object. */
export interface ParsedDocument {
  /** With the positions of its nodes. */
  readonly document: Document.Parsed
  readonly object: unknown
}

/** Undefined for an empty document. @throws InputError for what is no object in YAML or JSON. */
export function parseDocument(source: ManifestDocument): ParsedDocument | undefined {
  refuseControls(source)
  const parsed = parseAllDocuments(source.text, { logLevel: 'silent', merge: true })
  const documents = (Array.isArray(parsed) ? parsed : []) as Document.Parsed[]
  for (const { errors } of documents) {
    const [error] = errors
    if (error) throw new InputError(`${placeAt(source, error.pos[0])}: ${plain(error.message)}`)
  }
  const [document, second] = documents.filter(one => !isEmpty(one))
  if (second)
    throw new InputError(
      `${placeAt(source, second.range[0])}: one document ends and another begins ` +
        'without "---": put that line between them',
    )
  if (!document) return undefined
  const start = document.contents?.range[0] ?? 0
  const object = valueOf(source, document, start)
  if (!isMap(document.contents))
    throw new InputError(
      `${placeAt(source, start)}: this is ${formOf(object)}, and a Kubernetes object ` +
        'is needed, in YAML or JSON',
    )
  return { document, object }
}

/** Nothing, comments alone, or `null`. */
const isEmpty = ({ contents }: Document.Parsed): boolean =>
  contents === null || (isScalar(contents) && contents.value === null)

/**
 * The Pods of a document, and the Pod templates; `anyKind` also takes those of kinds that are not
 * known. @throws InputError for one that is broken, with its place.
 */
export function workloadsIn(
  source: ManifestDocument,
  { document, object }: ParsedDocument,
  anyKind: boolean,
): Workload[] {
  const flaw = flawOf(object, anyKind)
  if (flaw) {
    const { kind, name, path, message } = flaw
    const place = `${placeAt(source, positionOf(document, path))} ${inParentheses(kind, name)}`
    throw new InputError(`${place}: ${pathWords(path)} ${message}`)
  }
  const workloads = workloadsOf(object, anyKind)
  for (const workload of workloads) refuseBrokenRecord(workload, source)
  return workloads
}

/** Tab and the line breaks aside, neither YAML nor JSON has any. */
const refuseControls = (source: ManifestDocument): void => {
  const found = /[\0-\x08\x0b\x0c\x0e-\x1f]/.exec(source.text)
  if (!found) return
  const code = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
  throw new InputError(
    `${placeAt(source, found.index)}: the control character U+${code} is in no YAML or JSON: ` +
      `remove it, or write "\\u${code.toLowerCase()}" in double quotes`,
  )
}

const valueOf = (source: ManifestDocument, document: Document.Parsed, start: number): unknown => {
  try {
    return document.toJS()
  } catch (error) {
    // An alias without its anchor, or too many of them.
    throw new InputError(`${placeAt(source, start)}: ${plain((error as Error).message)}`)
  }
}

const plain = (message: string): string =>
  (message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '')

const formOf = (value: unknown): string =>
  Array.isArray(value)
    ? 'a list'
    : typeof value === 'string'
      ? 'plain text'
      : `the ${typeof value} ${String(value)}`

/** Where the value at a path begins, or the nearest around it. */
const positionOf = (document: Document.Parsed, path: Path): number => {
  const nodes = path.map((_, index) => document.getIn(path.slice(0, path.length - index), true))
  const node = nodes.find(one => one !== undefined && one !== null) ?? document.contents
  return (node as { range?: readonly number[] | null } | null)?.range?.[0] ?? 0
}

/** `spec.containers[0].name`. */
const pathWords = (path: Path): string =>
  path
    .map(step => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '')

/** `shop.yaml:12:3: document 2`, at a position in the document's text. */
const placeAt = ({ file, number, line, text }: ManifestDocument, position: number): string => {
  const before = text.slice(0, position).split('\n')
  return `${file}:${line + before.length}:${(before.at(-1)?.length ?? 0) + 1}: document ${number}`
}
