/**
 * A codebase of its own: `pipy main.js`, with `config.json` beside it, or its
 * text in the environment. It listens on the ports that the config's probes
 * name, on IPv4 and IPv6.
 */
import { withoutSurplusBraces } from './config/json.ts'
import { CONFIG_FILE, CONFIG_VARIABLE } from './config/source.ts'
import { configure } from './sidecar/configure.ts'
import { listen } from './sidecar/listen.ts'

const file = pipy.load(CONFIG_FILE)
const text = file ? file.toString() : os.env[CONFIG_VARIABLE]
const config = text === undefined ? undefined : JSON.decode(new Data(withoutSurplusBraces(text)))

export default configure(config, file || text === undefined ? CONFIG_FILE : CONFIG_VARIABLE, listen)
