/**
 * Lists. Left out, since they misbehave in some Pipy: `reverse`, `lastIndexOf`, `flat` with a
 * depth, `slice` from the end, `splice` that puts in more than it takes out.
 */
interface ReadonlyArray<Item> {
  /** How many. @since 0.50 */
  readonly length: number
  readonly [index: number]: Item
  [Symbol.iterator](): Iterator<Item>
  /** Whether a test holds for all. @since 0.50 */
  every(test: (item: Item, index: number) => boolean): boolean
  /** Those for which a test holds. @since 0.50 */
  filter<Kept extends Item>(test: (item: Item, index: number) => item is Kept): Kept[]
  filter(test: (item: Item, index: number) => boolean): Item[]
  /** The first for which a test holds. @since 0.50 */
  find(test: (item: Item, index: number) => boolean): Item | undefined
  /** The place of the first for which a test holds, -1 for none. @since 0.50 */
  findIndex(test: (item: Item, index: number) => boolean): number
  /** The lists that come of each, as one. @since 0.50 */
  flatMap<Result>(map: (item: Item, index: number) => Result[]): Result[]
  /** Calls a function with each. @since 0.50 */
  forEach(each: (item: Item, index: number) => void): void
  /** Whether it is in the list. @since 0.50 */
  includes(item: Item): boolean
  /** Its first place, -1 where it is not in the list. @since 0.50 */
  indexOf(item: Item): number
  /** As one text, with commas between unless told. @since 0.50 */
  join(separator?: string): string
  /** What comes of each. @since 0.50 */
  map<Result>(map: (item: Item, index: number) => Result): Result[]
  /** What comes of all, one step after the other. @since 0.50 */
  reduce<Result>(step: (result: Result, item: Item, index: number) => Result, start: Result): Result
  /** The same from the end. @since 0.50 */
  reduceRight<Result>(
    step: (result: Result, item: Item, index: number) => Result,
    start: Result,
  ): Result
  /** From one place up to before another, both counted from the start. @since 0.50 */
  slice(start: number, end?: number): Item[]
  /** Whether a test holds for one. @since 0.50 */
  some(test: (item: Item, index: number) => boolean): boolean
}

/** A list that can be changed. */
interface Array<Item> extends ReadonlyArray<Item> {
  [index: number]: Item
  /** This list and others behind it, as a new one. @since 0.50 */
  concat(...others: Item[][]): Item[]
  /** Puts one value everywhere; gives the list itself. @since 0.50 */
  fill(value: Item): this
  /** Takes the last one off. @since 0.50 */
  pop(): Item | undefined
  /** Puts one behind. @since 0.50 */
  push(item: Item): void
  /** Takes the first one off. @since 0.50 */
  shift(): Item | undefined
  /** Orders the list itself: as texts, or by a comparison (below 0: one first). @since 0.50 */
  sort(compare?: (one: Item, other: Item) => number): this
  /** Takes some out, and gives them. @since 0.50 */
  splice(start: number, count: number): Item[]
  /** Puts one in front. @since 0.50 */
  unshift(item: Item): void
}

/** A list of so many holes: `fill` it. @since 0.50 */
declare const Array: { new <Item>(length: number): Item[] }
