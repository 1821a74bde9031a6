/** `check TYPE/NAME`, `check -A`: Pods of a cluster, with all that is said of them there. */
import { readEvents, type Event } from '../../check/events.ts'
import { InputError } from '../../error.ts'
import { ask, type Kubectl } from '../../kubectl/ask.ts'
import { findPods, listPods, worstOf, type Found } from '../../kubectl/find.ts'
import {
  gather,
  gatherListed,
  missed,
  NOTHING,
  type Gathered,
  type NotRead,
} from '../../kubectl/gather.ts'
import type { ClusterPod } from '../../kubectl/pod.ts'
import { theEvents, type Selection } from '../../kubectl/questions.ts'
import type { Resource } from '../../kubectl/resource.ts'
import type { Options } from '../command.ts'
import { reportOf, type Given, type PodReport } from './podReport.ts'

/** What is asked for: objects by their names, or all Pods of a selection. */
export interface Wanted extends Selection {
  readonly resources: readonly Resource[]
  /** Whether their ports are asked: of one Pod of what is named, of each one, or of none. */
  readonly live: 'one' | 'each' | 'none'
  /** Whether it is about a change: then of what makes Pods, and not of them. */
  readonly isFix: boolean
}

/** What was found, and what could not be read for all of them. */
export interface ClusterReport {
  readonly pods: readonly PodReport[]
  readonly notRead: readonly NotRead[]
  /** Why Pods could not be checked: an annotation that was edited. */
  readonly broken: readonly string[]
}

/** @throws InputError where the Pods themselves cannot be read, or there are none. */
export async function checkCluster(
  kubectl: Kubectl,
  wanted: Wanted,
  given: Given,
  options: Options,
): Promise<ClusterReport> {
  const found = await podsOf(kubectl, wanted)
  const makers = found.flatMap(({ maker, pods: own }) =>
    maker && (wanted.isFix || own.length === 0) ? [maker] : [],
  )
  const pods = found.flatMap(one => makers.find(maker => maker === one.maker) ?? one.pods)
  if (pods.length === 0) throw new InputError(`there is no Pod ${placeWords(wanted)}`)
  const worst = wanted.resources.length > 0 ? found.map(one => worstOf(one.pods)) : []
  const asked = wanted.live === 'each' ? pods : worst
  const isLive = wanted.live !== 'none' && !given.target
  const { events, notRead } = await eventsOf(kubectl, wanted, pods)
  const gathering = async (pod: ClusterPod): Promise<Gathered> => {
    if (makers.includes(pod)) return NOTHING
    return asked.includes(pod) ? gather(kubectl, pod, isLive) : gatherListed(pod)
  }
  const [reports, broken]: [PodReport[], string[]] = [[], []]
  for (const pod of pods) {
    const own = eventsFor(pod, events)
    try {
      const gathered = await gathering(pod)
      reports.push(await reportOf(pod, gathered, own, given, options))
    } catch (error) {
      if (!(error instanceof InputError) || pods.length === 1) throw error
      broken.push(`${pod.metadata.namespace}: ${error.message}`)
    }
  }
  return { pods: reports, notRead, broken }
}

const podsOf = async (kubectl: Kubectl, wanted: Wanted): Promise<Found[]> => {
  const { resources, namespace } = wanted
  if (resources.length === 0) return [{ pods: await listPods(kubectl, wanted), maker: undefined }]
  return Promise.all(resources.map(resource => findPods(kubectl, resource, namespace)))
}

const placeWords = ({ namespace, isEverywhere, selector, resources }: Wanted): string => {
  if (resources.length > 0) return `of ${resources.map(({ word }) => word).join(', ')}`
  const place = isEverywhere ? 'in the cluster' : namespace === '' ? 'here' : `in "${namespace}"`
  return selector === '' ? place : `${place} with the labels ${selector}`
}

/** As the API gives it, so far as it tells whose it is. */
interface ClusterEvent {
  readonly involvedObject?: { namespace?: string; name?: string; uid?: string }
}

/** By the Pod's place, `NAMESPACE/NAME`. */
type Events = ReadonlyMap<string, readonly ClusterEvent[]>

/** One reading for all of them; of one Pod alone, its own events alone. */
const eventsOf = async (
  kubectl: Kubectl,
  wanted: Wanted,
  pods: readonly ClusterPod[],
): Promise<{ events: Events; notRead: NotRead[] }> => {
  const namespace = pods[0]?.metadata.namespace ?? wanted.namespace
  const place = { namespace, isEverywhere: wanted.isEverywhere }
  const only = pods.length === 1 ? pods[0]?.metadata.name : undefined
  const question = theEvents(place, only)
  const answer = await ask(kubectl, question)
  if ('failure' in answer)
    return { events: new Map(), notRead: [missed(kubectl, question, answer.failure)] }
  const events = new Map<string, ClusterEvent[]>()
  for (const event of (JSON.parse(answer.text) as { items: ClusterEvent[] }).items) {
    const key = `${event.involvedObject?.namespace}/${event.involvedObject?.name}`
    events.set(key, [...(events.get(key) ?? []), event])
  }
  return { events, notRead: [] }
}

/** Those of an earlier Pod of the same name (a StatefulSet's) are not its own. */
const eventsFor = ({ metadata: { namespace, name, uid } }: ClusterPod, events: Events): Event[] => {
  const items = (events.get(`${namespace}/${name}`) ?? []).filter(
    ({ involvedObject }) => (involvedObject?.uid ?? uid) === uid,
  )
  return readEvents(JSON.stringify({ items }))
}
