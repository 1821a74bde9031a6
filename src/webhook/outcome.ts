/** What is answered for a Pod, and what of it is known already. */
import type { Fields } from '../config/values.ts'
import { keep, type Memory } from '../memory.ts'
import { jsonOf } from '../pod/json.ts'
import { ORIGINALS, recordOf } from '../pod/record.ts'
import { patchOf } from '../pod/patch.ts'
import { templateFlaw } from '../pod/shape.ts'
import { rewriteTemplate, type TemplateOptions } from '../pod/template.ts'
import type { PodTemplate } from '../pod/types.ts'
import { wordsOf } from '../pod/warnings.ts'
import { warningOf } from './warning.ts'

/**
 * The rest of a response behind `"allowed":true`, as JSON. In bytes: what is known
 * goes out as it is, and a text of it would be read anew with each review.
 */
export type Outcome = Data

/** The outcomes that are remembered, by what was seen. */
export type Known = Memory<Outcome>

/** A Pod template's is some 2 KiB, and its patch 5. */
const LONGEST_SEEN = 32 * 1024
const MOST_KNOWN = 256

/**
 * The outcome for a Pod of which `seen` is what `seenOf` gives. A controller's
 * Pods are rewritten once: a thousand that start at a time cost little more
 * than to be read.
 */
export function outcomeOf(seen: Fields, options: TemplateOptions, known: Known): Outcome {
  const key = JSON.stringify(seen)
  const earlier = known.values[key]
  if (earlier !== undefined) return earlier
  const outcome = judge(seen, options)
  if (key.length <= LONGEST_SEEN) keep(known, MOST_KNOWN, key, outcome)
  return outcome
}

/** A Pod that stays as it is, with the reasons. */
export const leftAlone = (warnings: readonly string[]): Outcome => new Data(warningsOf(warnings))

const warningsOf = (warnings: readonly string[]): string =>
  warnings.length === 0 ? '' : `,"warnings":${jsonOf(warnings.map(warningOf))}`

const judge = (seen: Fields, options: TemplateOptions): Outcome => {
  const flaw = templateFlaw(seen, [], true)
  if (flaw) return leftAlone([`pipy-probes: ${flaw.path.join('.')} ${flaw.message}`])
  const template = seen as unknown as PodTemplate
  if (template.metadata?.annotations?.[ORIGINALS] !== undefined && !recordOf(template))
    return leftAlone([NOT_OURS])
  const { edits, warnings } = rewriteTemplate(template, options)
  const patch = new Data(jsonOf(patchOf(template, edits))).toString('base64')
  const change = edits.length === 0 ? '' : `,"patchType":"JSONPatch","patch":"${patch}"`
  return new Data(`${change}${warningsOf(warnings.map(wordsOf))}`)
}

const NOT_OURS = `annotation "${ORIGINALS}" is not one of pipy-probes: the probes stay; remove it`
