/** The kubelet's gRPC probe, statement by statement (Kubernetes 1.32, pkg/probe/grpc/grpc.go). */
import { joinHostPort } from '../../src/http/url.ts'
import { callOnce, type CallEnd } from './call.ts'
import { dial } from './dial.ts'
import { USER_AGENT } from './fields.ts'
import type { Verdict } from './verdict.ts'

/** Asks the service, `''` for the server as a whole, at `host` and `port`. Time in milliseconds. */
export async function probeGrpc(
  host: string,
  port: number,
  service: string,
  timeout: number,
): Promise<Verdict> {
  const started = Date.now()
  const give = (result: Verdict['result'], message: string): Verdict => ({
    result,
    message,
    status: 0,
    duration: Date.now() - started,
  })
  const authority = joinHostPort(host, port)
  const session = await dial(authority, AbortSignal.timeout(timeout))
  if (!session) {
    const within = `within ${timeout / 1000}s: context deadline exceeded`
    return give('failure', `timeout: failed to connect service "${authority}" ${within}`)
  }
  const call = {
    authority,
    path: '/grpc.health.v1.Health/Check',
    userAgent: USER_AGENT,
    request: requestFor(service),
  }
  const end = await callOnce(session, call, started + timeout)
  session.destroy()
  if (end.body === undefined) return give('failure', failureOf(end, timeout))
  const status = statusOf(end.body)
  return status === SERVING
    ? give('success', 'service healthy')
    : give('failure', `service unhealthy (responded with "${STATUSES[status] ?? status}")`)
}

const failureOf = ({ code, message }: CallEnd, timeout: number): string => {
  if (code === 'Unimplemented') {
    const what = 'this server does not implement the grpc health protocol'
    return `error: ${what} (grpc.health.v1.Health): ${message}`
  }
  if (code === 'DeadlineExceeded')
    return `timeout: health rpc did not complete within ${timeout / 1000}s`
  return `error: health rpc probe failed: rpc error: code = ${code} desc = ${message}`
}

/** HealthCheckRequest: its first field is the service. */
const requestFor = (service: string): Buffer => {
  const name = Buffer.from(service)
  return service === '' ? name : Buffer.concat([Buffer.from([0x0a, ...varint(name.length)]), name])
}

const varint = (value: number): number[] =>
  value < 128 ? [value] : [128 + (value % 128), ...varint(Math.floor(value / 128))]

/** HealthCheckResponse: its first field is the status; one that is not there is 0. */
const statusOf = (body: Buffer): number => (body[0] === 0x08 ? (body[1] ?? 0) : 0)

const STATUSES = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN']
const SERVING = 1
