/** A startupProbe of an init container that stays, which holds up whatever starts behind it. */
import { healthcheckFor, recordedChoices } from '../../src/pod/choices.ts'
import { helperName, type Contract } from '../../src/pod/contract.ts'
import { isMeshSidecar, startsBefore } from '../../src/pod/start.ts'
import type { DeclaredProbe, PodTemplate } from '../../src/pod/types.ts'
import { getAnew } from './anew.ts'
import { finding, wrongValue, type Finding } from './finding.ts'
import { getWords } from './httpGet.ts'

/** A finding where the one that answers it, or would, starts behind it. */
export function checkStartup(
  template: PodTemplate,
  { probe, container, kind }: DeclaredProbe,
  contract: Contract,
  anew: PodTemplate,
): Finding | undefined {
  if (kind.name !== 'startup') return undefined
  const place = { container: container.name, field: kind.field }
  const port = Number(probe.httpGet?.port)
  const answers = healthcheckFor(template, contract, recordedChoices(template))
  if (Object.values(contract.ports).includes(port)) {
    const byHelper = port === contract.ports.healthcheck && answers === 'container'
    const waits = startsBefore(template, container, other =>
      byHelper ? other.name === helperName(contract) : isMeshSidecar(other),
    )
    const wanted = getAnew(anew, { container, field: kind.field, handler: probe })
    const right = wanted ? getWords(wanted) : ''
    return waits ? wrongValue('probe-waits-for-sidecar', place, `${port}`, right) : undefined
  }
  // A helper would be the first of all.
  if (probe.tcpSocket && answers === 'container') return undefined
  return startsBefore(template, container, isMeshSidecar)
    ? finding('probe-before-sidecar', place)
    : undefined
}
