/** Where a Pod's ports are reached from here. */
import { portOf } from '../../src/text.ts'
import { InputError } from '../error.ts'

/** The option in a command’s help. */
export const TARGET_HELP = `\
      --port-map A=B   connect to port B for the Pod's port A, as kubectl port-forward
                       gives it; repeatable, or with commas`

/** `['15901=25901,15902=25902']` by the Pod's port. @throws InputError for what is no pair. */
export function portMapFrom(maps: readonly string[] | undefined): Map<number, number> {
  const pairs = (maps ?? []).flatMap(map => map.split(','))
  return new Map(
    pairs.map(pair => {
      const [from = 0, to = 0, ...more] = pair.split('=').map(portOf)
      if (from === 0 || to === 0 || more.length > 0)
        throw new InputError(`--port-map "${pair}" is not PORT=PORT`)
      return [from, to]
    }),
  )
}
