/** All that the guide has one look at by hand, of one Pod at once. */
import { ask, commandLine, type Kubectl, type Question } from './ask.ts'
import type { Failure, Rule } from './failure.ts'
import { forwardPorts, type Forward } from './forward.ts'
import { configIn, killedIn, nameOf, portsIn, rulesIn, type ClusterPod } from './pod.ts'
import { theForward, theLog } from './questions.ts'

/** What could not be read; the rest goes on without it. */
export interface NotRead extends Failure {
  readonly what: string
  /** As the user would type it. */
  readonly command: string
  /** What would allow it, where that is what is missing. */
  readonly allow?: Rule
}

/** The end of the log of a container that was killed. */
interface LastLog {
  readonly container: string
  readonly lines: readonly string[]
}

export interface Gathered {
  /** As it is found, or undefined. */
  readonly config: string | undefined
  /** As `iptables` prints them in the init container's log. */
  readonly rules: string | undefined
  readonly logs: readonly LastLog[]
  /** What was looked at beside the Pod and its events, in words. */
  readonly read: readonly string[]
  /** To be closed. */
  readonly forward: Forward | undefined
  readonly notRead: readonly NotRead[]
}

/** Of what is no Pod yet. */
export const NOTHING: Gathered = {
  config: undefined,
  rules: undefined,
  logs: [],
  read: [],
  forward: undefined,
  notRead: [],
}

/** What a Pod shows by itself, without a question more. */
export function gatherListed(pod: ClusterPod): Gathered {
  const config = configIn(pod)
  return { ...NOTHING, config: typeof config === 'string' ? config : undefined }
}

/** Asks for all of it at once, so that a slow API server costs one time-out. */
export async function gather(
  kubectl: Kubectl,
  pod: ClusterPod,
  isLive: boolean,
): Promise<Gathered> {
  const [notRead, found]: [NotRead[], string[]] = [[], []]
  const read = async (question: Question | undefined): Promise<string | undefined> => {
    if (!question) return undefined
    const answer = await ask(kubectl, question)
    if ('text' in answer) {
      found.push(question.what)
      return answer.text
    }
    notRead.push(missed(kubectl, question, answer.failure))
    return undefined
  }
  const place = configIn(pod)
  const ports = isLive ? portsIn(pod) : []
  const [config, log, logs, forward] = await Promise.all([
    typeof place === 'string' ? place : read(place),
    read(rulesIn(pod)),
    Promise.all(
      killedIn(pod).map(async container => ({
        container,
        text: await read(theLog(nameOf(pod), container, true)),
      })),
    ),
    ports.length > 0 ? forwardPorts(kubectl, nameOf(pod), ports) : undefined,
  ])
  const isOpen = forward !== undefined && 'portMap' in forward
  if (forward && !isOpen) {
    const question = theForward(nameOf(pod), `${ports[0]}`)
    notRead.push(missed(kubectl, { ...question, what: 'live answers' }, forward))
  }
  return {
    config,
    // Any other words of the log say nothing of the rules.
    rules: log?.includes('REDIRECT') === true ? log : undefined,
    logs: logs.flatMap(({ container, text }) =>
      text === undefined ? [] : [{ container, lines: text.trimEnd().split('\n') }],
    ),
    read: [
      ...(typeof place === 'string' ? ['the config in its annotation'] : []),
      ...found.sort(),
      ...(isOpen ? [`the answers of port ${ports.join(', ')}`] : []),
    ],
    forward: isOpen ? forward : undefined,
    notRead,
  }
}

/** A question that got no answer. */
export const missed = (kubectl: Kubectl, question: Question, failure: Failure): NotRead => ({
  ...failure,
  what: question.what,
  command: commandLine(kubectl, question),
  ...(failure.why === 'forbidden' ? { allow: question.rule } : {}),
})
