/** Pieces that rows are put together from. */
import type { Seen } from './scene.ts'

/** A filter that gives a Data made of an expression in place of each piece. */
export function gives(expression: string): string {
  return `.replaceData(() => new Data(${expression}))`
}

/** A filter that gives the size of each piece in place of it. */
export const showsSize = '.replaceData(data => new Data(`[${data.size}]`))'

/** A filter that gives the end's error before the end. */
export const showsEnd = '.replaceStreamEnd(end => [new Data(`<${end.error}>`), end])'

/** What `showsEnd` gives, after a text, of an end without an error. */
export function clean(text = ''): { '0.50': string; else: string } {
  return { '0.50': `${text}<>`, else: `${text}<undefined>` }
}

/** An error leaves the client hanging in 0.50. */
export const hangsBefore090 = { '0.50': 'open', else: 'end' } as const satisfies Seen['ended']

/** The words for `undefined.x`. */
export const noProperty = {
  embedded: 'Cannot read properties of undefined',
  else: 'cannot read property of undefined',
} satisfies Seen['log']
