/** Why kubectl got no answer, by what it says on standard error. */

/** A right that RBAC may give: a rule of a Role. */
export interface Rule {
  readonly apiGroups: readonly string[]
  readonly resources: readonly string[]
  readonly verbs: readonly string[]
}

/** As it stands among a Role's rules: `{apiGroups: [""], resources: [pods], verbs: [get]}`. */
export const ruleText = ({ apiGroups, resources, verbs }: Rule): string => {
  const groups = apiGroups.map(group => group || '""').join(', ')
  return `{apiGroups: [${groups}], resources: [${resources.join(', ')}], verbs: [${verbs.join(', ')}]}`
}

/** `late` is for an answer that did not come in time, `failed` for all that has no name here. */
type Why = 'forbidden' | 'unauthorized' | 'not found' | 'unreachable' | 'late' | 'failed'

export interface Failure {
  readonly why: Why
  /** In kubectl's own words, in one line. */
  readonly message: string
}

/** The first that matches counts. */
const WORDS: readonly (readonly [RegExp, Why])[] = [
  [/\(Forbidden\)|\bis forbidden:|cannot \w+ resource "/, 'forbidden'],
  [/\(Unauthorized\)|must be logged in/, 'unauthorized'],
  [/\(NotFound\)|" not found\b/, 'not found'],
  [/Unable to connect to the server|connection to the server .* was refused/, 'unreachable'],
  [/connection refused|connection reset|lost connection|\bEOF\b/, 'unreachable'],
  [/no such host|no route to host|i\/o timeout/, 'unreachable'],
]

/** Reads what kubectl has printed on standard error. */
export function failureOf(stderr: string): Failure {
  const lines = stderr
    .split('\n')
    .map(line => line.trim())
    // klog's own lines, which repeat what the last one says.
    .filter(line => line !== '' && !/^[EWIF]\d{4} /.test(line))
    // Of exec: what the command itself has said comes before.
    .filter((line, place) => place === 0 || !line.startsWith('command terminated with '))
  const last = lines.at(-1) ?? stderr.trim().split('\n').at(-1) ?? ''
  const why = WORDS.find(([words]) => words.test(last))?.[1] ?? 'failed'
  const message =
    last.replace(/^(error|Error from server( \(\w+\))?): /, '') || 'it ended without a word'
  return { why, message }
}
