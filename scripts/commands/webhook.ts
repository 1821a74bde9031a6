/** `pipy-probes webhook`: serves the admission webhook on this machine until it is told to end. */
import { resolve } from 'node:path'
import { Sidecar } from '../../pipy/sidecar.ts'
import { REWRITE_OPTIONS } from '../../src/pod/options.ts'
import { portOf } from '../../src/text.ts'
import { InputError } from '../error.ts'
import { caBundleOf } from '../install/certificate.ts'
import { distFile } from '../paths.ts'
import { checkPair, makePair, writePair } from './certificate.ts'
import type { Command, Options } from './command.ts'
import { chooseHost, hostNote } from './hosts.ts'
import { REWRITE_HELP, rewritingFrom, wordsOf } from './options.ts'
import { endingOf, refuseBusy, started, untilEnded } from './serving.ts'

/** Ends with 0 when it is told to end, with 1 when its host ends by itself. */
export const webhook: Command = {
  name: 'webhook',
  summary: 'serve the admission webhook on this machine',
  help: `Usage: pipy-probes webhook [--cert FILE --key FILE] [options]

Serves AdmissionReviews of Pods over HTTPS at /mutate, as the webhook in a cluster
does, until Ctrl-C or SIGTERM. Without a certificate it makes one for localhost,
and prints it as a caBundle.

      --port PORT      to listen on (default 9443)
      --cert FILE      the server's certificate in PEM, and behind it those that vouch
                       for it; it and the key are taken anew when they change
      --key FILE       its key in PEM
      --host HOST      auto (default), pipy or embedded
      --pipy PATH      this pipy
${REWRITE_HELP}
`,
  options: {
    port: { type: 'string' },
    cert: { type: 'string' },
    key: { type: 'string' },
    host: { type: 'string', default: 'auto' },
    pipy: { type: 'string' },
    ...REWRITE_OPTIONS,
  },
  async run(options) {
    const port = portOf(options.port ?? '9443')
    if (port === 0) throw new InputError(`--port "${options.port}" is no port from 1 to 65535`)
    rewritingFrom(options)
    const pair = pairFrom(options)
    const host = await chooseHost(options.host, options.pipy, 'webhook.js')
    await refuseBusy([port])
    const made = pair ? undefined : await makePair(['localhost'], ['127.0.0.1', '::1'], DAYS)
    const written = made && writePair(made)
    const ending = endingOf()
    const files = pair ?? written
    try {
      const sidecar = await started(
        Sidecar.start({
          host,
          scripts: {
            'webhook.js': distFile('webhook.js'),
            'healthcheck.js': distFile('healthcheck.js'),
          },
          files: {},
          ports: [port],
          env: {
            PORT: `${port}`,
            TLS_CERT: files?.cert ?? '',
            TLS_KEY: files?.key ?? '',
            OPTIONS: wordsOf(options).join(' '),
          },
          onLine: line => console.log(line),
        }),
      )
      if (made) console.log(`caBundle: ${caBundleOf(made.cert)}`)
      console.log(`serving https://localhost:${port}/mutate ${hostNote(host)}; Ctrl-C ends it`)
      return await untilEnded(sidecar, ending)
    } finally {
      written?.remove()
    }
  },
}

/** How long a pair that is made here is good for. */
const DAYS = 30

const pairFrom = ({ cert, key }: Options): { cert: string; key: string } | undefined => {
  if (cert === undefined && key === undefined) return undefined
  if (cert === undefined || key === undefined)
    throw new InputError('give --cert and --key together, or none of them')
  checkPair(cert, key)
  return { cert: resolve(cert), key: resolve(key) }
}
