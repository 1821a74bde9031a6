/**
 * A config's text without the closing braces it has too many of: the guide
 * prints its example with one more than it opens, and it is to work as printed.
 */
export function withoutSurplusBraces(text: string): string {
  const trimmed = text.trim()
  const syntax = outsideStrings(trimmed)
  const surplus = syntax.split('}').length - syntax.split('{').length
  return surplus > 0 && trimmed.endsWith('}')
    ? withoutSurplusBraces(trimmed.substring(0, trimmed.length - 1))
    : trimmed
}

/** A JSON text without its strings. */
export const outsideStrings = (text: string): string =>
  text
    .replaceAll('\\\\', '')
    .replaceAll('\\"', '')
    .split('"')
    .filter((_, index) => index % 2 === 0)
    .join('')
