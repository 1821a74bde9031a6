/** Which Pods of a cluster `check` is to look at, by its words and options. */
import { existsSync } from 'node:fs'
import { isHealthy } from '../../check/pod.ts'
import { InputError } from '../../error.ts'
import type { Question } from '../../kubectl/ask.ts'
import {
  theEvents,
  theFile,
  theForward,
  theLog,
  theObjects,
  thePods,
} from '../../kubectl/questions.ts'
import { isPods } from '../../kubectl/resource.ts'
import { isDryRun, kubectlFrom, resourcesFrom } from '../cluster.ts'
import type { Options } from '../command.ts'
import { endOnSignal } from '../serving.ts'
import { checkCluster, type Wanted } from './cluster.ts'
import { CLUSTER_FIX_FORMS, CLUSTER_FORMS } from './clusterText.ts'
import { evidenceFrom } from './evidence.ts'

/** Undefined where files are meant. @throws InputError for options that are against each other. */
export function wantedFrom(options: Options, words: readonly string[]): Wanted | undefined {
  const { namespace = '', selector = '', live } = options
  const isEverywhere = options['all-namespaces'] === true
  const names = words.filter(word => !isPods(word) || existsSync(word))
  const isMany = isEverywhere || selector !== '' || names.length < words.length
  const isOfNamespace = namespace !== '' && words.length === 0 && options.file === undefined
  const place = { namespace, selector, isEverywhere, isFix: options.fix === true }
  if (!isMany && !isOfNamespace) {
    const resources = resourcesFrom(options, words)
    return resources && { ...place, resources, live: liveFrom(live, 'one') }
  }
  const other = [...names, ...(options.file ?? [])][0]
  if (other !== undefined)
    throw new InputError(`give "${other}" alone, or -A, -l or pods: not both`)
  return { ...place, resources: [], live: liveFrom(live, 'none') }
}

/** An address is asked as it is. */
const liveFrom = (live: string | undefined, usual: Wanted['live']): Wanted['live'] =>
  live === 'each' || live === 'none' ? live : usual

/** Prints what is found, and gives the exit code. @throws InputError */
export async function checkNamed(wanted: Wanted, options: Options): Promise<number> {
  const forms = wanted.isFix ? CLUSTER_FIX_FORMS : CLUSTER_FORMS
  const form = forms[options.output]
  if (!form)
    throw new InputError(`-o "${options.output}" is unknown: ${Object.keys(forms).join(', ')}`)
  const isMany = wanted.resources.length === 0
  const kubectl = kubectlFrom(isMany ? { 'request-timeout': '60s', ...options } : options)
  if (isDryRun(options, kubectl, questionsOf(wanted))) return 0
  const isWord = wanted.live === options.live
  const given = await evidenceFrom({ ...options, live: isWord ? undefined : options.live })
  endOnSignal()
  const found = await checkCluster(kubectl, wanted, given, options)
  const text = form(found)
  if (text !== '') console.log(text)
  const isFine = found.broken.length === 0 && found.pods.every(({ report }) => isHealthy(report))
  return isFine ? 0 : 1
}

/** What will be asked, as far as it is known before the first answer; the rest in capitals. */
const questionsOf = (wanted: Wanted): Question[] => {
  const { resources, namespace, live } = wanted
  if (resources.length === 0) return [thePods(wanted), theEvents(wanted)]
  const isPod = resources.length === 1 && resources[0]?.plural === 'pods'
  const pod = { namespace, name: (isPod && resources[0]?.name) || 'POD' }
  return [
    ...resources.map(resource => theObjects([resource], namespace)),
    ...(isPod ? [] : [thePods({ ...wanted, selector: 'SELECTOR' })]),
    theEvents(wanted, isPod ? pod.name : undefined),
    theFile(pod, 'SIDECAR', 'config.json'),
    theLog(pod, 'CONTAINER', true),
    ...(live === 'none' ? [] : [theForward(pod, 'PORT')]),
  ]
}
