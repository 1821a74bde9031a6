/** `--fix` as a script for `sh`: commands that mend, and comments that say what and what not. */
import { CODES } from './codes.ts'
import type { Finding } from './finding.ts'
import type { Fix, Patch } from './fix.ts'
import {
  controllerOf,
  isInCluster,
  namedOf,
  resourceOf,
  type KubernetesObject,
  type Named,
} from './owner.ts'

/** One object's fix, and what has to be known to carry it out. */
export interface ObjectFix extends Pick<Fix, 'mended' | 'left'> {
  readonly object: KubernetesObject
  /** As the user named it; `-` for standard input. */
  readonly file: string
  /** Whether the file holds nothing else: a patch of the file is a patch of the object. */
  readonly isAlone: boolean
  /** From the object on. */
  readonly patch: Patch
}

/** Patches alone are commands; what takes a Pod away is a comment, as is all that is left. */
export const scriptOf = (fixes: readonly ObjectFix[]): string =>
  fixes.map(fix => [titleOf(fix), ...wayOf(fix), ...leftOf(fix)].join('\n')).join('\n\n')

const titleOf = ({ object, mended, left }: ObjectFix): string => {
  const title = `${object.kind} "${object.metadata?.name ?? ''}"`
  if (mended.length > 0) return comment(`${title}: this mends ${mended.map(wordsOf).join('; ')}`)
  return comment(
    `${title}: ${left.length > 0 ? 'no change of it mends' : 'nothing wrong was found'}`,
  )
}

const wayOf = ({ object, file, isAlone, mended, patch }: ObjectFix): string[] => {
  if (mended.length === 0) return []
  const json = quoted(JSON.stringify(patch))
  if (!isInCluster(object))
    return isAlone
      ? [`kubectl patch --local -f ${quoted(file)} --type=json -p ${json} -o yaml`]
      : [comment(`its file holds more: pipy-probes check --fix -o diff ${quoted(file)}`)]
  const own = targetOf(namedOf(object), object)
  const controller = controllerOf(object)
  if (controller) return controllerWay(controller.kind, targetOf(controller, object)).map(comment)
  if (object.kind === 'Job')
    return [comment('a Job’s Pods cannot be changed: mend its manifest, and create it anew')]
  if (object.kind === 'Pod')
    return [
      'a Pod’s probes cannot be changed, and no controller makes it anew. To delete and create it:',
      `  kubectl get ${own} -o json | kubectl patch --local -f - --type=json -p ${json} -o json |`,
      '    kubectl replace --force -f -',
    ].map(comment)
  return [`kubectl patch ${own} --type=json -p ${json}`]
}

const controllerWay = (kind: string, target: string): string[] => [
  'it is its controller’s, which makes it anew. What is wrong there:',
  `  kubectl get ${target} -o json | pipy-probes check --fix -`,
  ...(RESTARTED.includes(kind)
    ? ['and where nothing is, have it make its Pods anew:', `  kubectl rollout restart ${target}`]
    : []),
]

const RESTARTED = ['Deployment', 'StatefulSet', 'DaemonSet']

/** `deployment shop -n shops`, quoted for the shell. */
const targetOf = (named: Named, { metadata }: KubernetesObject): string => {
  const { namespace } = metadata ?? {}
  const words = [resourceOf(named), named.name, ...(namespace ? ['-n', namespace] : [])]
  return words.map(quoted).join(' ')
}

/** What is left, each with its mend; the commands in it are about this very object. */
const leftOf = (fix: ObjectFix): string[] =>
  fix.left.map(one => comment(`left: ${wordsOf(one)}: ${neededOf(one)}${mendOf(one, fix)}`))

const neededOf = ({ wanted }: Finding): string => (wanted === '' ? '' : `${wanted} is needed; `)

const mendOf = ({ code, container }: Finding, { object, file }: ObjectFix): string => {
  const { name } = namedOf(object)
  const log = object.kind === 'Pod' ? name : `${object.kind?.toLowerCase()}/${name}`
  return CODES[code].mend
    .replace('-f POD.yaml', () => `-f ${quoted(file)}`)
    .replace(/(?<=(?:logs|describe pod) )POD/, () => quoted(log))
    .replace(/(?<=-c )(CONTAINER|SIDECAR)/, () => quoted(container))
}

/** `tcp-header-missing (container "app", readinessProbe.httpGet.httpHeaders)`. */
const wordsOf = ({ code, container, field }: Finding): string => {
  const place = [container && `container "${container}"`, field].filter(Boolean).join(', ')
  return place === '' ? code : `${code} (${place})`
}

const comment = (words: string): string => `# ${words.replace(/\p{Cc}|[\u2028\u2029]/gu, ' ')}`

/** As one word for `sh`. */
const quoted = (word: string): string =>
  /^[\w./:=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
