/** `pipy-probes config`: the sidecar's JSON for a Pod. */
import { configOf } from '../../src/pod/config.ts'
import { readPod } from '../manifests/pod.ts'
import { CLUSTER_HELP, CLUSTER_OPTIONS, podFrom } from './cluster.ts'
import type { Command } from './command.ts'
import { choicesFrom, CONTRACT_HELP, CONTRACT_OPTIONS, contractFrom } from './options.ts'

/** Prints JSON on standard output. */
export const config: Command = {
  name: 'config',
  summary: 'print the sidecar’s config.json for a Pod',
  help: `Usage: pipy-probes config -f POD.yaml [options]
       pipy-probes config TYPE/NAME [-n NAMESPACE] [options]

Prints the config.json of the Pod's sidecar: the same for the original Pod and
for the rewritten one.

  -f, --file FILE      a Pod or anything with a Pod template; - is standard input
      --name NAME      the one to take where the file holds several
${CLUSTER_HELP}
${CONTRACT_HELP}
`,
  options: {
    file: { type: 'string', short: 'f' },
    name: { type: 'string' },
    ...CLUSTER_OPTIONS,
    ...CONTRACT_OPTIONS,
  },
  positionals: true,
  async run(options, positionals) {
    const from = await podFrom(options, positionals)
    if (from === undefined) return 0
    const { template } = await readPod(from, options.name)
    const contract = contractFrom(options, template)
    const json = configOf(template, contract, choicesFrom(options, template))
    console.log(JSON.stringify(json, null, 2))
    return 0
  },
}
