/** Which Pods the API server shows to the webhook, and what it does where none answers. */
import type { IMutatingWebhookConfiguration } from 'kubernetes-models/admissionregistration.k8s.io/v1'
import { caBundleOf } from './certificate.ts'
import { CERTIFICATE_SECRET, LABELS, NAME, type Installation } from './installation.ts'

/** The label that takes a namespace in, and by which a Pod stays out. */
const INJECT_LABEL = 'pipy-probes/inject'
const OPT_OUT_LABEL = 'pipy-probes/rewrite'

/** Namespaces that a broken webhook must never keep from starting. */
const NEVER = ['kube-system', 'kube-public', 'kube-node-lease']

/** The registration; cert-manager fills the CA bundle in where the certificate is its own. */
export function webhookConfiguration(installation: Installation): IMutatingWebhookConfiguration {
  const { namespace, certificate, failurePolicy, timeout } = installation
  const isManaged = certificate === 'cert-manager'
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: {
      name: NAME,
      labels: LABELS,
      ...(isManaged && {
        annotations: { 'cert-manager.io/inject-ca-from': `${namespace}/${CERTIFICATE_SECRET}` },
      }),
    },
    webhooks: [
      {
        name: 'probes.pipy-probes.io',
        admissionReviewVersions: ['v1'],
        clientConfig: {
          service: { name: NAME, namespace, path: '/mutate', port: 443 },
          ...(!isManaged && { caBundle: caBundleOf(certificate.cert) }),
        },
        rules: [
          {
            apiGroups: [''],
            apiVersions: ['v1'],
            operations: ['CREATE'],
            resources: ['pods'],
            scope: 'Namespaced',
          },
        ],
        namespaceSelector: {
          matchLabels: { [INJECT_LABEL]: 'enabled' },
          matchExpressions: [
            {
              key: 'kubernetes.io/metadata.name',
              operator: 'NotIn',
              values: [...NEVER, namespace],
            },
          ],
        },
        objectSelector: {
          matchExpressions: [{ key: OPT_OUT_LABEL, operator: 'NotIn', values: ['false'] }],
        },
        matchConditions: [{ name: 'has-a-probe', expression: HAS_PROBE }],
        failurePolicy,
        matchPolicy: 'Equivalent',
        reinvocationPolicy: 'IfNeeded',
        sideEffects: 'None',
        timeoutSeconds: timeout,
      },
    ],
  }
}

/** In CEL: a Pod without a probe or a hook is not sent at all. */
const anyProbe = ['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle']
  .map(field => `has(c.${field})`)
  .join(' || ')
const HAS_PROBE = [
  `object.spec.containers.exists(c, ${anyProbe})`,
  `(has(object.spec.initContainers) && object.spec.initContainers.exists(c, ${anyProbe}))`,
].join(' || ')
