/**
 * The part of ECMAScript's library that Pipy 0.50, 0.90 and 1.5 all have, in
 * place of TypeScript's own: what is missing here is missing in some Pipy, and
 * so a type error. Members that exist but misbehave (`split` by a RegExp,
 * `replace` with a function, `slice` from the end, `reverse`, `lastIndexOf`) are left out too.
 */

interface Object {}
interface Function {}
interface CallableFunction extends Function {}
interface NewableFunction extends Function {}
interface IArguments {}
interface Boolean {}
interface Number {}

/** Positions count code points in Pipy and UTF-16 units in Node: keep to ASCII where it matters. */
interface String {
  readonly length: number
  /** Of a position in the text: past its end Pipy 0.50 gives what lies there in memory. */
  charAt(position: number): string
  charCodeAt(position: number): number
  codePointAt(position: number): number | undefined
  endsWith(search: string): boolean
  includes(search: string): boolean
  indexOf(search: string, from?: number): number
  padStart(length: number, fill: string): string
  repeat(count: number): string
  replaceAll(search: string, replacement: string): string
  split(separator: string): string[]
  startsWith(search: string): boolean
  substring(start: number, end?: number): string
  toLowerCase(): string
  toUpperCase(): string
  trim(): string
}

interface ReadonlyArray<Item> {
  readonly length: number
  readonly [index: number]: Item
  [Symbol.iterator](): Iterator<Item>
  every(test: (item: Item, index: number) => boolean): boolean
  filter<Kept extends Item>(test: (item: Item, index: number) => item is Kept): Kept[]
  filter(test: (item: Item, index: number) => boolean): Item[]
  find(test: (item: Item, index: number) => boolean): Item | undefined
  findIndex(test: (item: Item, index: number) => boolean): number
  flatMap<Result>(map: (item: Item, index: number) => Result[]): Result[]
  forEach(each: (item: Item, index: number) => void): void
  includes(item: Item): boolean
  indexOf(item: Item): number
  join(separator?: string): string
  map<Result>(map: (item: Item, index: number) => Result): Result[]
  reduce<Result>(step: (result: Result, item: Item, index: number) => Result, start: Result): Result
  slice(start: number, end?: number): Item[]
  some(test: (item: Item, index: number) => boolean): boolean
}
interface Array<Item> extends ReadonlyArray<Item> {
  [index: number]: Item
  concat(...others: Item[][]): Item[]
  push(item: Item): void
}

/** Pipy's expressions are C++'s `std::regex`: keep them small and anchored. */
interface RegExp {
  test(text: string): boolean
}

interface ObjectConstructor {
  keys(object: object): string[]
  values<Value>(object: { readonly [key: string]: Value }): Value[]
  entries<Value>(object: { readonly [key: string]: Value }): [string, Value][]
  fromEntries<Value>(entries: readonly (readonly [string, Value])[]): { [key: string]: Value }
}
interface Math {
  floor(number: number): number
  max(one: number, other: number): number
  min(one: number, other: number): number
}

declare const Object: ObjectConstructor
declare const Math: Math
declare const RegExp: { new (source: string): RegExp }
declare const Date: { now(): number }
declare const Number: { (text: string): number }

/** `for…of` over arrays needs these names; they are types alone, and the compiler refuses them as values. */
interface SymbolConstructor {
  readonly iterator: unique symbol
}
declare const Symbol: SymbolConstructor
interface IteratorResult<Item> {
  done?: boolean
  value: Item
}
interface Iterator<Item> {
  next(): IteratorResult<Item>
}
interface Iterable<Item> {
  [Symbol.iterator](): Iterator<Item>
}
interface IterableIterator<Item> extends Iterator<Item> {
  [Symbol.iterator](): IterableIterator<Item>
}
/** A type alone, which TypeScript looks for; Pipy's own is `PipyPromise`. */
interface Promise<Value> {
  readonly value?: Value
}
interface TemplateStringsArray extends ReadonlyArray<string> {}

type Record<Key extends string, Value> = { [Name in Key]: Value }
type Partial<Whole> = { [Name in keyof Whole]?: Whole[Name] }
type Pick<Whole, Names extends keyof Whole> = { [Name in Names]: Whole[Name] }
type Omit<Whole, Names> = { [Name in keyof Whole as Name extends Names ? never : Name]: Whole[Name] }
type NonNullable<Value> = Value & {}
