/** Declarations of names and patterns, as assignments one after the other. */
import type { Pattern } from 'acorn'
import { item, type Item } from './layout.ts'
import { namesIn } from './syntax.ts'

/**
 * The assignments that a declaration stands for. `init` is its value's text;
 * `isName` where that is a name, whose parts can be taken from itself.
 */
export function assignments(id: Pattern, init: string, isName: boolean): Item[] {
  if (id.type === 'Identifier') return [item(`${id.name} = ${init}`)]
  const [holder = ''] = namesIn(id)
  // The last of the names may hold the whole while its parts are taken.
  const names = namesIn(id)
  const whole = isName ? init : (names.at(-1) ?? holder)
  return [
    ...(isName ? [] : [item(`${whole} = ${init}`)]),
    ...partsOf(id, whole).map(([name, part]) => item(`${name} = ${part}`)),
  ]
}

const partsOf = (pattern: Pattern, whole: string): [string, string][] => {
  if (pattern.type === 'Identifier') return [[pattern.name, whole]]
  if (pattern.type === 'ArrayPattern') {
    return pattern.elements.flatMap((element, index) =>
      element ? partsOf(element, `${whole}[${index}]`) : [],
    )
  }
  if (pattern.type !== 'ObjectPattern') return []
  return pattern.properties.flatMap(property =>
    property.type === 'Property' && property.key.type === 'Identifier'
      ? partsOf(property.value, `${whole}.${property.key.name}`)
      : [],
  )
}
