/**
 * What stands for the classic API's `pipy` where a script is built for the functional one;
 * this module alone has Pipy's own by that name.
 */
import { newConfiguration } from './configuration.ts'

const classic = Object.assign(
  (variables: PipyVariables) => newConfiguration(pipy.listen, variables),
  { load: (path: string) => pipy.load(path) },
)

export { classic as pipy }
