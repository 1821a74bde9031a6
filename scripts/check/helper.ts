/** The helper container that answers TCP checks: it is there where it is needed, and only there. */
import { helperName, type Contract } from '../../src/pod/contract.ts'
import { recordOf } from '../../src/pod/record.ts'
import { endsByItself } from '../../src/pod/start.ts'
import type { DeclaredProbe, PodTemplate } from '../../src/pod/types.ts'
import { finding, type Finding } from './finding.ts'

/** At most one finding. */
export function checkHelper(
  template: PodTemplate,
  declared: readonly DeclaredProbe[],
  contract: Contract,
): Finding[] {
  const name = helperName(contract)
  const hasCheck = declared.some(({ probe }) => probe.httpGet?.port === contract.ports.healthcheck)
  const isRegular = template.spec.containers.some(container => container.name === name)
  const isNative = template.spec.initContainers?.some(container => container.name === name)
  const isThere = isRegular || isNative
  if (hasCheck && isRegular && endsByItself(template))
    return [finding('helper-never-ends', { container: name })]
  const record = recordOf(template)
  // A mesh's own comes and goes with the mesh.
  if (!hasCheck)
    return isThere && record?.helper === name
      ? [finding('helper-without-need', { container: name })]
      : []
  // Our own record names the helper where there is to be one; without it the sidecar answers.
  const isWanted = !record || record.helper !== undefined
  return isWanted && !isThere ? [finding('helper-missing', { container: name })] : []
}
