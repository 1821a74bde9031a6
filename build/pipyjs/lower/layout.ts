/** How the dialect's expressions are laid out: a depth a nesting, an expression a line. */

/** An expression's text, and whether it needs parentheses in a branch of `?:`. */
export interface Item {
  readonly text: string
  readonly wrapped: boolean
}

/** One depth more. */
export const STEP = '  '
const WIDTH = 100

/** What a function gives that returns nothing. */
export const UNDEFINED: Item = { text: 'undefined', wrapped: false }

/** An expression as it stands among others. */
export const item = (text: string): Item => ({
  text,
  wrapped: / = |=>/.test(text.split('\n')[0] ?? '') && !text.startsWith('('),
})

/** `test ? consequent : alternate`, each branch made at the depth it is laid out at. */
export function choice(
  test: string,
  indent: string,
  consequent: (depth: string) => Item[],
  alternate: (depth: string) => Item[],
): Item {
  const yes = branch(consequent(indent + STEP), indent)
  // A single expression, another choice above all, goes on at the same depth.
  const flat = alternate(indent)
  const no = flat.length === 1 && flat[0] ? wrap(flat[0]) : group(alternate(indent + STEP), indent)
  const line = `${test} ? ${yes} : ${no}`
  if (!line.includes('\n') && line.length < WIDTH && !no.includes(' ? ')) return item(line)
  return item(no.startsWith('(\n') ? line : `${test} ? ${yes} :\n${indent}${no}`)
}

const branch = (items: readonly Item[], indent: string): string => {
  const [only] = items
  return items.length === 1 && only && !only.text.includes('\n') && !only.text.includes(' ? ')
    ? wrap(only)
    : group(items, indent)
}

const wrap = (only: Item): string => (only.wrapped ? `(${only.text})` : only.text)

/** `(…)` over several lines, one expression a line. */
export const group = (items: readonly Item[], indent: string): string =>
  `(\n${items.map(({ text }) => indent + STEP + text).join(',\n')}\n${indent})`

/** Text laid out at one depth, laid out at another. */
export const reindented = (text: string, from: string, to: string): string =>
  text
    .split('\n')
    .map((line, index) =>
      index > 0 && line.startsWith(from) ? to + line.slice(from.length) : line,
    )
    .join('\n')
