/** The helper container that answers TCP checks: it is there where it is needed, and only there. */
import { healthcheckPath, type Contract } from '../../src/pod/contract.ts'
import { recordOf } from '../../src/pod/originals.ts'
import type { DeclaredProbe, PodTemplate } from '../../src/pod/types.ts'
import { finding, type Finding } from './finding.ts'

/** At most one finding. */
export function checkHelper(
  template: PodTemplate,
  declared: readonly DeclaredProbe[],
  contract: Contract,
): Finding[] {
  const name = healthcheckPath(contract).slice(1)
  const hasCheck = declared.some(({ probe }) => probe.httpGet?.port === contract.ports.healthcheck)
  const isThere = template.spec.containers.some(container => container.name === name)
  if (!hasCheck) return isThere ? [finding('helper-without-need', { container: name })] : []
  const record = recordOf(template)
  // Our own record names the helper where there is to be one; without it the sidecar answers.
  const isWanted = !record || record.helper !== undefined
  return isWanted && !isThere ? [finding('helper-missing', { container: name })] : []
}
