/** Events, as `kubectl get events -o json` or `kubectl describe pod` prints them. */
import { KINDS } from '../../src/kinds.ts'
import { codeOf } from './answers.ts'
import { finding, type Finding } from './codes.ts'

/** One line of what the kubelet or the scheduler said. */
export interface Event {
  /** Of the Pod, `''` where the text does not say it. */
  readonly pod: string
  readonly container: string
  readonly message: string
}

/** The events of a text; lines that are none are passed over. */
export function readEvents(text: string): Event[] {
  const trimmed = text.trim()
  if (!trimmed.startsWith('{') && !trimmed.startsWith('[')) return fromDescription(trimmed)
  const parsed = JSON.parse(trimmed) as { items?: unknown[] } | unknown[]
  const items = Array.isArray(parsed) ? parsed : (parsed.items ?? [])
  return (
    items as { message?: string; involvedObject?: { name?: string; fieldPath?: string } }[]
  ).map(({ message = '', involvedObject }) => ({
    pod: involvedObject?.name ?? '',
    container: /\{(.+)\}/.exec(involvedObject?.fieldPath ?? '')?.[1] ?? '',
    message,
  }))
}

const fromDescription = (text: string): Event[] =>
  text.split('\n').flatMap(line => {
    const message =
      /^\s*(?:Normal|Warning)\s+\S+\s+.+?\s{2,}\S+\s{2,}(.*)$/.exec(line)?.[1] ??
      /((?:Liveness|Readiness|Startup) probe .*|Container \S+ failed .*)$/.exec(line)?.[1]
    return message
      ? [{ pod: '', container: /^Container (\S+) failed/.exec(message)?.[1] ?? '', message }]
      : []
  })

/** The findings of one Pod's events, each once. */
export function checkEvents(events: readonly Event[], pod: string): Finding[] {
  const findings = events
    .filter(event => event.pod === '' || event.pod === pod)
    .flatMap(({ container, message }) => {
      const code = codeOf(message)
      const kind = KINDS.find(({ name }) => message.toLowerCase().includes(`${name} probe`))
      if (code && kind) return [finding(code, { container, field: kind.field }, '', message)]
      if (/^Failed to pull image|ErrImagePull|ImagePullBackOff/.test(message))
        return [finding('image-not-pulled', { container }, '', message)]
      return /nodes are available/.test(message)
        ? [finding('pod-unschedulable', {}, '', message)]
        : []
    })
  return findings.filter(
    (one, index) =>
      findings.findIndex(
        other =>
          other.code === one.code && other.container === one.container && other.field === one.field,
      ) === index,
  )
}
