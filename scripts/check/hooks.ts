/** Lifecycle hooks by httpGet that go through the proxy. */
import { wantedHooks } from '../../src/pod/choices.ts'
import type { Contract } from '../../src/pod/contract.ts'
import { recordOf } from '../../src/pod/originals.ts'
import type { PodTemplate } from '../../src/pod/types.ts'
import { finding, type Finding } from './finding.ts'

/** Those that name a host are not about this Pod. */
export function checkHooks(template: PodTemplate, { ports }: Contract): Finding[] {
  const choices = { hooks: recordOf(template)?.hooks }
  return wantedHooks(template, choices)
    .filter(({ hook: { httpGet } }) => !httpGet?.host && httpGet?.port !== ports.healthcheck)
    .map(({ container, name }) =>
      finding('hook-not-rewritten', {
        container: container.name,
        field: `lifecycle.${name}.httpGet`,
      }),
    )
}
