/** What the options of `check` name beside the Pods. */
import { isIP } from 'node:net'
import { withoutSurplusBraces } from '../../../src/config/json.ts'
import { readEvents, type Event } from '../../check/events.ts'
import type { Evidence } from '../../check/pod.ts'
import { InputError } from '../../error.ts'
import { readText } from '../../manifests/read.ts'
import type { Options } from '../command.ts'
import { helperScript } from '../options.ts'
import { portMapFrom } from '../target.ts'

/** Reads it; the contract is each Pod's own. @throws InputError for what cannot be read. */
export async function evidenceFrom(options: Options): Promise<Omit<Evidence, 'contract'>> {
  const { config, iptables, events, live } = options
  return {
    script: helperScript(),
    config: config === undefined ? undefined : await readConfig(config),
    rules: iptables === undefined ? undefined : readText(iptables),
    events: events === undefined ? [] : readEventsOf(events),
    target:
      live === undefined
        ? undefined
        : { podIP: addressFrom(live), portMap: portMapFrom(options['port-map']) },
  }
}

const readConfig = async (place: string): Promise<unknown> =>
  configFrom(/^https?:\/\//.test(place) ? await readUrl(place) : readText(place))

/** What is no JSON is a finding's matter: the sidecar has it like that. */
export function configFrom(text: string): unknown {
  try {
    return JSON.parse(withoutSurplusBraces(text))
  } catch {
    return text
  }
}

const readUrl = async (url: string): Promise<string> => {
  const response = await fetch(url, { signal: AbortSignal.timeout(5000) }).catch((error: Error) => {
    const { message } = (error.cause as Error | undefined) ?? error
    throw new InputError(`--config "${url}" cannot be fetched: ${message}`)
  })
  if (!response.ok) throw new InputError(`--config "${url}" answers ${response.status}`)
  return response.text()
}

const readEventsOf = (file: string): Event[] => {
  const text = readText(file)
  try {
    return readEvents(text)
  } catch {
    throw new InputError(
      `--events "${file}" is neither JSON of kubectl get events nor a text of kubectl describe`,
    )
  }
}

const addressFrom = (text: string): string => {
  if (isIP(text) !== 0 || text === 'localhost') return text
  throw new InputError(`--live "${text}" is no IP address`)
}
