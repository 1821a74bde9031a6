/**
 * The container that answers TCP checks outside the sidecar:
 * small, without rights, its script inline.
 */
import type { Target } from '../config/types.ts'
import { isEqual, isList, isObject } from '../config/values.ts'
import type { Contract } from './contract.ts'
import { healthcheckPath } from './contract.ts'
import { fieldEdits } from './edits.ts'
import type { Container, ContainerPort, Edit, Path } from './types.ts'

/** What the helper container runs. */
export interface HelperOptions {
  /**
   * An image with a shell and `pipy` on its PATH; undefined is the
   * default one, which never takes the place of another.
   */
  readonly image: string | undefined
  /** The text of the built `healthcheck.js`. */
  readonly script: string
}

/** What the helper container runs where no image is given. */
export const DEFAULT_IMAGE = 'flomesh/pipy:1.5.14'

/** A variable of its environment. */
interface Variable {
  readonly name: string
  readonly value?: string
  readonly valueFrom?: object
}

/** A TCP check as it makes it. */
export interface Check {
  readonly port: number
  readonly target: Target
}

/** With the version that an API server would fill in. */
const POD_IP: Variable = {
  name: 'POD_IP',
  valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'status.podIP' } },
}

/** The helper as it is added to a Pod. */
export interface Helper {
  readonly name: string
  readonly image: string
  /** Set where it is an init container that stays. */
  readonly restartPolicy?: 'Always'
  readonly command: readonly string[]
  readonly env: readonly Variable[]
  readonly ports: readonly ContainerPort[]
  readonly resources: object
  readonly securityContext: object
}

/**
 * Gives the container `osm-healthcheck`. The script goes from the environment
 * to the one place that is writable under a read-only root file system, since
 * every Pipy takes a file. `isNative` is set for one among the init containers.
 */
export const helperContainer = (
  name: string,
  checks: readonly Check[],
  contract: Contract,
  { image, script }: HelperOptions,
  isNative: boolean,
): Helper => ({
  name,
  image: image ?? DEFAULT_IMAGE,
  ...(isNative ? { restartPolicy: 'Always' } : {}),
  command: ['sh', '-c', commandOf(`/dev/shm/${name}.js`)],
  env: [
    { name: 'DECLARED_PORTS', value: declaredPorts(checks) },
    { name: 'HEALTHCHECK_PATH', value: healthcheckPath(contract) },
    { name: 'HEALTHCHECK_PORT', value: `${contract.ports.healthcheck}` },
    { name: 'SCRIPT', value: script.trim() },
    ...(checks.some(({ target }) => target === 'POD_IP') ? [POD_IP] : []),
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

/** `5432,6379@POD_IP`. */
const declaredPorts = (checks: readonly Check[]): string => {
  const all = checks.map(({ port, target }) => (target === 'POD_IP' ? `${port}@POD_IP` : `${port}`))
  return all.filter((one, index) => all.indexOf(one) === index).join(',')
}

/**
 * As a container's first process Pipy would not be ended by
 * SIGTERM, and the Pod would wait out its grace period.
 */
const commandOf = (file: string): string =>
  `trap 'kill $!; exit 0' TERM; printf %s "$SCRIPT" > ${file}; pipy ${file} & wait $!`

/**
 * The edits that bring a helper which is in the Pod at `path` to the wanted one,
 * in the fields that we decide: its name, what it runs, what it is told and the
 * port it listens on, since they follow from the probes and the contract, and
 * the checks fail where they do not. Its image, resources and rights are only a
 * first choice: an operator knows the cluster's registry, quotas and users, and
 * the API server fills in more. They stay, but for an image that is asked for.
 * `port` is the one it has listened on.
 */
export const helperChanges = (
  path: Path,
  present: Container,
  wanted: Helper,
  port: number,
  image: string | undefined,
): Edit[] => [
  ...fieldEdits(path, present, wanted, [
    'name',
    'command',
    ...(image === undefined ? [] : ['image']),
    // Of a regular container it is its author's.
    ...(wanted.restartPolicy === undefined ? [] : ['restartPolicy']),
  ]),
  ...environmentEdits([...path, 'env'], present.env, wanted.env),
  ...portEdits([...path, 'ports'], present.ports, port, wanted.ports),
]

/** Variables that others have added, for a collector or a proxy, stay. */
const environmentEdits = (path: Path, present: unknown, wanted: Helper['env']): Edit[] => {
  if (!isList(present) || present.length === 0) return [{ path, value: wanted }]
  const indexOf = (name: string) =>
    present.findIndex(variable => isObject(variable) && variable.name === name)
  const missing = wanted.filter(({ name }) => indexOf(name) < 0)
  const stale = wanted.some(({ name }) => name === POD_IP.name)
    ? -1
    : present.findIndex(variable => isEqual(variable, POD_IP))
  return [
    ...wanted
      .filter(variable => !missing.includes(variable))
      .flatMap(variable => {
        const index = indexOf(variable.name)
        return fieldEdits([...path, index], present[index] as object, variable, [
          'value',
          'valueFrom',
        ])
      }),
    ...missing.map((variable, index) => ({
      path: [...path, present.length + index],
      value: variable,
    })),
    ...(stale < 0 ? [] : [{ path: [...path, stale], value: undefined }]),
  ]
}

const portEdits = (
  path: Path,
  present: readonly ContainerPort[] | null | undefined,
  before: number,
  wanted: Helper['ports'],
): Edit[] => {
  const containerPort = wanted[0]?.containerPort ?? before
  if (!isList(present) || present.length === 0) return [{ path, value: wanted }]
  if (present.some(port => port.containerPort === containerPort)) return []
  const index = present.findIndex(port => port.containerPort === before)
  const own = present[index]
  if (!own) return [{ path: [...path, present.length], value: wanted[0] }]
  return fieldEdits([...path, index], own, { containerPort }, ['containerPort'])
}
