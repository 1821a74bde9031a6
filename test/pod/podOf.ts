/** Pods in a few words, and what rewriting makes of their probes for osm-edge. */
import type { Choices } from '../../src/pod/choices.ts'
import { contractOf } from '../../src/pod/contract.ts'
import { rewriteHandlers } from '../../src/pod/rewrite.ts'
import type { Container, PodTemplate } from '../../src/pod/types.ts'

export const osm = contractOf('osm')

/** A Pod of containers that are called c0, c1 and so on. */
export const podOf = (...containers: Partial<Container>[]): PodTemplate => ({
  spec: { containers: containers.map((container, index) => ({ name: `c${index}`, ...container })) },
})

export const rewrittenProbes = (template: PodTemplate, choices: Choices = {}) =>
  rewriteHandlers(template, osm, choices)

/** Each rewritten probe as `scheme:port/path`. */
export const asked = (template: PodTemplate, choices: Choices = {}): string[] =>
  rewrittenProbes(template, choices).probes.map(
    ({ probe }) => `${probe.httpGet?.scheme ?? ''}:${probe.httpGet?.port}${probe.httpGet?.path}`,
  )
