/** Which of a Pod's probes a mesh can serve, and why it leaves the others alone. */
import type { Original, Target } from '../config/types.ts'
import { healthcheckFor, targetFor, type Choices } from './choices.ts'
import { reservedPorts, type Contract } from './contract.ts'
import { probesOf, targetOf } from './probes.ts'
import { isOptedOut, straySettings } from './settings.ts'
import { isMeshSidecar, startsBefore } from './start.ts'
import type { DeclaredProbe, PodTemplate, Warning } from './types.ts'

/** A probe that is served. */
export interface ServedProbe {
  readonly declared: DeclaredProbe
  readonly original: Original
  /** Where the application is asked. */
  readonly target: Target
}

/** The template's probes are the originals. */
export function servedProbes(
  template: PodTemplate,
  contract: Contract,
  choices: Choices,
): { served: ServedProbe[]; warnings: Warning[] } {
  const reserved = reservedPorts(contract)
  const targets = wantedProbes(template).map(declared => ({
    declared,
    found: targetOf(declared, reserved),
  }))
  const all = targets.flatMap(({ declared, found }) =>
    found && 'original' in found
      ? [
          {
            declared,
            original: found.original,
            target: targetFor(template, declared.container.name, choices),
          },
        ]
      : [],
  )
  const late = all.filter(one => isLate(template, one, contract, choices))
  const torn = all.filter(one => !late.includes(one) && isTorn(all, one))
  return {
    served: all.filter(one => !late.includes(one) && !torn.includes(one)),
    warnings: [
      ...straySettings(template),
      ...targets.flatMap(({ declared, found }) =>
        found && 'message' in found ? [warning(declared, found.field, found.message)] : [],
      ),
      ...late.map(({ declared }) => warning(declared, declared.kind.field, LATE)),
      ...torn.map(({ declared }) =>
        warning(declared, `${declared.kind.field}.tcpSocket.port`, TORN),
      ),
    ],
  }
}

/** Those that are not opted out. */
export const wantedProbes = (template: PodTemplate): DeclaredProbe[] =>
  probesOf(template).filter(({ container }) => !isOptedOut(template, container.name))

/** About a probe. */
export const warning = (declared: DeclaredProbe, field: string, message: string): Warning => ({
  container: declared.container.name,
  field,
  message,
})

/**
 * A startupProbe holds up what starts behind its container. Where that is who
 * would answer it, the Pod would never start; before the interception is in
 * force the kubelet reaches the container as without a mesh. The helper is the
 * first of all where there are native sidecars.
 */
const isLate = (
  template: PodTemplate,
  { declared, original }: ServedProbe,
  contract: Contract,
  choices: Choices,
): boolean =>
  declared.kind.name === 'startup' &&
  !(original.scheme === 'TCP' && healthcheckFor(template, contract, choices) === 'container') &&
  startsBefore(template, declared.container, isMeshSidecar)

const LATE =
  'holds up the start of the mesh’s sidecar, which would answer it: it stays as it is; ' +
  'have the sidecar as an init container before this one, or probe with exec'

/** A TCP check says its port, and not at which address: one port has one. */
const isTorn = (all: readonly ServedProbe[], { original, target }: ServedProbe): boolean => {
  const first = all.find(
    other => other.original.scheme === 'TCP' && other.original.port === original.port,
  )
  return original.scheme === 'TCP' && first !== undefined && first.target !== target
}

const TORN =
  'is checked for another container at another address, and a check can only say the port: ' +
  'it stays as it is; give both the same pipy-probes/target'
