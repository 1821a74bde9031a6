/** What the webhook runs with, from the environment. */
import { readOptions, type Refused } from '../pod/options.ts'
import type { TemplateOptions } from '../pod/template.ts'
import { portOf } from '../text.ts'
import { certificateIn, renew, type Certificate } from './certificate.ts'
import { readWords } from './options.ts'

/** A port, a certificate that is there, and how Pods are rewritten. */
export interface Settings {
  readonly port: number
  readonly certificate: Certificate
  readonly options: TemplateOptions
}

/** Where the environment names no port: the one that webhooks usually have. */
const PORT = '9443'

/**
 * `script` is what a helper container runs, if it is there. What is missing or wrong is an error.
 */
export function readSettings(script: Data | null | undefined): Settings | Refused {
  const port = portOf(os.env.PORT ?? PORT)
  if (port === 0) return { error: `PORT "${os.env.PORT}" is no port: a number from 1 to 65535 is` }
  const words = readWords(os.env.OPTIONS ?? '')
  if ('error' in words) return { error: `OPTIONS: ${words.error}` }
  if (!script) return { error: 'healthcheck.js is not beside it, which helper containers run' }
  const options = readOptions(words, helperScript(script))
  if ('error' in options) return { error: `OPTIONS: ${options.error}` }
  const certificate = certificateIn(os.env.TLS_CERT ?? '', os.env.TLS_KEY ?? '')
  const missing = missingFile('TLS_CERT') ?? missingFile('TLS_KEY')
  if (missing !== undefined) return { error: missing }
  renew(certificate)
  return { port, certificate, options }
}

/** Without the comment above it. */
const helperScript = (script: Data): string => {
  const text = script.toString() ?? ''
  return text.startsWith('//') ? text.substring(text.indexOf('\n') + 1) : text
}

const missingFile = (name: 'TLS_CERT' | 'TLS_KEY'): string | undefined => {
  const file = os.env[name] ?? ''
  if (file === '') return `${name} is not set: give it the path of a file in PEM`
  const content = os.readFile(file)
  return content && content.size > 0
    ? undefined
    : `${name} "${file}" cannot be read, or is empty: a file in PEM is needed`
}
