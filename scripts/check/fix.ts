/** `--fix`: what of the findings a change of the object mends, and that change. */
import { patchOf, type Operation } from '../../src/pod/patch.ts'
import type { Edit, Path, PodTemplate } from '../../src/pod/types.ts'
import { CODES } from './codes.ts'
import type { Finding } from './finding.ts'

/** What is to be done about a Pod's findings. */
export interface Fix {
  /** From the Pod template on; none where nothing is mended. */
  readonly edits: readonly Edit[]
  readonly mended: readonly Finding[]
  /** What no change of the object mends, and what comes up behind it; notes are nothing wrong. */
  readonly left: readonly Finding[]
}

/** What is found of the Pod and of what is beside it, before or after a change of the Pod. */
export interface Found {
  /** In the object alone. */
  readonly own: readonly Finding[]
  /** Comparing it with the sidecar’s config and the rules. */
  readonly beside: readonly Finding[]
}

/**
 * The rewriting anew, where it mends something: probes, helper and config go together, so it
 * is made whole. Mended is what is gone after it, and has nothing as bad in its own place;
 * of `findings`, all there are, what a cluster has seen is never mended by itself.
 */
export function fixOf(
  findings: readonly Finding[],
  before: Found,
  after: Found,
  edits: readonly Edit[],
): Fix {
  const wrong = findings.filter(isWrong)
  const written = [...before.own, ...before.beside]
  const then = [...after.own, ...after.beside].filter(isWrong)
  const mended = wrong.filter(
    one =>
      written.includes(one) &&
      !then.some(other => isSame(one, other)) &&
      !after.own.some(other => isAsBad(other, one) && placeOf(other) === placeOf(one)),
  )
  const others = wrong.filter(one => !mended.includes(one))
  if (mended.length === 0) return { edits: [], mended, left: others }
  const comeUp = then.filter(one => !others.some(other => isSame(one, other)))
  return { edits, mended, left: [...others, ...comeUp] }
}

const isWrong = ({ code }: Finding): boolean => CODES[code].severity !== 'note'

const isAsBad = (one: Finding, other: Finding): boolean =>
  CODES[one.code].severity === 'error' || CODES[one.code].severity === CODES[other.code].severity

const isSame = (one: Finding, other: Finding): boolean =>
  one.code === other.code && placeOf(one) === placeOf(other)

/** The probe or hook as a whole. */
const placeOf = ({ container, field }: Finding): string =>
  `${container} ${field.replace(/\.(httpGet|tcpSocket|grpc|exec)\b.*$/, '')}`

/** Operations of RFC 6902. */
export type Patch = readonly (Operation | Test)[]

/** Refuses the patch where something else stands at its path. */
interface Test {
  readonly op: 'test'
  readonly path: string
  readonly value: unknown
}

/**
 * The JSON Patch of edits of the template at `path` in an object. It holds to the
 * containers that were looked at: where another one has come into their place, or
 * the list has been moved, it is refused as a whole.
 */
export function guardedPatch(
  object: unknown,
  { spec }: PodTemplate,
  edits: readonly Edit[],
  path: Path,
): Patch {
  const inside = (all: readonly Edit[]) =>
    patchOf(
      object,
      all.map(edit => ({ ...edit, path: [...path, ...edit.path] })),
    )
  const names = LISTS.flatMap(list =>
    (spec[list] ?? []).map(({ name }, index) => ({
      path: ['spec', list, index, 'name'],
      value: name,
    })),
  ).filter(({ path: [, list, index] }) =>
    edits.some(edit => edit.path[1] === list && edit.path[2] === index),
  )
  const tests = inside(names).map(one => ({
    op: 'test' as const,
    path: one.path,
    value: one.value,
  }))
  return edits.length === 0 ? [] : [...tests, ...inside(edits)]
}

const LISTS = ['initContainers', 'containers'] as const
