/** Events, as `kubectl get events -o json` or `kubectl describe pod` prints them. */
import { KINDS } from '../../src/kinds.ts'
import { codeOf } from './answers.ts'
import { finding, type Finding } from './finding.ts'

/** One line of what the kubelet or the scheduler said. */
export interface Event {
  /** Of the Pod, `''` where the text does not say it. */
  readonly pod: string
  readonly container: string
  readonly message: string
}

/** The events of a text, lines that are none left out. @throws SyntaxError at broken JSON. */
export function readEvents(text: string): Event[] {
  const trimmed = text.trim()
  return /^[[{]/.test(trimmed) ? readJson(trimmed) : trimmed.split('\n').flatMap(readLine)
}

interface KubernetesEvent {
  readonly message?: string
  readonly involvedObject?: { readonly name?: string; readonly fieldPath?: string }
}

const readJson = (text: string): Event[] => {
  const parsed = JSON.parse(text) as { items?: KubernetesEvent[] } | KubernetesEvent[]
  const items = Array.isArray(parsed) ? parsed : (parsed.items ?? [])
  return items.map(({ message = '', involvedObject }) => ({
    pod: involvedObject?.name ?? '',
    // `spec.containers{app}`
    container: /\{(.+)\}/.exec(involvedObject?.fieldPath ?? '')?.[1] ?? '',
    message,
  }))
}

/** In the table of `describe`: type, reason, age, from, and the message behind two blanks. */
const ROW = /^\s*(?:Normal|Warning)\s+\S+\s+.+?\s{2,}\S+\s{2,}(.*)$/
const LOOSE_MESSAGE = /((?:Liveness|Readiness|Startup) probe .*|Container \S+ failed .*)$/

const readLine = (line: string): Event[] => {
  const message = ROW.exec(line)?.[1] ?? LOOSE_MESSAGE.exec(line)?.[1]
  if (!message) return []
  return [{ pod: '', container: /^Container (\S+) failed/.exec(message)?.[1] ?? '', message }]
}

/** The findings of one Pod's events, each once. */
export function checkEvents(events: readonly Event[], pod: string): Finding[] {
  const findings = events.filter(event => event.pod === '' || event.pod === pod).flatMap(checkEvent)
  const placeOf = ({ code, container, field }: Finding) => `${code} ${container} ${field}`
  const places = findings.map(placeOf)
  return findings.filter((one, index) => places.indexOf(placeOf(one)) === index)
}

const checkEvent = ({ container, message }: Event): Finding[] => {
  const code = codeOf(message)
  const kind = KINDS.find(({ name }) => message.toLowerCase().includes(`${name} probe`))
  if (code && kind) return [finding(code, { container, field: kind.field }, '', message)]
  if (/^Failed to pull image|ErrImagePull|ImagePullBackOff/.test(message))
    return [finding('image-not-pulled', { container }, '', message)]
  return /nodes are available/.test(message) ? [finding('pod-unschedulable', {}, '', message)] : []
}
