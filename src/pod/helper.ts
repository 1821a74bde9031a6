/** The container that answers TCP checks outside the sidecar: small, without rights, its script inline. */
import type { Contract } from './contract.ts'
import { healthcheckPath } from './contract.ts'

/** What the helper container runs. */
export interface HelperOptions {
  /** An image with a shell and `pipy` on its PATH. */
  readonly image: string
  /** The text of the built `healthcheck.js`. */
  readonly script: string
}

/**
 * Gives the container `osm-healthcheck`. The script goes from the environment
 * to the one place that is writable under a read-only root file system, since
 * every Pipy takes a file.
 */
export const helperContainer = (name: string, ports: readonly number[], contract: Contract, { image, script }: HelperOptions) => ({
  name,
  image,
  command: ['sh', '-c', `printf %s "$SCRIPT" > /dev/shm/${name}.js && exec pipy /dev/shm/${name}.js`],
  env: [
    { name: 'DECLARED_PORTS', value: ports.join(',') },
    { name: 'HEALTHCHECK_PATH', value: healthcheckPath(contract) },
    { name: 'HEALTHCHECK_PORT', value: `${contract.ports.healthcheck}` },
    { name: 'SCRIPT', value: script.trim() },
  ],
  ports: [{ containerPort: contract.ports.healthcheck }],
  resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '100m', memory: '64Mi' } },
  securityContext: {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    runAsUser: 65532,
  },
})
