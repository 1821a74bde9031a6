/** The certificate that the webhook shows to the API server. */
import type { ISecret } from 'kubernetes-models/v1'
import {
  CERTIFICATE_SECRET,
  metadataIn,
  NAME,
  serverName,
  type Installation,
  type KubernetesObject,
} from './installation.ts'

/** cert-manager's issuer and certificate, or the Secret that holds the pair. */
export function certificateObjects(installation: Installation): (KubernetesObject | ISecret)[] {
  const { certificate } = installation
  return certificate === 'cert-manager'
    ? [issuer(installation), managedCertificate(installation)]
    : [secret(installation, certificate)]
}

/** As a webhook's configuration takes a certificate. */
export const caBundleOf = (cert: string): string => Buffer.from(cert).toString('base64')

const issuer = (installation: Installation): KubernetesObject & { spec: object } => ({
  apiVersion: 'cert-manager.io/v1',
  kind: 'Issuer',
  metadata: metadataIn(installation),
  spec: { selfSigned: {} },
})

/** Of 90 days, and renewed after 60: the files change in the Pods, which take them anew. */
const managedCertificate = (installation: Installation): KubernetesObject & { spec: object } => ({
  apiVersion: 'cert-manager.io/v1',
  kind: 'Certificate',
  metadata: metadataIn(installation, CERTIFICATE_SECRET),
  spec: {
    secretName: CERTIFICATE_SECRET,
    issuerRef: { kind: 'Issuer', name: NAME },
    dnsNames: [serverName(installation), `${serverName(installation)}.cluster.local`],
    duration: '2160h',
    renewBefore: '720h',
    privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
  },
})

const secret = (
  installation: Installation,
  { cert, key }: { readonly cert: string; readonly key: string },
): ISecret => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: metadataIn(installation, CERTIFICATE_SECRET),
  type: 'kubernetes.io/tls',
  stringData: { 'tls.crt': cert, 'tls.key': key },
})
