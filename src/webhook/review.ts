/**
 * AdmissionReview, version 1: what an API server asks, and what it is told.
 * https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/
 */
import { isObject, type Fields } from '../config/values.ts'
import type { Answer } from '../http/answer.ts'
import { jsonOf } from '../pod/json.ts'
import { ORIGINALS, recordOf } from '../pod/originals.ts'
import { patchOf } from '../pod/patch.ts'
import { templateFlaw } from '../pod/shape.ts'
import { rewriteTemplate, type TemplateOptions } from '../pod/template.ts'
import type { PodTemplate } from '../pod/types.ts'
import { wordsOf } from '../pod/warnings.ts'
import { refusalOfNesting } from './nesting.ts'
import { warningOf } from './warning.ts'

/** A review as far as it has come: an error leaves it at the stage where it happened. */
export interface Review {
  /** Undefined where the request's body was no JSON. */
  value: unknown
  stage: 'JSON' | 'record' | 'rewriting' | 'done'
  /** Why the body is not even read; `''` where it is. */
  refusal: string
  /** JSON Patch as text; `''` where nothing changes. */
  patch: string
  warnings: readonly string[]
}

const API_VERSION = 'admission.k8s.io/v1'

export const newReview = (): Review => ({
  value: undefined,
  stage: 'JSON',
  refusal: '',
  patch: '',
  warnings: [],
})

/** Goes through the stages of a review of a request's body. */
export function conduct(review: Review, body: Data, options: TemplateOptions): void {
  const text = body.toString()
  review.refusal = text === undefined ? 'the body is no UTF-8' : refusalOfNesting(text)
  if (text === undefined || review.refusal !== '') return
  // What is no JSON is an error in Pipy since 0.90, and undefined before.
  review.value = JSON.parse(text)
  if (review.value === undefined) return
  review.stage = 'record'
  const read = requestOf(review.value)
  if ('status' in read) return
  const { request } = read
  const skipped = reasonToSkip(request)
  if (skipped !== '') {
    review.warnings = [skipped]
    review.stage = 'done'
    return
  }
  const template = request.object as PodTemplate
  if (template.metadata?.annotations?.[ORIGINALS] !== undefined && !recordOf(template)) return
  review.stage = 'rewriting'
  const { edits, warnings } = rewriteTemplate(template, options)
  review.patch = edits.length === 0 ? '' : jsonOf(patchOf(template, edits))
  review.warnings = warnings.map(warning => warningOf(wordsOf(warning)))
  review.stage = 'done'
}

/** The text of the review that goes back, or why there is none. */
export function verdictOf(review: Review): string | Answer {
  if (review.stage === 'JSON') return bad(review.refusal || 'the body is no JSON')
  const read = requestOf(review.value)
  if ('status' in read) return read
  const warnings = review.stage === 'done' ? review.warnings : [unhandled(review.stage)]
  return jsonOf({
    apiVersion: API_VERSION,
    kind: 'AdmissionReview',
    response: {
      uid: read.request.uid,
      allowed: true,
      ...(review.stage === 'done' && review.patch !== ''
        ? { patchType: 'JSONPatch', patch: new Data(review.patch).toString('base64') }
        : {}),
      ...(warnings.length > 0 ? { warnings } : {}),
    },
  })
}

/** A Pod that stays as it is, since a cluster is better off without our patch than without the Pod. */
const unhandled = (stage: Review['stage']): string =>
  stage === 'record'
    ? `annotation "${ORIGINALS}" is not one of pipy-probes: the probes stay as they are; remove it`
    : 'pipy-probes could not rewrite this Pod: its probes stay as they are; see the webhook’s log'

const requestOf = (review: unknown): { readonly request: Fields } | Answer => {
  if (!isObject(review)) return bad('the body is no AdmissionReview: a JSON object is needed')
  if (review.kind !== 'AdmissionReview')
    return bad(`kind is ${shown(review.kind)}, and "AdmissionReview" is needed`)
  if (review.apiVersion !== API_VERSION)
    return bad(`apiVersion is ${shown(review.apiVersion)}, and "${API_VERSION}" is needed`)
  const { request } = review
  if (!isObject(request)) return bad('the AdmissionReview has no request')
  return typeof request.uid === 'string' && request.uid !== ''
    ? { request }
    : bad('request.uid is missing, and the answer has to name it')
}

/** Why the object is none that is rewritten; `''` for a Pod that is being made. */
const reasonToSkip = (request: Fields): string => {
  const { operation, object, subResource } = request
  if (typeof subResource === 'string' && subResource !== '')
    return warningOf(`pipy-probes takes Pods alone, and not their ${subResource}: see the rules`)
  if (operation !== 'CREATE')
    return warningOf(
      `pipy-probes takes Pods that are made, and not ${shown(operation)}: see the rules`,
    )
  const kind = isObject(object) ? object.kind : undefined
  if (kind !== 'Pod')
    return warningOf(`pipy-probes takes Pods, and not ${shown(kind)}: see the webhook's rules`)
  const flaw = templateFlaw(object, [], true)
  return flaw ? warningOf(`pipy-probes: ${flaw.path.join('.')} ${flaw.message}`) : ''
}

const shown = (value: unknown): string => {
  if (value === undefined) return 'missing'
  const text = jsonOf(value)
  return text.length > 60 ? `${text.substring(0, 60)}…` : text
}

const bad = (text: string): Answer => ({ status: 400, text })
