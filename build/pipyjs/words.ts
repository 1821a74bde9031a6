/** The words that a Pipy's parser keeps to itself, so that they cannot name a variable. */

/** The lines of Pipy that the scripts are written for. */
export type PipyLine = '0.50' | '0.90' | '1.5'

const EVERY: readonly PipyLine[] = ['0.50', '0.90', '1.5']
const inEvery = (words: string): [string, readonly PipyLine[]][] =>
  words
    .trim()
    .split(/\s+/)
    .map(word => [word, EVERY])

/** Each word, and the Pipys in which it is no name. All may be keys, and stand after a dot. */
export const WORDS: ReadonlyMap<string, readonly PipyLine[]> = new Map([
  ...inEvery('delete in instanceof new typeof void'),
  ...inEvery('false null true undefined'),
  ...inEvery('const function let var'),
  ...inEvery(
    'break case catch continue default do else finally for if return switch throw try while with',
  ),
  ...inEvery('class extends implements interface private protected public static super this'),
  ...inEvery('async await export import package yield'),
  // 1.5 has modules of its own.
  ...['as', 'from'].map((word): [string, readonly PipyLine[]] => [word, ['1.5']]),
])

/** The words that some Pipy keeps to itself. */
export const PIPY_WORDS: readonly string[] = [...WORDS.keys()]
