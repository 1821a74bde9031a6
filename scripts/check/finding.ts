/** What `check` finds, before any words. */
import type { CodeName } from './codes.ts'

/** One thing that is wrong, with its place. */
export interface Finding {
  readonly code: CodeName
  /** `''` where it is about the whole Pod. */
  readonly container: string
  /** `livenessProbe.httpGet.port`, or `''`. */
  readonly field: string
  /** What was found in its place. */
  readonly found: string
  /** The text the user has seen: an event's, a status message. */
  readonly shows: string
}

/** Where something is wrong; of the whole Pod where nothing is named. */
export type Place = Partial<Pick<Finding, 'container' | 'field'>>

/** Makes a finding; `found` is the value in its place, `shows` the text the user has seen. */
export const finding = (code: CodeName, place: Place, found = '', shows = ''): Finding => ({
  code,
  container: place.container ?? '',
  field: place.field ?? '',
  found,
  shows,
})
