/**
 * The pipelines of the webhook:
 *
 *   listen → acceptTLS ─→ receive ─→ answer ─→ late
 *     └ renew               └ review
 *
 * What may fail stands on the side: a certificate that is none leaves the one
 * in force, and a review that cannot be made leaves the Pod as it is.
 */
import { emptyMemory } from '../memory.ts'
import type { TemplateOptions } from '../pod/template.ts'
import { renew, type Certificate } from './certificate.ts'
import { finish, newClient, receive, wait, type Client } from './client.ts'
import { answered, reviewed } from './response.ts'
import type { Known, Outcome } from './outcome.ts'
import type { Request } from './request.ts'
import { conduct, newReview, verdictOf } from './review.ts'
import type { Settings } from './settings.ts'

/**
 * Between two requests; Go's client closes after 90 seconds
 * by itself, and is to be the first to do so.
 */
const IDLE = 120

export function serve({ port, certificate, options }: Settings): Filters {
  const known = emptyMemory<Outcome>()
  const heads = emptyMemory<Request>()
  // No maxConnections: whoever held them all would keep the API server out.
  const connections = pipy({ _client: undefined })
    .listen(`[::]:${port}`, { readTimeout: IDLE, idleTimeout: IDLE })
    .onStart(() => {
      _client = newClient()
      return new Data()
    })
    .fork()
    .to($ => $.handleData(() => renewOnce(_client, certificate)))
  return withHangUp(connections)
    .acceptTLS({ certificate: () => certificate.pair, alpn: ['http/1.1'] })
    .to($ =>
      withLateness(
        $.replaceData(data => receive(_client, data, heads))
          .fork()
          .to(side => side.handleData(() => review(_client, options, known)))
          .replaceData(data => answer(_client, data)),
      ),
    )
}

/** Before a connection's handshake, and not with each of its pieces. */
const renewOnce = (client: Client, certificate: Certificate): void => {
  if (client.isGreeted) return
  client.isGreeted = true
  renew(certificate)
}

/** Before the handshake nothing can be said. */
const withHangUp = (configuration: Configuration): Configuration =>
  configuration.insert
    ? configuration.insert(
        () =>
          new Promise(fulfil => {
            _client.end = () => fulfil(new StreamEnd())
            wait(_client)
          }),
      )
    : configuration

/** Lets a clock of the client put in the end. */
const withLateness = (filters: Filters): Filters =>
  filters.insert ? filters.insert(() => new Promise(fulfil => (_client.end = fulfil))) : filters

const review = (client: Client, options: TemplateOptions, known: Known): void => {
  const { request, body } = client
  if (!request || !body || refusalOf(request)) return
  if (request.path !== '/mutate') return
  client.review = newReview()
  conduct(client.review, body, options, known)
}

const answer = (client: Client, data: Data): PipyOutput => {
  const { request, refusal, review: made } = client
  if (!request && !refusal) return data
  const isLast = !finish(client)
  const given = verdict()
  return isLast ? [given, new StreamEnd()] : given

  function verdict(): Data {
    if (refusal) return answered(refusal, isLast)
    const wrong = request && refusalOf(request)
    if (wrong) return answered(wrong, isLast, wrong.allow)
    if (!made) return answered({ status: 200, text: 'ok' }, isLast)
    const said = verdictOf(made)
    return 'status' in said ? answered(said, isLast) : reviewed(said, isLast)
  }
}

/** Why a whole request is not done. */
const refusalOf = ({ method, path, type }: Request) => {
  const allow = METHODS[path]
  if (allow === undefined)
    return { status: 404, text: `"${path}" is not here: /mutate is`, allow: '' }
  if (method !== allow) return { status: 405, text: `${path} takes ${allow}`, allow }
  if (path === '/mutate' && type !== 'application/json')
    return {
      status: 415,
      text: `Content-Type is "${type}", and application/json is needed`,
      allow: '',
    }
  return undefined
}

const METHODS: { readonly [path: string]: string } = {
  '/mutate': 'POST',
  '/healthz': 'GET',
  '/readyz': 'GET',
}
