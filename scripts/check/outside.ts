/** A Pod that is in no mesh of Pipy's: its probes are to be left as they are. */
import type { Contract } from '../../src/pod/contract.ts'
import { recordOf } from '../../src/pod/record.ts'
import { outsideMesh } from '../../src/pod/outside.ts'
import type { DeclaredProbe, PodTemplate } from '../../src/pod/types.ts'
import { finding, type Finding } from './finding.ts'

/** Undefined for a Pod that may be in a mesh. */
export function checkOutside(
  template: PodTemplate,
  declared: readonly DeclaredProbe[],
  { ports }: Contract,
): Finding[] | undefined {
  const outside = outsideMesh(template)
  if (!outside) return undefined
  const place = { field: outside.field }
  const asksSidecar = declared.some(({ probe }) =>
    Object.values(ports).includes(Number(probe.httpGet?.port)),
  )
  if (recordOf(template) || asksSidecar) return [finding('rewritten-outside-mesh', place)]
  return declared.length > 0 ? [finding('outside-mesh', place)] : []
}
