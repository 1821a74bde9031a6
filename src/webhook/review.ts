/**
 * AdmissionReview, version 1: what an API server asks, and what it is told.
 * https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/
 */
import { isObject, type Fields } from '../config/values.ts'
import type { Answer } from '../http/answer.ts'
import { jsonOf } from '../pod/json.ts'
import type { TemplateOptions } from '../pod/template.ts'
import { refusalOfNesting } from './nesting.ts'
import { leftAlone, outcomeOf, type Known, type Outcome } from './outcome.ts'
import { seenOf } from './seen.ts'

/** A review as far as it has come: an error leaves what is behind it undone. */
export interface Review {
  /** The uid of the request, once it is known. */
  uid: string
  /** Why there is no answer for a Pod; until the request is read, that it could not be. */
  refusal: string
  /** Until the Pod is rewritten, that it could not be. */
  outcome: Outcome
}

const UNHANDLED = leftAlone([
  'pipy-probes could not rewrite this Pod: the probes stay as they are; see the webhook’s log',
])

/** Before its body is looked at. */
export const newReview = (): Review => ({
  uid: '',
  refusal: 'the body is no JSON',
  outcome: UNHANDLED,
})

/** Goes through a request's body, from front to back. */
export function conduct(review: Review, body: Data, options: TemplateOptions, known: Known): void {
  const text = body.toString()
  const unreadable = text === undefined ? 'the body is no UTF-8' : refusalOfNesting(text)
  if (text === undefined || unreadable !== '') {
    review.refusal = unreadable
    return
  }
  // An error where it is no JSON.
  const read = requestIn(JSON.decode(body))
  review.refusal = typeof read === 'string' ? read : ''
  if (typeof read === 'string') return
  review.uid = read.uid
  const { request } = read
  const stray = strayIn(request)
  review.outcome =
    stray === '' ? outcomeOf(seenOf(request.object as Fields), options, known) : leftAlone([stray])
}

/** The review that goes back, in JSON, or why there is none. */
export function verdictOf({ uid, refusal, outcome }: Review): Data | Answer {
  if (refusal !== '') return { status: 400, text: refusal }
  const json = new Data(`${BEGINNING}{"uid":${quoted(uid)},"allowed":true`)
  json.push(outcome)
  json.push(END)
  return json
}

const API_VERSION = 'admission.k8s.io/v1'
const BEGINNING = `{"apiVersion":"${API_VERSION}","kind":"AdmissionReview","response":`
const END = new Data('}}')

/** A uid is a UUID, which has nothing to escape; to look for that would be a tenth of a review. */
const quoted = (uid: string): string => (UUID.test(uid) ? `"${uid}"` : jsonOf(uid))
const UUID = new RegExp('^[-0-9a-f]+$')

/** The request with its uid, or what keeps an AdmissionReview from being one. */
const requestIn = (
  review: unknown,
): { readonly request: Fields; readonly uid: string } | string => {
  if (!isObject(review)) return 'the body is no AdmissionReview: a JSON object is needed'
  const { kind, apiVersion, request } = review
  if (kind !== 'AdmissionReview') return `kind is ${shown(kind)}, and "AdmissionReview" is needed`
  if (apiVersion !== API_VERSION)
    return `apiVersion is ${shown(apiVersion)}, and "${API_VERSION}" is needed`
  if (!isObject(request)) return 'the AdmissionReview has no request'
  const { uid } = request
  return typeof uid === 'string' && uid !== ''
    ? { request, uid }
    : 'request.uid is missing, and the answer has to name it'
}

/** Why the object is none that is rewritten; `''` for a Pod that is being made. */
const strayIn = ({ operation, object, subResource }: Fields): string => {
  if (typeof subResource === 'string' && subResource !== '')
    return `pipy-probes takes Pods alone, and not their ${subResource}: see the rules`
  if (operation !== 'CREATE')
    return `pipy-probes takes Pods that are made, and not ${shown(operation)}: see the rules`
  const kind = isObject(object) ? object.kind : undefined
  return kind === 'Pod' ? '' : `pipy-probes takes Pods, and not ${shown(kind)}: see the rules`
}

const shown = (value: unknown): string => {
  if (value === undefined) return 'missing'
  const text = jsonOf(value)
  return text.length > 60 ? `${text.substring(0, 60)}…` : text
}
