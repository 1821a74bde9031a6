/** Warnings for the user of an API server, who sees them as lines of kubectl. */
import { CONTROLS } from '../text.ts'

/** The API asks for no more: https://kubernetes.io/blog/2020/09/03/warnings/. */
const LONGEST = 120

/**
 * One line of at most 120 characters; what has to be left out
 * is left out at the end, the advice first.
 */
export function warningOf(text: string): string {
  const line = CONTROLS.reduce((result, control) => result.replaceAll(control, ' '), text)
  if (line.length <= LONGEST) return line
  const advice = line.split(': ')
  const without = advice.slice(0, advice.length - 1).join(': ')
  return advice.length > 2 && without.length <= LONGEST
    ? without
    : `${line.substring(0, LONGEST - 1)}…`
}
