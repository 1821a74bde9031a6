/** What a failed probe's words mean: the kubelet's own, from an event or from a probe of ours. */
import type { CodeName } from './codes.ts'

/** The finding behind a message; undefined where it says nothing of a probe. */
export function codeOf(message: string): CodeName | undefined {
  const status = /statuscode: (\d+)/.exec(message)?.[1]
  const known: Record<string, CodeName> = {
    400: 'answer-400',
    403: 'answer-403',
    404: 'answer-404',
    502: 'answer-502',
    503: 'answer-503',
    504: 'answer-504',
    508: 'answer-508',
  }
  // 400 and 403 are the healthcheck's words; an application may say them, too.
  if (status !== undefined)
    return (
      (!/^40[03]$/.test(status) || isHealthcheck(message) ? known[status] : undefined) ??
      'answer-failure'
    )
  if (/health rpc did not complete/.test(message)) return 'answer-late'
  if (/service unhealthy|health rpc probe failed|grpc health protocol/.test(message))
    return 'answer-failure'
  if (/connection refused/.test(message)) return 'answer-refused'
  if (/deadline exceeded|Client\.Timeout|i\/o timeout/.test(message)) return 'answer-late'
  if (/\bEOF\b|connection reset|malformed HTTP|tls: /.test(message)) return 'answer-reset'
  return /failed (liveness|readiness|startup) probe, will be restarted/.test(message)
    ? 'killed-by-probe'
    : undefined
}

const isHealthcheck = (message: string): boolean => !/:1590[123]/.test(message)
