/** What a failed probe's words mean: the kubelet's own, from an event or from a probe of ours. */
import type { CodeName } from './codes.ts'

/** The statuses that the sidecar itself answers with, and their findings. */
const STATUSES: Readonly<Record<string, CodeName>> = {
  400: 'answer-400',
  403: 'answer-403',
  404: 'answer-404',
  502: 'answer-502',
  503: 'answer-503',
  504: 'answer-504',
  508: 'answer-508',
}

/** Words of the kubelet's transport and of its worker; the first that matches counts. */
const WORDS: readonly (readonly [RegExp, CodeName])[] = [
  [/health rpc did not complete/, 'answer-late'],
  [/service unhealthy|health rpc probe failed|grpc health protocol/, 'answer-failure'],
  [/connection refused/, 'answer-refused'],
  [/deadline exceeded|Client\.Timeout|i\/o timeout/, 'answer-late'],
  [/\bEOF\b|connection reset|malformed HTTP|tls: /, 'answer-reset'],
  [/failed (liveness|readiness|startup) probe, will be restarted/, 'killed-by-probe'],
]

/** The finding behind a message; undefined where it says nothing of a probe. */
export function codeOf(message: string): CodeName | undefined {
  const status = /statuscode: (\d+)/.exec(message)?.[1]
  return status === undefined
    ? WORDS.find(([words]) => words.test(message))?.[1]
    : codeOfStatus(status, message)
}

/** 400 and 403 are the healthcheck's words; an application may say them, too. */
const codeOfStatus = (status: string, message: string): CodeName => {
  const isOfApp = (status === '400' || status === '403') && /:1590[123]/.test(message)
  return (isOfApp ? undefined : STATUSES[status]) ?? 'answer-failure'
}
