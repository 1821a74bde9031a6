/** Each of `CASES` as a Pod of its own name, and what is to be compared with it. */
import type { CodeName } from '../../scripts/check/codes.ts'
import { fileOf } from '../command.ts'
import { CASES } from './cases.ts'
import type { Json } from './changes.ts'
import { healthyConfig, healthyPod } from './pod.ts'

export interface Broken {
  readonly code: CodeName
  readonly pod: Json
  /** Options of `check`. */
  readonly args: readonly string[]
}

/** The Pod broken as its case says. */
export function brokenPod(code: CodeName): Broken {
  const { pod: breakPod, config: breakConfig, event, iptables } = CASES[code]
  const [pod, config] = [healthyPod(), healthyConfig()]
  breakPod?.(pod)
  breakConfig?.(config)
  pod.metadata.name = code
  const items = event ? [eventOf(code, event)] : []
  const args = ['--events', fileOf(`${code}.events`, { items })]
  if (breakConfig) args.push('--config', fileOf(`${code}.config`, config))
  if (iptables) args.push('--iptables', fileOf(`${code}.iptables`, iptables))
  // A value that stands in two places is one value each.
  return { code, pod: JSON.parse(JSON.stringify(pod)), args }
}

/** An event of the Pod’s container, as `kubectl get events -o json` prints it. */
const eventOf = (name: string, message: string) => ({
  message,
  involvedObject: { name, fieldPath: 'spec.containers{bookstore}' },
})
