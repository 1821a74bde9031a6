/** Lifecycle hooks by httpGet that go through the proxy. */
import { wantedHooks } from '../../src/pod/choices.ts'
import type { Contract } from '../../src/pod/contract.ts'
import { recordOf } from '../../src/pod/record.ts'
import type { PodTemplate } from '../../src/pod/types.ts'
import { getAnew } from './anew.ts'
import { finding, wrongValue, type Finding } from './finding.ts'
import { getWords } from './httpGet.ts'

/** Those that name a host are not about this Pod. */
export function checkHooks(
  template: PodTemplate,
  { ports }: Contract,
  anew: PodTemplate,
): Finding[] {
  const choices = { hooks: recordOf(template)?.hooks }
  return wantedHooks(template, choices)
    .filter(({ hook: { httpGet } }) => !httpGet?.host && httpGet?.port !== ports.healthcheck)
    .map(({ container, name, hook }) => {
      const place = { container: container.name, field: `lifecycle.${name}.httpGet` }
      const wanted = getAnew(anew, { container, field: name, handler: hook })
      const found = hook.httpGet ? getWords(hook.httpGet) : ''
      return wanted
        ? wrongValue('hook-not-rewritten', place, found, getWords(wanted))
        : finding('hook-not-served', place, found)
    })
}
