/** Changes that break a Pod, its config, or what a cluster says of them. */

/** Anything of a Pod or a config: tests reach into it freely. */
export type Json = any

export type Change = (object: Json) => void

const put = (object: Json, path: readonly string[], value: unknown): void => {
  const [last = ''] = path.slice(-1)
  const parent = path.slice(0, -1).reduce((inner, name) => inner[name], object)
  if (value === undefined) delete parent[last]
  else parent[last] = value
}

/** A container's field, as `bookstore.livenessProbe.httpGet.port`; undefined takes it away. */
export const set =
  (path: string, value: unknown): Change =>
  pod => {
    const [name, ...fields] = path.split('.')
    const container = pod.spec.containers.find((one: Json) => one.name === name)
    put(container, fields, value)
  }

/** A field among a config's probes, as `LivenessProbes.0.httpGet.path`. */
export const setInConfig =
  (path: string, value: unknown): Change =>
  config =>
    put(config.Spec.Probes, path.split('.'), value)

/** Fields of what the cluster says of a container. */
export const setStatus =
  (name: string, fields: object): Change =>
  pod =>
    void Object.assign(
      pod.status.containerStatuses.find((one: Json) => one.name === name),
      fields,
    )

/** The annotation that keeps the originals. */
export const ORIGINALS = 'pipy-probes/originals'

/** The probes that the annotation keeps, as `bookstore.livenessProbe.httpGet.port`. */
export const setOriginal =
  (path: string, value: unknown): Change =>
  ({ metadata }) => {
    const record = JSON.parse(metadata.annotations[ORIGINALS])
    put(record.originals, path.split('.'), value)
    metadata.annotations[ORIGINALS] = JSON.stringify(record)
  }

/** An annotation of the Pod. */
export const annotate =
  (name: string, value: string): Change =>
  ({ metadata }) =>
    put(metadata.annotations, [name], value)
