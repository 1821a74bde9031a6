/** Generated programs in what the scripts are written in, with every form of statement. */
import fc from 'fast-check'
import { EXPRESSIONS, HOLES, OUTER_STEPS, STEPS, type Forms, type Part } from './forms.ts'

/** All expressions share one depth, so that programs stay small. */
const DEPTH = { maxDepth: 3, depthIdentifier: 'expression', withCrossShrink: true }

const { body } = fc.letrec<Record<Part, string>>(tie => {
  /** A form with a part in each of its holes. */
  const filled = (form: string): fc.Arbitrary<string> => {
    const pieces = form
      .trim()
      .split(/\b([NTLOCB])\b/)
      .map((piece, index) => {
        const part = index % 2 === 1 ? HOLES[piece] : undefined
        return part ? tie(part) : fc.constant(piece)
      })
    return fc.tuple(...pieces).map(texts => texts.join(''))
  }
  const anyOf = (lines: string) => lines.trim().split('\n').map(filled)
  const expression = ({ simple, forms }: Forms) =>
    fc.oneof(DEPTH, fc.constantFrom(...simple), ...anyOf(forms))

  const short = fc.oneof({ maxDepth: 2 }, tie('step'), fc.constant('x = x + 1;'))
  const long = fc.oneof(tie('step'), ...anyOf(OUTER_STEPS))
  const end = fc.constantFrom('', 'return y;', 'return t;')
  return {
    number: expression(EXPRESSIONS.number),
    text: expression(EXPRESSIONS.text),
    list: expression(EXPRESSIONS.list),
    object: expression(EXPRESSIONS.object),
    condition: expression(EXPRESSIONS.condition),
    step: fc.oneof({ maxDepth: 3 }, ...anyOf(STEPS)),
    block: fc.array(short, { maxLength: 3 }).map(steps => `{ ${steps.join(' ')} }`),
    body: fc
      .tuple(fc.array(long, { maxLength: 6 }), end)
      .map(([steps, last]) => [...steps, 'log.push(x + q);', last].join('\n    ')),
  }
})

const small = fc.integer({ min: -3, max: 3 })

/** A function without parameters that gives what its program returned and logged, as a text. */
export const program: fc.Arbitrary<string> = fc
  .tuple(body, small, small, fc.boolean(), fc.constantFrom('', 'a', 'ba-ab'))
  .map(
    ([text, a, b, withObject, s]) => `() => {
  const log = [];
  const run = (a, b, l, o, s) => {
    let x = a; let y = b; let t = s; const { p: { q } } = o ?? { p: { q: 0 } };
    ${text}
  };
  const result = run(${a}, ${b}, [1, 2], ${withObject ? '{ p: { q: 3 } }' : 'undefined'}, "${s}");
  return JSON.stringify([result ?? "nothing", ...log]);
}`,
  )
