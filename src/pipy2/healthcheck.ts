/** healthcheck.ts for Pipy 2. */
import configuration from '../healthcheck.ts'
import { start } from './configuration.ts'

export default start(configuration)
