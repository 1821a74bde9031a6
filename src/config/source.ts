/** Where the sidecar's config comes from, the file first. */

/** In the codebase. */
export const CONFIG_FILE = 'config.json'

/** The variable of the environment that holds the file's text, where there is no file. */
export const CONFIG_VARIABLE = 'PIPY_PROBES_CONFIG'
