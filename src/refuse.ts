/**
 * Ends the script, after a message: Pipy then does not start, or keeps the configuration it has.
 * No Pipy before 1.5 has `throw`, and a script without a value is a valid one in 1.5; reading a
 * property of nothing is an error in all of them.
 */
export function refuse(message: string): never {
  console.log(message)
  return NOTHING.value
}

const NOTHING = undefined as unknown as { readonly value: never }
