/** Warnings in words. */
import type { Warning } from './types.ts'

/** `container "shop": livenessProbe.httpGet.host is …`. */
export const wordsOf = ({ container, field, message }: Warning): string =>
  `${container === undefined ? '' : `container "${container}": `}${field} ${message}`
