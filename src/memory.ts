/** What was made of a text, kept for when the same text comes again. */
export interface Memory<Value> {
  /** By the text. What every object has by a name, `toString` say, is found as well. */
  values: { [text: string]: Value | undefined }
  count: number
}

/** Nothing is kept yet. */
export const emptyMemory = <Value>(): Memory<Value> => ({ values: {}, count: 0 })

/** Keeps a value. Where `most` are kept already, all are forgotten first: none costs a look to keep. */
export function keep<Value>(memory: Memory<Value>, most: number, text: string, value: Value): void {
  if (memory.count >= most) {
    memory.values = {}
    memory.count = 0
  }
  memory.values[text] = value
  memory.count = memory.count + 1
}
