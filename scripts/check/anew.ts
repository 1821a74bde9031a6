/** The Pod rewritten anew: what is right stands there in the place of what is wrong. */
import type { HttpGet } from '../../src/config/types.ts'
import { isEqual } from '../../src/config/values.ts'
import { recordedChoices } from '../../src/pod/choices.ts'
import type { Contract } from '../../src/pod/contract.ts'
import { applyEdits } from '../../src/pod/edits.ts'
import { placedIn, type Placed } from '../../src/pod/originals.ts'
import { recordOf } from '../../src/pod/record.ts'
import { SIDECARS } from '../../src/pod/start.ts'
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
  const recorded = recordedChoices(template)
  const { edits } = rewriteTemplate(template, {
    contract,
    ...recorded,
    // That there is a helper was not asked for: the Pod may have changed since.
    healthcheck: record?.helper === undefined ? recorded.healthcheck : record.healthcheck,
    helper: { image: undefined, script },
    sidecars: record ? given : SIDECARS,
  })
  return { template: applyEdits(template, edits), edits }
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
