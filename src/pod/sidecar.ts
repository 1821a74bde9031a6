/**
 * The sidecar's config on its way to it: an annotation of the Pod, and in the
 * sidecar's container a variable that has the annotation's value (the downward API).
 */
import { CONFIG_VARIABLE } from '../config/source.ts'
import { isEqual, isList, isObject } from '../config/values.ts'
import { bytesOf } from '../text.ts'
import { valueAt } from './edits.ts'
import { isNative } from './start.ts'
import type { Container, Edit, Path, PodTemplate, Warning } from './types.ts'

/** The annotation: JSON, a `SidecarConfig`. */
export const CONFIG = 'pipy-probes/config'

/** What giving a container its config has added to it. */
export interface GivenConfig {
  readonly container: string
  readonly added: 'variable' | 'env' | 'null env'
}

/** A container, and its place in a template. */
interface Located {
  readonly container: Container
  readonly path: Path
}

const FIELD = ['valueFrom', 'fieldRef', 'fieldPath']
const FIELD_PATH = `metadata.annotations['${CONFIG}']`
const VARIABLE = {
  name: CONFIG_VARIABLE,
  valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: FIELD_PATH } },
}

/**
 * Why a config, in JSON, cannot be given: Linux starts no program with a longer
 * variable (MAX_ARG_STRLEN, its name and a NUL included), so that a Pod that got
 * one would never start, and one without it would have a sidecar that serves nothing.
 */
export function excessOf(config: string): Warning | undefined {
  // A character has four bytes at the most.
  const bytes = config.length * 4 > MOST_BYTES ? bytesOf(config).length : 0
  return bytes > MOST_BYTES
    ? {
        field: `metadata.annotations.${CONFIG}`,
        message:
          `has ${bytes} bytes, and a variable holds ${MOST_BYTES}: the probes stay as they are: ` +
          'have fewer containers in the Pod',
      }
    : undefined
}

const MOST_BYTES = 128 * 1024 - CONFIG_VARIABLE.length - 2

/**
 * The container that is to be given its config: the first of the names that is
 * in the Pod, native sidecars included. Undefined where there is none, or where
 * its author gives it a config already.
 */
export function givenTo(
  template: PodTemplate,
  names: readonly string[],
  before: GivenConfig | undefined,
): GivenConfig | undefined {
  const name = names.find(wanted => locate(template, wanted) !== undefined)
  const found = locate(template, name)
  if (!found || name === undefined) return undefined
  if (before?.container === name) return before
  if (indexOf(found.container) >= 0) return undefined
  const { env } = found.container
  return { container: name, added: isList(env) ? 'variable' : env === null ? 'null env' : 'env' }
}

/**
 * The edits of the containers' variables, from what an
 * earlier rewriting has given to what is wanted.
 */
export function sidecarEdits(
  template: PodTemplate,
  wanted: GivenConfig | undefined,
  before: GivenConfig | undefined,
): Edit[] {
  return [
    ...(before && before.container !== wanted?.container ? removal(template, before) : []),
    ...(wanted ? addition(template, wanted) : []),
  ]
}

const addition = (template: PodTemplate, { container: name }: GivenConfig): Edit[] => {
  const found = locate(template, name)
  if (!found) return []
  const path = [...found.path, 'env']
  const { env } = found.container
  if (!isList(env)) return [{ path, value: [VARIABLE] }]
  const index = indexOf(found.container)
  if (index < 0) return [{ path: [...path, env.length], value: VARIABLE }]
  // The API server fills in the apiVersion of a fieldRef.
  return isEqual(valueAt(env[index], FIELD), FIELD_PATH)
    ? []
    : [{ path: [...path, index], value: VARIABLE }]
}

const removal = (template: PodTemplate, { container: name, added }: GivenConfig): Edit[] => {
  const found = locate(template, name)
  const index = found ? indexOf(found.container) : -1
  const env = found?.container.env
  if (!found || index < 0 || !isList(env)) return []
  const path = [...found.path, 'env']
  return env.length > 1 || added === 'variable'
    ? [{ path: [...path, index], value: undefined }]
    : [{ path, value: added === 'env' ? undefined : null }]
}

/** A container that runs beside the application. */
const locate = (template: PodTemplate, name: string | undefined): Located | undefined => {
  const { containers, initContainers } = template.spec
  const init = (initContainers ?? []).findIndex(one => one.name === name && isNative(one))
  const index = containers.findIndex(one => one.name === name)
  const container = index < 0 ? initContainers?.[init] : containers[index]
  if (!container) return undefined
  return {
    container,
    path: index < 0 ? ['spec', 'initContainers', init] : ['spec', 'containers', index],
  }
}

const indexOf = ({ env }: Container): number =>
  isList(env)
    ? env.findIndex(variable => isObject(variable) && variable.name === CONFIG_VARIABLE)
    : -1
