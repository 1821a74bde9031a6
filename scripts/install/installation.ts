/** What an installation of the webhook in a cluster is made of. */

/** How the webhook is installed; each field is an option of `pipy-probes manifests`. */
export interface Installation {
  readonly namespace: string
  /** An image with a shell and Pipy 0.90 or newer on its PATH. */
  readonly image: string
  readonly replicas: number
  readonly failurePolicy: 'Ignore' | 'Fail'
  /** Seconds that the API server waits, 1 to 30. */
  readonly timeout: number
  /** The options of the rewriting, in the command's own words. */
  readonly rewriting: string
  readonly certificate: Certificate
  /** The texts of the built `webhook.js` and `healthcheck.js`, by their names. */
  readonly scripts: Readonly<Record<string, string>>
}

/** From cert-manager, which renews it, or given in PEM. */
export type Certificate = 'cert-manager' | { readonly cert: string; readonly key: string }

/** An object as `kubectl apply` takes it. */
export interface KubernetesObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace?: string }
}

/** The name of every object. */
export const NAME = 'pipy-probes-webhook'

/** The Secret that holds the certificate. */
export const CERTIFICATE_SECRET = `${NAME}-certificate`

/** Where the webhook listens in its Pod. */
export const PORT = 9443

/** What an object of the installation is known by. */
export const LABELS = {
  'app.kubernetes.io/name': 'pipy-probes',
  'app.kubernetes.io/component': 'webhook',
}

/** The name and labels of an object in the installation's namespace. */
export const metadataIn = ({ namespace }: Installation, name = NAME) => ({
  name,
  namespace,
  labels: LABELS,
})

/** The name that the API server asks for, and that the certificate is for. */
export const serverName = ({ namespace }: Pick<Installation, 'namespace'>): string =>
  `${NAME}.${namespace}.svc`
