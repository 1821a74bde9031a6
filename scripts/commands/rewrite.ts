/** `pipy-probes rewrite`: manifests in, mesh-ready manifests out. */
import { REWRITE_OPTIONS } from '../../src/pod/options.ts'
import { InputError } from '../error.ts'
import type { Resource } from '../kubectl/resource.ts'
import { filesIn } from '../manifests/read.ts'
import type { RewriteOptions } from '../manifests/rewrite.ts'
import { CLUSTER_HELP, CLUSTER_OPTIONS, manifestsFrom, resourcesFrom } from './cluster.ts'
import type { Command, Options } from './command.ts'
import { REWRITE_HELP, rewritingFrom } from './options.ts'
import { FORMATS, type Format } from './rewrite/formats.ts'
import { replaceFiles } from './rewrite/inPlace.ts'
import { printRewritten } from './rewrite/output.ts'

/** Writes to standard output, or with -i the files themselves, all or none. */
export const rewrite: Command = {
  name: 'rewrite',
  summary: 'rewrite the probes of manifests for the mesh, or undo it',
  help: `Usage: pipy-probes rewrite [-f FILE|DIR|-]... [options]
       pipy-probes rewrite TYPE/NAME ... [-n NAMESPACE] [options]

Reads Kubernetes manifests (standard input where no -f is given) and writes
them with the probes rewritten; every other byte stays as it was. TYPE/NAME is
read from a cluster by kubectl, and only printed: kubectl apply -f - takes it.

  -f, --file FILE      manifests; a folder's .yaml, .yml and .json; - is standard input
  -o, --output FORM    yaml (default), json, patch (RFC 6902, one object) or diff
  -i, --in-place       write the files themselves
      --undo           give back the manifests from before the rewriting
      --any-kind       take spec.template of kinds that are not known, too
${CLUSTER_HELP}
${REWRITE_HELP}

Annotations on the Pod leave it alone: pipy-probes/rewrite: "false", or
pipy-probes/rewrite.CONTAINER: "false" for one container.
`,
  options: {
    file: { type: 'string', short: 'f', multiple: true },
    output: { type: 'string', short: 'o', default: 'yaml' },
    'in-place': { type: 'boolean', short: 'i' },
    undo: { type: 'boolean' },
    'any-kind': { type: 'boolean' },
    ...CLUSTER_OPTIONS,
    ...REWRITE_OPTIONS,
  },
  positionals: true,
  async run(options, positionals) {
    const resources = resourcesFrom(options, positionals)
    const rewriting: RewriteOptions = {
      ...rewritingFrom(options),
      undo: options.undo ?? false,
      anyKind: options['any-kind'] ?? false,
    }
    const format = FORMATS.get(options.output)
    if (!format)
      throw new InputError(`-o "${options.output}" is unknown: yaml, json, patch or diff`)
    if (resources) return printNamed(resources, options, rewriting, format)
    const paths = [...(options.file ?? []), ...positionals]
    const files = filesIn(paths.length > 0 ? paths : ['-'])
    if (!options['in-place']) await printRewritten(files, rewriting, format)
    else if (options.output === 'yaml') await replaceFiles(files, rewriting)
    else throw new InputError('-i writes the files as they are: leave -o out')
    return 0
  },
}

const printNamed = async (
  resources: readonly Resource[],
  options: Options,
  rewriting: RewriteOptions,
  format: Format,
): Promise<number> => {
  if (options['in-place'])
    throw new InputError('-i writes files, and a cluster is only read: leave it out')
  const manifests = await manifestsFrom(options, resources)
  if (manifests) await printRewritten(manifests, rewriting, format)
  return 0
}
