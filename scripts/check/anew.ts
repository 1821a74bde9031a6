/** The Pod rewritten anew: what is right stands there in the place of what is wrong. */
import type { HttpGet } from '../../src/config/types.ts'
import { isEqual } from '../../src/config/values.ts'
import type { Healthcheck } from '../../src/pod/choices.ts'
import type { Contract } from '../../src/pod/contract.ts'
import { applyEdits } from '../../src/pod/edits.ts'
import { placedIn, recordedChoices, recordOf, type Placed } from '../../src/pod/originals.ts'
import { endsByItself, isNative, SIDECARS } from '../../src/pod/start.ts'
import { rewriteTemplate } from '../../src/pod/template.ts'
import type { Edit, PodTemplate } from '../../src/pod/types.ts'

/** A Pod after it was rewritten anew, and the edits that bring it there. */
export interface Anew {
  readonly template: PodTemplate
  readonly edits: readonly Edit[]
}

/** As its record says that it was rewritten, else by default. `script` is the helper's. */
export function rewriteAnew(template: PodTemplate, contract: Contract, script: string): Anew {
  const record = recordOf(template)
  const given = record?.sidecar ? [record.sidecar.container] : []
  const { edits } = rewriteTemplate(template, {
    contract,
    ...recordedChoices(template),
    healthcheck: healthcheckAskedFor(template),
    helper: { image: undefined, script },
    sidecars: record ? given : SIDECARS,
  })
  return { template: applyEdits(template, edits), edits }
}

/**
 * The record says who answers TCP checks, and not whether that was asked for. Only what
 * cannot have come about by default is asked for again: the Pod may have changed since.
 */
const healthcheckAskedFor = (template: PodTemplate): Healthcheck | undefined => {
  const record = recordOf(template)
  if (!record) return undefined
  if (record.helper !== undefined) {
    const isAmongNatives = template.spec.initContainers?.some(
      one => one.name === record.helper && isNative(one),
    )
    return isAmongNatives && endsByItself(template) ? 'container' : undefined
  }
  const checks = Object.values(record.originals).flatMap(fields => Object.values(fields))
  return checks.some(({ tcpSocket }) => tcpSocket) ? 'sidecar' : undefined
}

/** What a rewriting makes of a probe or a hook by httpGet; undefined where it lets it be. */
export function getAnew(
  anew: PodTemplate,
  { container, field, handler }: Omit<Placed, 'path'>,
): HttpGet | undefined {
  const after = placedIn(anew).find(
    other => other.container.name === container.name && other.field === field,
  )?.handler
  return after && !isEqual(after, handler) ? after.httpGet : undefined
}
