/** What the commands that may read a cluster have in common: kubectl's options, and TYPE/NAME. */
import { existsSync } from 'node:fs'
import { InputError } from '../error.ts'
import { commandLine, type Kubectl, type Question } from '../kubectl/ask.ts'
import { readOrRefuse } from '../kubectl/find.ts'
import { theObjects } from '../kubectl/questions.ts'
import { resourceOf, type Resource } from '../kubectl/resource.ts'
import type { Manifest } from '../manifests/documents.ts'
import type { Options } from './command.ts'

/** For `parseArgs`: kubectl's own, which are handed on to it. */
export const CLUSTER_OPTIONS = {
  namespace: { type: 'string', short: 'n' },
  context: { type: 'string' },
  kubeconfig: { type: 'string' },
  as: { type: 'string' },
  'request-timeout': { type: 'string' },
  'dry-run': { type: 'boolean' },
} as const

/** The options above in a command's help. */
export const CLUSTER_HELP = `\
  -n, --namespace NAME  of TYPE/NAME (pod/shop, deploy/shop), which kubectl reads
      --context NAME, --kubeconfig FILE, --as USER  as kubectl has them
      --request-timeout TIME  for each answer of the cluster (default 15s, of a
                        list of Pods 60s)
      --dry-run         print what kubectl would be asked, and ask nothing`

/** How kubectl is asked, by its options. @throws InputError */
export function kubectlFrom(options: Options): Kubectl {
  const names = ['context', 'kubeconfig', 'as'] as const
  return {
    connection: names.flatMap(name =>
      options[name] === undefined ? [] : [`--${name}`, options[name] as string],
    ),
    timeout: timeoutFrom(options['request-timeout'] ?? '15s'),
  }
}

const timeoutFrom = (text: string): number => {
  const [, digits = '', unit = 's'] = /^(\d{1,4})(s|m)?$/.exec(text) ?? []
  if (Number(digits) > 0) return Number(digits) * (unit === 'm' ? 60_000 : 1000)
  throw new InputError(`--request-timeout "${text}" is no time, such as 15s or 2m`)
}

/** The words that are TYPE/NAME, and no file that is there; in their order. */
const resourcesIn = (words: readonly string[]): Resource[] =>
  words.filter(word => !existsSync(word)).flatMap(word => resourceOf(word) ?? [])

/**
 * TYPE/NAME alone, or files alone: then undefined.
 * @throws InputError for both, and for options of kubectl beside files.
 */
export function resourcesFrom(
  options: Options,
  words: readonly string[],
): readonly Resource[] | undefined {
  const resources = resourcesIn(words)
  if (resources.length === 0) {
    const surplus = Object.keys(CLUSTER_OPTIONS).find(name => options[name] !== undefined)
    if (surplus !== undefined)
      throw new InputError(`--${surplus} is for TYPE/NAME, such as pod/shop: name one`)
    return undefined
  }
  const other = [...(options.file === undefined ? [] : [options.file].flat()), ...words].find(
    word => !resources.some(resource => resource.word === word),
  )
  if (other !== undefined)
    throw new InputError(`give files, or TYPE/NAME, not both: "${other}", "${resources[0]?.word}"`)
  return resources
}

/**
 * The manifests of what is named, a text each, as kubectl prints them; undefined where they are
 * not to be read. @throws InputError
 */
export async function manifestsFrom(
  options: Options,
  resources: readonly Resource[],
): Promise<Manifest[] | undefined> {
  const kubectl = kubectlFrom(options)
  const asked = resources.map(resource => ({
    name: resource.word,
    question: theObjects([resource], options.namespace ?? '', 'yaml'),
  }))
  const questions = asked.map(({ question }) => question)
  if (isDryRun(options, kubectl, questions)) return undefined
  const manifests: Manifest[] = []
  for (const [place, { name, question }] of asked.entries()) {
    const text = await readOrRefuse(kubectl, question)
    manifests.push({ name, text: place > 0 ? `---\n${text}` : text })
  }
  return manifests
}

/** The file of `-f`, or the one object that is named, as above. @throws InputError */
export async function podFrom(
  options: Options,
  words: readonly string[],
): Promise<string | Manifest | undefined> {
  const resources = resourcesFrom(options, words)
  if (!resources) {
    if (words.length > 0) throw new InputError(`"${words[0]}" is no TYPE/NAME: give a file with -f`)
    if (options.file === undefined) throw new InputError('give a Pod with -f')
    return options.file
  }
  if (resources.length > 1) throw new InputError(`give one TYPE/NAME, and not ${resources.length}`)
  return (await manifestsFrom(options, resources))?.[0]
}

/** Without `--dry-run` false; with it what would be asked is printed, a line each. */
export function isDryRun(
  options: Options,
  kubectl: Kubectl,
  questions: readonly Question[],
): boolean {
  if (options['dry-run'] !== true) return false
  for (const question of questions) console.log(commandLine(kubectl, question))
  return true
}
