/**
 * Texts and numbers. Positions count code points in Pipy and UTF-16 units in Node: keep to ASCII
 * where it matters. Left out, since they misbehave in some Pipy: `lastIndexOf`, `split` by a
 * RegExp, `replace` with a function, `match` with the flag `g`, an index (`'abc'[0]`).
 */
interface String {
  /** How many code points. @since 0.50 */
  readonly length: number
  /** The character at a position: past the end Pipy 0.50 gives what is in memory. @since 0.50 */
  charAt(position: number): string
  /** The code of the character at a position. @since 0.50 */
  charCodeAt(position: number): number
  /** The same; undefined past the end. @since 0.50 */
  codePointAt(position: number): number | undefined
  /** Whether the text ends with another. @since 0.50 */
  endsWith(search: string): boolean
  /** Whether another text is in it. @since 0.50 */
  includes(search: string): boolean
  /** Where another text begins in it, -1 where it does not. @since 0.50 */
  indexOf(search: string, from?: number): number
  /** Fills up at the end, to a length. @since 0.50 */
  padEnd(length: number, fill: string): string
  /** Fills up in front, to a length. @since 0.50 */
  padStart(length: number, fill: string): string
  /** So many times in a row. @since 0.50 */
  repeat(count: number): string
  /** With the first hit replaced. @since 0.50 */
  replace(search: string, replacement: string): string
  /** With every hit replaced. @since 0.50 */
  replaceAll(search: string, replacement: string): string
  /** Where an expression first matches, -1 where it does not. @since 0.50 */
  search(expression: RegExp): number
  /** The pieces between separators. @since 0.50 */
  split(separator: string): string[]
  /** Whether the text starts with another. @since 0.50 */
  startsWith(search: string): boolean
  /** From one position up to before another. @since 0.50 */
  substring(start: number, end?: number): string
  /** In small letters. @since 0.50 */
  toLowerCase(): string
  /** The text itself. @since 0.50 */
  toString(): string
  /** In capital letters. @since 0.50 */
  toUpperCase(): string
  /** Without white space at both ends. @since 0.50 */
  trim(): string
  /** Without white space at the end. @since 0.50 */
  trimEnd(): string
  /** Without white space in front. @since 0.50 */
  trimStart(): string
}

/** About twelve digits of it are printed. */
interface Number {
  /** The number in decimal digits; another base is taken since 1.5 alone. @since 0.50 */
  toString(): string
}

/** Pipy's expressions are C++'s `std::regex`: keep them small and anchored. */
interface RegExp {
  /** The expression's text. @since 0.50 */
  readonly source: string
  /** The match and its groups; null for none. @since 0.50 */
  exec(text: string): string[] | null
  /** Whether the expression matches somewhere. @since 0.50 */
  test(text: string): boolean
}

/** An expression from its text. @since 0.50 */
declare const RegExp: { new (source: string): RegExp }
/** A text as a number: blanks around it are dropped, `'12px'` is 12 in Pipy 0.50. @since 0.50 */
declare const Number: { (text: string): number }
/** A value as a text. @since 0.50 */
declare const String: { (value: unknown): string }
/** Whether a value counts as true. @since 0.50 */
declare const Boolean: { (value: unknown): boolean }
/** More than every number. @since 0.50 */
declare const Infinity: number
/** No number. @since 0.50 */
declare const NaN: number
