/** Configs of the sidecar, as the tests declare probes in them. */
import type { Entry, Header, HookEntry, HttpGet, Original } from '../../src/config/types.ts'

export interface Lists {
  readonly liveness?: readonly Entry[]
  readonly readiness?: readonly Entry[]
  readonly startup?: readonly Entry[]
  readonly hooks?: readonly HookEntry[]
}

/** A config's text; `more` stands beside the lists. */
export const configWith = (
  { liveness, readiness, startup, hooks }: Lists,
  more: object = {},
): string =>
  JSON.stringify({
    Spec: {
      Probes: {
        LivenessProbes: liveness ?? null,
        ReadinessProbes: readiness ?? null,
        StartupProbes: startup ?? null,
        ...(hooks ? { LifecycleHooks: hooks } : {}),
        ...more,
      },
    },
  })

/** What an entry has besides its original: how it is asked for, and its numbers. */
export type EntryFields = Partial<Entry> & {
  readonly path?: string
  readonly httpHeaders?: readonly Header[]
  readonly scheme?: string
}

/** An entry for an app's path, asked for on a port. */
export function entry(
  port: number,
  original: Partial<Original> & { port: number },
  { path, httpHeaders, scheme = 'HTTP', ...fields }: EntryFields = {},
): Entry {
  const isTcp = original.scheme === 'TCP'
  const headers = isTcp ? [{ name: 'Original-Tcp-Port', value: `${original.port}` }] : httpHeaders
  return {
    httpGet: {
      path: path ?? (isTcp ? '/osm-healthcheck' : '/osm-liveness-probe'),
      port,
      scheme,
      ...(headers ? { httpHeaders: headers } : {}),
    },
    timeoutSeconds: 1,
    ...fields,
    original: { container: 'app', scheme: 'HTTP', path: '/health', ...original },
  }
}

/** An entry for an HTTPS app, whose TLS is passed through: the path is the app's own. */
export const passedThrough = (
  port: number,
  original: Partial<Original> & { port: number },
): Entry =>
  entry(
    port,
    { scheme: 'HTTPS', ...original },
    { scheme: 'HTTPS', path: original.path ?? '/health' },
  )

/** A preStop hook of an app's path, asked for on a port; `more` is what the kubelet sends. */
export const hookEntry = (
  port: number,
  original: Partial<Original> & { port: number },
  { timeoutSeconds = 30, ...more }: Partial<HttpGet> & { timeoutSeconds?: number } = {},
): HookEntry => ({
  hook: 'preStop',
  httpGet: { path: `/osm-lifecycle/${original.container ?? 'app'}/preStop`, port, ...more },
  timeoutSeconds,
  original: { container: 'app', scheme: 'HTTP', path: '/drain', ...original },
})
