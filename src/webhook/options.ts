/** OPTIONS: the words of `pipy-probes rewrite`, in the environment. */
import { REWRITE_OPTIONS, type Refused, type RewriteWords } from '../pod/options.ts'

/**
 * Reads `--mesh fsm --healthcheck=sidecar`; of an option that is
 * given twice the last counts, as on a command line.
 */
export function readWords(text: string): RewriteWords | Refused {
  const words = text
    .replaceAll('\n', ' ')
    .replaceAll('\t', ' ')
    .split(' ')
    .filter(word => word !== '')
    .flatMap(parts)
  const names = words.filter((_, index) => index % 2 === 0)
  const values = words.filter((_, index) => index % 2 === 1)
  const isMissing = (index: number) => (values[index] ?? '--').startsWith('--')
  const wrong = names.findIndex((name, index) => !KNOWN.includes(name) || isMissing(index))
  const name = names[wrong]
  if (name !== undefined)
    return {
      error: KNOWN.includes(name)
        ? `${name} needs a value behind it`
        : `"${name}" is unknown: ${KNOWN.join(', ')}, each with its value`,
    }
  const given = names.map((word, index): [string, string] => [
    word.substring(2),
    values[index] ?? '',
  ])
  const sidecar = given.filter(entry => entry[0] === 'sidecar').map(entry => entry[1])
  return { ...Object.fromEntries(given), sidecar: sidecar.length > 0 ? sidecar : undefined }
}

const KNOWN = Object.keys(REWRITE_OPTIONS).map(name => `--${name}`)

/** `--mesh=fsm` is two words. */
const parts = (word: string): string[] => {
  const sign = word.startsWith('--') ? word.indexOf('=') : -1
  return sign < 0 ? [word] : [word.substring(0, sign), word.substring(sign + 1)]
}
