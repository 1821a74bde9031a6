/** `--fix`: what of the findings a change of the object mends, and that change. */
import type { Contract } from '../../src/pod/contract.ts'
import { patchOf, type Operation } from '../../src/pod/patch.ts'
import type { Edit, Path, PodTemplate } from '../../src/pod/types.ts'
import type { Anew } from './anew.ts'
import { CODES } from './codes.ts'
import type { Finding } from './finding.ts'
import { checkProbes } from './probes.ts'

/** What is to be done about a Pod's findings. */
export interface Fix {
  /** From the Pod template on; none where nothing is mended. */
  readonly edits: readonly Edit[]
  readonly mended: readonly Finding[]
  /** What no change of the object mends, and what comes up behind it; notes are nothing wrong. */
  readonly left: readonly Finding[]
}

/**
 * The rewriting anew, where it mends something: probes, helper and config go together, so it
 * is made whole. Mended is what nothing as bad has taken the place of.
 */
export function fixOf(findings: readonly Finding[], anew: Anew, contract: Contract): Fix {
  const wrong = findings.filter(isWrong)
  const after = checkProbes(anew.template, contract, anew.template).filter(isWrong)
  const mended = wrong.filter(
    one =>
      CODES[one.code].isMendable &&
      !after.some(other => placeOf(other) === placeOf(one) && !isLess(other, one)),
  )
  const others = wrong.filter(one => !mended.includes(one))
  if (mended.length === 0) return { edits: [], mended, left: others }
  const comeUp = after.filter(
    one => !wrong.some(({ code, ...at }) => code === one.code && placeOf(one) === placeOf(at)),
  )
  return { edits: anew.edits, mended, left: [...others, ...comeUp] }
}

const isWrong = ({ code }: Finding): boolean => CODES[code].severity !== 'note'

const isLess = (one: Finding, other: Finding): boolean =>
  CODES[one.code].severity === 'warning' && CODES[other.code].severity === 'error'

/** The probe or hook as a whole. */
const placeOf = ({ container, field }: Pick<Finding, 'container' | 'field'>): string =>
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
