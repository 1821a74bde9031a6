/** From what a user names to the Pods that it is about. */
import { workloadsOf } from '../../src/pod/workloads.ts'
import { InputError } from '../error.ts'
import { ask, commandLine, type Kubectl, type Question } from './ask.ts'
import { ruleText, type Failure } from './failure.ts'
import { isReady, type ClusterPod } from './pod.ts'
import { theObjects, thePods, type Selection } from './questions.ts'
import type { Resource } from './resource.ts'

/** What was found: Pods, and the object that makes them, where such a one was named. */
export interface Found {
  readonly pods: readonly ClusterPod[]
  readonly maker: ClusterPod | undefined
}

/** What is read without which nothing can be said. @throws InputError that says why not. */
export async function readOrRefuse(kubectl: Kubectl, question: Question): Promise<string> {
  const answer = await ask(kubectl, question)
  if ('text' in answer) return answer.text
  throw new InputError(refusalOf(kubectl, question, answer.failure))
}

/** @throws InputError */
export const listPods = async (
  kubectl: Kubectl,
  selection: Selection,
): Promise<readonly ClusterPod[]> => {
  const text = await readOrRefuse(kubectl, thePods(selection))
  return (JSON.parse(text) as { items: ClusterPod[] }).items.map(withKind)
}

/** Of a list kubectl leaves the items' kind out. */
const withKind = (pod: ClusterPod): ClusterPod => ({ kind: 'Pod', ...pod })

/** One named Pod, or the Pods that another object selects. @throws InputError */
export async function findPods(
  kubectl: Kubectl,
  resource: Resource,
  namespace: string,
): Promise<Found> {
  const object = JSON.parse(await readOrRefuse(kubectl, theObjects([resource], namespace)))
  if (resource.plural === 'pods') return { pods: [object as ClusterPod], maker: undefined }
  if (workloadsOf(object, false).length === 0)
    throw new InputError(`${resource.word} holds no Pod template`)
  const selector = selectorOf(object.spec.selector)
  if (selector === '') return { pods: [], maker: object }
  const place = { namespace: object.metadata.namespace, isEverywhere: false, selector }
  return { pods: await listPods(kubectl, place), maker: object }
}

interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>
  readonly matchExpressions?: readonly {
    readonly key: string
    readonly operator: string
    readonly values?: readonly string[]
  }[]
}

/** As `-l` takes it; a ReplicationController's is a plain map, and a CronJob has none. */
const selectorOf = (selector: LabelSelector | Readonly<Record<string, string>> = {}): string => {
  const isPlain = Object.values(selector).every(value => typeof value === 'string')
  const { matchLabels = {}, matchExpressions = [] } = isPlain
    ? { matchLabels: selector as Readonly<Record<string, string>> }
    : (selector as LabelSelector)
  return [
    ...Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`),
    ...matchExpressions.map(({ key, operator, values = [] }) => {
      if (operator === 'Exists') return key
      if (operator === 'DoesNotExist') return `!${key}`
      return `${key} ${operator.toLowerCase()} (${values.join()})`
    }),
  ].join()
}

/**
 * The one of several that is worth asking: the first that is not ready, else the first. One that
 * has ended (evicted, say) lingers beside those that run, and answers nothing.
 */
export function worstOf(pods: readonly ClusterPod[]): ClusterPod | undefined {
  const lasting = pods.filter(({ status }) => !ENDED.includes(status?.phase ?? ''))
  const worth = lasting.length > 0 ? lasting : pods
  return worth.find(pod => !isReady(pod)) ?? worth[0]
}

const ENDED = ['Failed', 'Succeeded']

/** Why nothing could be read, what was asked, and what to do. */
export const refusalOf = (kubectl: Kubectl, question: Question, failure: Failure): string =>
  `${question.what}: ${failure.message}\n` +
  `  asked by  ${commandLine(kubectl, question)}\n` +
  `  mend      ${MENDS[failure.why](question)}`

const MENDS: Record<Failure['why'], (question: Question) => string> = {
  forbidden: ({ rule }) => `have a Role, or a ClusterRole, with the rule ${ruleText(rule)}`,
  unauthorized: () => 'log in to the cluster anew: the credentials of this context are not taken',
  'not found': () => 'see its name and namespace (-n): kubectl get pods -A lists what is there',
  unreachable: () => 'see that the cluster runs, and is the right one: kubectl config get-contexts',
  late: () => 'ask again, or wait longer: --request-timeout 60s',
  failed: () => 'see what kubectl itself says',
}
