/** main.ts for Pipy 2. */
import configuration from '../main.ts'
import { start } from './configuration.ts'

export default start(configuration)
