/** Objects, arithmetic, time. */

/** What there is to objects as such. */
interface ObjectConstructor {
  /** The first object, with others put over it. Null and undefined count as empty. @since 0.50 */
  assign<Target extends object, More>(target: Target, ...more: More[]): Target & More
  /** The names, in their order. Names behind a spread come before it in Pipy. @since 0.50 */
  keys(object: object): string[]
  /** The values. @since 0.50 */
  values<Value>(object: { readonly [key: string]: Value }): Value[]
  /** Pairs of name and value. @since 0.50 */
  entries<Value>(object: { readonly [key: string]: Value }): [string, Value][]
  /** An object of pairs. @since 0.50 */
  fromEntries<Value>(entries: readonly (readonly [string, Value])[]): { [key: string]: Value }
}
/** Objects as such. @since 0.50 */
declare const Object: ObjectConstructor

/** Arithmetic. */
interface Math {
  /** 3.14159… @since 0.50 */
  readonly PI: number
  /** Without its sign. @since 0.50 */
  abs(number: number): number
  /** The whole number above. @since 0.50 */
  ceil(number: number): number
  /** The whole number below. @since 0.50 */
  floor(number: number): number
  /** The logarithm to the base e. @since 0.50 */
  log(number: number): number
  /** The larger one. @since 0.50 */
  max(one: number, other: number): number
  /** The smaller one. @since 0.50 */
  min(one: number, other: number): number
  /** A number raised to a power. @since 0.50 */
  pow(base: number, exponent: number): number
  /** From 0 up to before 1; for nothing that must stay secret. @since 0.50 */
  random(): number
  /** The nearest whole number. @since 0.50 */
  round(number: number): number
  /** The square root. @since 0.50 */
  sqrt(number: number): number
  /** Without what is behind the point. @since 0.50 */
  trunc(number: number): number
}
/** Arithmetic. @since 0.50 */
declare const Math: Math

/** A point in time. */
interface Date {
  /** Milliseconds since 1970. @since 0.50 */
  getTime(): number
  /** The year, at the machine's place. @since 0.50 */
  getFullYear(): number
  /** The month, 0 to 11, at the machine's place. @since 0.50 */
  getMonth(): number
  /** The day of the month, 1 to 31, at the machine's place. @since 0.50 */
  getDate(): number
  /** The hour, at the machine's place. @since 0.50 */
  getHours(): number
  /** The minute. @since 0.50 */
  getMinutes(): number
  /** The second. @since 0.50 */
  getSeconds(): number
  /** `1970-01-01T00:00:00.000Z`. @since 0.50 */
  toISOString(): string
}
/** Points in time, from milliseconds since 1970, or now. @since 0.50 */
declare const Date: {
  new (time?: number): Date
  /** Milliseconds since 1970. @since 0.50 */
  now(): number
}

/** JSON as text and as bytes. An error ends the script, or the stream of the callback. */
interface JSON {
  /** Reads bytes. @since 0.50 */
  decode(data: Data): unknown
  /** Writes bytes. @since 0.50 */
  encode(value: unknown): Data
  /** Reads a text. @since 0.50 */
  parse(text: string): unknown
  /** Writes a text: on one line, or with so many blanks a level. @since 0.50 */
  stringify(value: unknown, replacer?: null, indent?: number): string
}
/** JSON. @since 0.50 */
declare const JSON: JSON
