/** What has to be of which form in a Pod for its probes to be read, by Kubernetes' own types. */
import { isList, isObject } from '../config/values.ts'
import { settingFlaws } from './settings.ts'
import type { Path, PodTemplate } from './types.ts'

/** A value that is not of the form it has to be. */
export interface Flaw {
  /** From the object to the value, or to where it is missing. */
  readonly path: Path
  /** What it is, and what is needed. */
  readonly message: string
}

/** The form of a value; `need` says it in words. */
interface Shape {
  readonly need: string
  readonly isOptional?: boolean
  /** Whether a value that is there is of this form, its parts aside. */
  readonly fits: (value: unknown) => boolean
  readonly fields?: { readonly [name: string]: Shape }
  /** Those of the fields. */
  readonly names?: readonly string[]
  readonly each?: Shape
}

const object = (need: string, fields: { readonly [name: string]: Shape }): Shape => ({
  need,
  fits: isObject,
  fields,
  names: Object.keys(fields),
})
const list = (need: string, each: Shape): Shape => ({ need, fits: isList, each })
const optional = (shape: Shape): Shape => ({ ...shape, isOptional: true })

const TEXT: Shape = { need: 'text', fits: value => typeof value === 'string' }
const NAME: Shape = { need: 'a name', fits: value => typeof value === 'string' && value !== '' }
const NUMBER: Shape = { need: 'a number', fits: value => typeof value === 'number' }
const PORT: Shape = {
  need: 'a port’s number or name',
  fits: value => typeof value === 'number' || typeof value === 'string',
}

const HEADERS = list(
  'a list of headers',
  object('a header with name and value', { name: TEXT, value: optional(TEXT) }),
)

/** `needed` is for what kinds of others may leave out, Knative's Service for one. */
const templateOf = (needed: (shape: Shape) => Shape): Shape => {
  const httpGet = optional(
    object('an object with a port', {
      port: needed(PORT),
      path: optional(TEXT),
      scheme: optional(TEXT),
      host: optional(TEXT),
      httpHeaders: optional(HEADERS),
    }),
  )
  const hook = optional(object('a hook', { httpGet }))
  const probe = object('a probe', {
    httpGet,
    tcpSocket: optional(
      object('an object with a port', { port: needed(PORT), host: optional(TEXT) }),
    ),
    grpc: optional(
      object('an object with a port', { port: needed(NUMBER), service: optional(TEXT) }),
    ),
    timeoutSeconds: optional(NUMBER),
    periodSeconds: optional(NUMBER),
    initialDelaySeconds: optional(NUMBER),
    successThreshold: optional(NUMBER),
    failureThreshold: optional(NUMBER),
  })
  const containers = list(
    'a list of containers',
    object('a container', {
      name: needed(NAME),
      ports: optional(
        list(
          'a list of ports',
          object('a port with containerPort', {
            containerPort: needed(NUMBER),
            name: optional(TEXT),
          }),
        ),
      ),
      livenessProbe: optional(probe),
      readinessProbe: optional(probe),
      startupProbe: optional(probe),
      lifecycle: optional(object('an object', { postStart: hook, preStop: hook })),
    }),
  )
  return object('a Pod template', {
    metadata: optional(object('an object', { annotations: optional(object('an object', {})) })),
    spec: object('an object with containers', {
      containers,
      initContainers: optional(containers),
      terminationGracePeriodSeconds: optional(NUMBER),
    }),
  })
}

const TEMPLATE = templateOf(shape => shape)
const TEMPLATE_OF_OTHERS = templateOf(optional)

/**
 * The first value of a Pod, or of a Pod template at `path`, that is not of its
 * form; undefined where all are. `isKnown` is unset for a kind of others.
 */
export const templateFlaw = (template: unknown, path: Path, isKnown: boolean): Flaw | undefined =>
  under(path, flawIn(isKnown ? TEMPLATE : TEMPLATE_OF_OTHERS, template)) ??
  sharedNames(template as PodTemplate, path)[0] ??
  settingFlaws((template as PodTemplate).metadata).map(one => ({
    path: [...path, ...one.path],
    message: one.message,
  }))[0]

/** What is kept of a container is kept by its name. */
const sharedNames = ({ spec }: PodTemplate, path: Path): Flaw[] => {
  const named = (['initContainers', 'containers'] as const).flatMap(field =>
    (spec[field] ?? []).map(({ name }, index) => ({
      name,
      path: [...path, 'spec', field, index, 'name'],
    })),
  )
  return named
    .filter(({ name }, index) => named.findIndex(other => other.name === name) < index)
    .map(({ name, path: place }) =>
      flaw(place, `is ${shown(name)}, as another container's`, 'a name of its own'),
    )
}

/** The first flaw of a value; its path begins there. */
const flawIn = (shape: Shape, value: unknown): Flaw | undefined => {
  if (value === undefined || value === null)
    return shape.isOptional
      ? undefined
      : flaw([], value === null ? 'is null' : 'is missing', shape.need)
  if (!shape.fits(value)) return flaw([], `is ${shown(value)}`, shape.need)
  const { fields, names, each } = shape
  if (each && isList(value)) {
    // Of hundreds of ports hardly one is flawed: no path is made for the others.
    const index = value.findIndex(item => flawIn(each, item) !== undefined)
    return index < 0 ? undefined : under([index], flawIn(each, value[index]))
  }
  if (!fields || !names || !isObject(value)) return undefined
  const name = names.find(one => flawIn(fields[one] ?? shape, value[one]) !== undefined)
  return name === undefined ? undefined : under([name], flawIn(fields[name] ?? shape, value[name]))
}

const under = (path: Path, found: Flaw | undefined): Flaw | undefined =>
  found && { ...found, path: [...path, ...found.path] }

const flaw = (path: Path, found: string, need: string): Flaw => ({
  path,
  message: `${found}, and ${need} is needed`,
})

/** A value in few words: `"x"`, `1`, `a list`. */
const shown = (value: unknown): string => {
  if (isList(value)) return 'a list'
  if (isObject(value)) return 'an object'
  const text = JSON.stringify(value)
  return text.length > 40 ? `${text.substring(0, 40)}…` : text
}
