/** How bytes are written down as a text. */
type DataEncoding = 'utf8' | 'hex' | 'base64' | 'base64url'

/** A piece of a byte stream. Handlers may be given an empty one. @since 0.50 */
declare class Data {
  constructor(bytes?: string | readonly number[] | Data)
  constructor(text: string, encoding: DataEncoding)
  /** The bytes of a text; null where it is none in that encoding. @since 0.50 */
  static from(text: string, encoding?: DataEncoding): Data | null
  /** How many bytes. @since 0.50 */
  readonly size: number
  /** Appends, by moving no bytes. @since 0.50 */
  push(data: Data | string): this
  /** Takes that many bytes off the front, or all where there are fewer. @since 0.50 */
  shift(size: number): Data
  /** Takes bytes off the front up to the first for which a test holds, and with it. @since 0.50 */
  shiftTo(test: (byte: number) => boolean): Data
  /** Takes bytes off the front as long as a test holds. @since 0.50 */
  shiftWhile(test: (byte: number) => boolean): Data
  /**
   * Undefined where the bytes are no UTF-8; in a template (`${data}`) they are taken as they are,
   * unseen. @since 0.50
   */
  toString(): string | undefined
  toString(encoding: 'hex' | 'base64' | 'base64url'): string
}
