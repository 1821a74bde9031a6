/**
 * The names that TypeScript itself looks for where it has no library of its own. They are types
 * alone: none of them stands for a value that some Pipy lacks.
 */

/** Every object. */
interface Object {}
/** Every function. */
interface Function {}
/** A function that is called. */
interface CallableFunction extends Function {}
/** A function that is called with `new`. */
interface NewableFunction extends Function {}
/** What `arguments` would be; no Pipy has it. */
interface IArguments {}
/** `true` and `false`. */
interface Boolean {}

/** `for…of` over lists needs these names; the compiler refuses them as values. */
interface SymbolConstructor {
  readonly iterator: unique symbol
}
/** A type alone: no Pipy has symbols. */
declare const Symbol: SymbolConstructor
/** One step of an iteration. */
interface IteratorResult<Item> {
  done?: boolean
  value: Item
}
/** What `for…of` goes through. */
interface Iterator<Item> {
  next(): IteratorResult<Item>
}
/** What has an iterator. */
interface Iterable<Item> {
  [Symbol.iterator](): Iterator<Item>
}
/** An iterator that is its own. */
interface IterableIterator<Item> extends Iterator<Item> {
  [Symbol.iterator](): IterableIterator<Item>
}
/** A type alone in Pipy 0.50; see since-0.90. */
interface Promise<Value> {
  readonly value?: Value
}
/** The texts of a template; no Pipy has tagged ones. */
interface TemplateStringsArray extends ReadonlyArray<string> {}

/** An object with values of one type. */
type Record<Key extends string, Value> = { [Name in Key]: Value }
/** The same with every member optional. */
type Partial<Whole> = { [Name in keyof Whole]?: Whole[Name] }
/** Some members. */
type Pick<Whole, Names extends keyof Whole> = { [Name in Names]: Whole[Name] }
/** All members but some. */
type Omit<Whole, Names> = {
  [Name in keyof Whole as Name extends Names ? never : Name]: Whole[Name]
}
/** Neither null nor undefined. */
type NonNullable<Value> = Value & {}
