/**
 * In which order a Pod's containers start, and which of them keep it from
 * ending. An init container with `restartPolicy: Always` (a native sidecar)
 * starts in its turn; what comes behind it waits for its startupProbe, and
 * nothing waits for its end.
 */
import type { Container, PodTemplate } from './types.ts'

/** Whether an init container is a native sidecar, and may have probes. */
export const isNative = ({ restartPolicy }: Container): boolean => restartPolicy === 'Always'

/** Whether a Pod is done when its containers are: a Job's, and any that is not started anew. */
export const endsByItself = ({ spec }: PodTemplate): boolean =>
  spec.restartPolicy === 'Never' || spec.restartPolicy === 'OnFailure'

/**
 * Whether a container is started before one that answers its probes; `answers`
 * tells that one. A container that is not in the Pod starts with the regular ones.
 */
export function startsBefore(
  { spec }: PodTemplate,
  container: Container,
  answers: (other: Container) => boolean,
): boolean {
  const natives = (spec.initContainers ?? []).filter(isNative)
  const own = natives.findIndex(({ name }) => name === container.name)
  const other = natives.findIndex(answers)
  return own >= 0 && (other < 0 || own < other)
}

/** Whether a container runs the mesh's Pipy, by its name or its image. */
export const isMeshSidecar = ({ name, image }: Container): boolean =>
  SIDECARS.includes(name) || ((image ?? '').includes('pipy') && !name.endsWith('-healthcheck'))

/** What meshes call the container that runs Pipy. */
export const SIDECARS: readonly string[] = ['sidecar', 'pipy']
