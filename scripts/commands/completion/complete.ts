/** Which words may stand where the user is. */
import { ask } from '../../kubectl/ask.ts'
import { theNames } from '../../kubectl/questions.ts'
import { resourceType, TYPES } from '../../kubectl/resource.ts'
import type { Command } from '../command.ts'

/** The words, and what else may be there, as kubectl's plug-ins say it (`:4`). */
export interface Completion {
  readonly found: readonly string[]
  readonly directive: number
}

/** Of cobra, by which kubectl is made: files too, none, or none and no blank behind the word. */
const [FILES, NO_FILES, GOES_ON] = [0, 4, 6]

/** In milliseconds: nobody waits longer for a word. */
const PATIENCE = 3000

/** `words` are those behind the program's name; the last is the one to complete, or `''`. */
export async function complete(
  commands: readonly Command[],
  words: readonly string[],
): Promise<Completion> {
  const word = words.at(-1) ?? ''
  const among = (all: readonly string[], directive = NO_FILES): Completion => ({
    found: all.filter(one => one.startsWith(word)),
    directive,
  })
  if (words.length < 2) return among([...commands.map(({ name }) => name), '--help', '--version'])
  const command = commands.find(({ name }) => name === words[0])
  if (!command) return among([])
  const before = words.at(-2) ?? ''
  if (before === '-n' || before === '--namespace')
    return among(await namesOf('namespaces', placeIn(words.slice(0, -2))))
  if (takesValue(command, before)) return among([], FILES)
  if (word.startsWith('-'))
    return among([...Object.keys(command.options), 'help'].map(name => `--${name}`))
  if (command.name === 'completion') return among(['bash', 'zsh', 'fish'])
  if (command.options.namespace === undefined || command.positionals !== true)
    return among([], FILES)
  const [type = '', name] = word.split('/')
  if (name === undefined)
    return among(
      TYPES.map(one => `${one}/`),
      GOES_ON,
    )
  if (resourceType(type) === undefined) return among([], FILES)
  return among((await namesOf(type, placeIn(words))).map(one => `${type}/${one}`))
}

const takesValue = ({ options }: Command, before: string): boolean =>
  Object.entries(options).some(
    ([name, { type, short }]) =>
      type === 'string' &&
      (before === `--${name}` || (short !== undefined && before === `-${short}`)),
  )

/** kubectl's own options among the words, which say where names are to be looked up. */
const placeIn = (words: readonly string[]): string[] =>
  words.flatMap((word, index) => {
    const value = words[index + 1]
    const isOne = ['-n', '--namespace', '--context', '--kubeconfig', '--as'].includes(word)
    if (isOne && value !== undefined) return [word, value]
    return /^--(namespace|context|kubeconfig|as)=/.test(word) ? [word] : []
  })

/** None where the cluster does not answer. */
const namesOf = async (type: string, connection: readonly string[]): Promise<string[]> => {
  const answer = await ask({ connection, timeout: PATIENCE }, theNames(type)).catch(() => undefined)
  if (!answer || !('text' in answer)) return []
  return answer.text
    .split('\n')
    .filter(Boolean)
    .map(line => line.replace(/^[^/]*\//, ''))
}
