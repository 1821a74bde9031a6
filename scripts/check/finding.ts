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
  /** What belongs there; `''` where no value does, or nobody knows it. */
  readonly wanted: string
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
  wanted: '',
  shows,
})

/** A finding of a value that is not the one which belongs there. */
export const wrongValue = (
  code: CodeName,
  place: Place,
  found: string,
  wanted: string,
): Finding => ({ ...finding(code, place, found), wanted })
