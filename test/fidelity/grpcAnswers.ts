/** Servers of gRPC by what they answer. */
import { message, startOfficial } from '../e2e/grpcApps.ts'
import type { GrpcRow } from './grpcRow.ts'
import { GRPC, FINE, answer, calls, hex } from './grpcServers.ts'

export const answered: readonly GrpcRow[] = [
  { name: 'the server as a whole is SERVING', start: startOfficial, status: 200, says: /SERVING/ },
  {
    name: 'a service is SERVING',
    start: startOfficial,
    service: 'shop.Books',
    status: 200,
    says: /\/shop\.Books: SERVING/,
  },
  {
    name: 'a service is NOT_SERVING',
    start: startOfficial,
    service: 'shop.Closed',
    status: 503,
    says: /: NOT_SERVING$/,
  },
  {
    name: 'a service is UNKNOWN',
    start: startOfficial,
    service: 'shop.Unsure',
    status: 503,
    says: /: UNKNOWN$/,
  },
  {
    name: 'a service that the server does not know',
    start: startOfficial,
    service: 'shop.Nothing',
    status: 503,
    says: /: NotFound/,
  },
  {
    name: 'a service with a long name in UTF-8',
    start: startOfficial,
    service: 'ü'.repeat(200),
    status: 503,
    says: /: NotFound/,
  },
  {
    name: 'a server without the health service',
    start: () => startOfficial(false),
    status: 503,
    says: /: Unimplemented: /,
  },
  {
    name: 'SERVICE_UNKNOWN',
    start: calls(answer(message(3))),
    status: 503,
    says: /: SERVICE_UNKNOWN$/,
  },
  {
    name: 'a status of tomorrow',
    start: calls(answer(message(9))),
    status: 503,
    says: /: status 9$/,
  },
  {
    name: 'an empty message',
    start: calls(answer(Buffer.alloc(5))),
    status: 503,
    says: /: UNKNOWN$/,
  },
  {
    name: 'trailers alone, Unavailable',
    start: calls(stream =>
      stream.respond({ ...GRPC, 'grpc-status': '14', 'grpc-message': 'soon' }, { endStream: true }),
    ),
    status: 503,
    says: /: Unavailable: soon$/,
  },
  {
    name: 'SERVING, and a status that fails after it',
    start: calls(answer(FINE, { 'grpc-status': '13' })),
    status: 503,
    says: /: Internal$/,
  },
  {
    name: 'a status of many fields, and long ones',
    start: calls(
      answer(
        FINE,
        { 'x-long': 'y'.repeat(3000), 'grpc-status': '0' },
        { 'x-more': '~'.repeat(900) },
      ),
    ),
    status: 200,
    says: /SERVING/,
  },
  {
    name: 'a head of more than one frame',
    start: calls(answer(FINE, undefined, { 'x-long': 'y'.repeat(20_000) })),
    status: 200,
    says: /SERVING/,
  },
  {
    name: 'a content-type with a suffix',
    start: calls(answer(FINE, undefined, { 'content-type': 'application/grpc+proto' })),
    status: 200,
    says: /SERVING/,
  },
  {
    name: 'another content-type',
    start: calls(answer(FINE, undefined, { 'content-type': 'text/html' })),
    status: 502,
    says: /no answer of gRPC \(status 200, content-type "text\/html"\)$/,
    isLenient: true,
  },
  {
    name: 'a content-type that only begins so',
    start: calls(answer(FINE, undefined, { 'content-type': 'application/grpc-web' })),
    status: 502,
    says: /no answer of gRPC/,
    isLenient: true,
  },
  {
    name: 'another status',
    start: calls(stream => {
      stream.respond({ ':status': 404 })
      stream.end('nothing here')
    }),
    status: 502,
    says: /no answer of gRPC \(status 404/,
  },
  {
    name: 'no trailers',
    start: calls(stream => {
      stream.respond(GRPC)
      stream.end(FINE)
    }),
    status: 502,
    says: /ended without a grpc-status$/,
  },
  {
    name: 'trailers without a grpc-status',
    start: calls(answer(FINE, { 'x-other': '0' })),
    status: 502,
    says: /ended without a grpc-status$/,
  },
  {
    name: 'OK without a message',
    start: calls(answer(undefined)),
    status: 502,
    says: /OK without a HealthCheckResponse$/,
  },
  {
    name: 'two messages',
    start: calls(answer(Buffer.concat([FINE, FINE]))),
    status: 502,
    says: /OK without a HealthCheckResponse$/,
  },
  {
    name: 'a compressed message',
    start: calls(answer(hex('01 00000002 0801'))),
    status: 502,
    says: /OK without a HealthCheckResponse$/,
  },
]
