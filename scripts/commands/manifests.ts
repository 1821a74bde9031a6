/** `pipy-probes manifests`: the objects that install the webhook in a cluster. */
import { readFileSync } from 'node:fs'
import { stringify } from 'yaml'
import { DEFAULT_IMAGE } from '../../src/pod/helper.ts'
import { REWRITE_OPTIONS } from '../../src/pod/options.ts'
import { InputError } from '../error.ts'
import type { Certificate, Installation } from '../install/installation.ts'
import { serverName } from '../install/installation.ts'
import { objectsOf } from '../install/objects.ts'
import { readText } from '../manifests/read.ts'
import { distFile } from '../paths.ts'
import { checkPair, makePair } from './certificate.ts'
import type { Command, Options } from './command.ts'
import { REWRITE_HELP, rewritingFrom, wordsOf } from './options.ts'

/** Prints YAML for `kubectl apply -f -`; asks no cluster anything. */
export const manifests: Command = {
  name: 'manifests',
  summary: 'print what installs the webhook in a cluster',
  help: `Usage: pipy-probes manifests [options] | kubectl apply -f -

Prints a namespace, a Deployment that runs the webhook in Pipy, and its
registration with the API server: Pods that are created in a namespace with the
label pipy-probes/inject=enabled are rewritten, but for those with the label
pipy-probes/rewrite=false.

      --namespace NAME     where it is installed (default pipy-probes)
      --webhook-image IMAGE  of Pipy 0.90 or newer, with a shell (default ${DEFAULT_IMAGE})
      --replicas N         how many Pods answer (default 2)
      --failure-policy P   Ignore (default): a Pod that nobody could rewrite starts as
                           it is; Fail: it does not start
      --timeout N          seconds that the API server waits, 1 to 30 (default 5)
      --self-signed        a certificate of its own, good for a year; without it
                           cert-manager makes and renews one
      --cert FILE --key FILE
                           a pair of yours, in PEM, for NAME.svc
How Pods are rewritten:
${REWRITE_HELP}
`,
  options: {
    namespace: { type: 'string', default: 'pipy-probes' },
    'webhook-image': { type: 'string', default: DEFAULT_IMAGE },
    replicas: { type: 'string', default: '2' },
    'failure-policy': { type: 'string', default: 'Ignore' },
    timeout: { type: 'string', default: '5' },
    'self-signed': { type: 'boolean' },
    cert: { type: 'string' },
    key: { type: 'string' },
    ...REWRITE_OPTIONS,
  },
  async run(options) {
    const installation = await installationFrom(options)
    const objects = objectsOf(installation)
    process.stdout.write(objects.map(object => stringify(object, FORM)).join('---\n'))
    return 0
  },
}

const FORM = { aliasDuplicateObjects: false, lineWidth: 0 }

const installationFrom = async (options: Options): Promise<Installation> => {
  // Refused here, and not by each Pod of the webhook.
  rewritingFrom(options)
  const namespace = String(options.namespace)
  if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace))
    throw new InputError(
      `--namespace "${namespace}" is no namespace's name: lower-case letters, digits and "-"`,
    )
  const failurePolicy = options['failure-policy']
  if (failurePolicy !== 'Ignore' && failurePolicy !== 'Fail')
    throw new InputError(`--failure-policy "${failurePolicy}" is unknown: Ignore or Fail`)
  return {
    namespace,
    image: options['webhook-image'],
    replicas: numberFrom('--replicas', options.replicas, 1, 100),
    failurePolicy,
    timeout: numberFrom('--timeout', options.timeout, 1, 30),
    rewriting: wordsOf(options).join(' '),
    certificate: await certificateFrom(options, namespace),
    scripts: {
      'webhook.js': readFileSync(distFile('webhook.js'), 'utf8'),
      'healthcheck.js': readFileSync(distFile('healthcheck.js'), 'utf8'),
    },
  }
}

const numberFrom = (option: string, text: string, least: number, most: number): number => {
  const number = /^\d{1,4}$/.test(text) ? Number(text) : NaN
  if (!(number >= least && number <= most))
    throw new InputError(`${option} "${text}" is no number from ${least} to ${most}`)
  return number
}

const certificateFrom = async (options: Options, namespace: string): Promise<Certificate> => {
  const { cert, key } = options
  const isMade = options['self-signed'] === true
  if ((cert === undefined) !== (key === undefined))
    throw new InputError('--cert and --key belong together: give both')
  if (cert !== undefined && isMade)
    throw new InputError('--self-signed makes a pair of its own: leave out --cert and --key')
  if (isMade) return makePair([serverName({ namespace })], [], DAYS)
  if (cert === undefined) return 'cert-manager'
  checkPair(cert, key)
  return { cert: readText(cert), key: readText(key) }
}

/** How long a pair of its own is good for. */
const DAYS = 365
