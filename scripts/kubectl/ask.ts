/** The user's own kubectl: one process a question, with the user's kubeconfig. */
import { execFile } from 'node:child_process'
import { InputError } from '../error.ts'
import { failureOf, type Failure, type Rule } from './failure.ts'
import { endWithUs } from './process.ts'

/** How the cluster is reached, and how long an answer may take. */
export interface Kubectl {
  /** `--context`, `--kubeconfig` and the like, as kubectl takes them. */
  readonly connection: readonly string[]
  /** In milliseconds, for each answer. */
  readonly timeout: number
}

/** One reading of the cluster. */
export interface Question {
  /** What it is about, in the user's words: `the Pod's events`. */
  readonly what: string
  /** Of kubectl, behind the connection. */
  readonly args: readonly string[]
  /** The right that it needs. */
  readonly rule: Rule
}

export type Answer = { readonly text: string } | { readonly failure: Failure }

/**
 * What kubectl prints, or why it got no answer in time.
 * @throws InputError where there is no kubectl.
 */
export function ask({ connection, timeout }: Kubectl, { args }: Question): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { timeout, killSignal: 'SIGKILL', maxBuffer: Infinity } as const
    const child = execFile(
      'kubectl',
      [...connection, ...args],
      options,
      (error, stdout, stderr) => {
        if (!error) resolve({ text: stdout })
        else if (error.code === 'ENOENT') reject(noKubectl())
        else if (error.killed === true) resolve({ failure: lateBy(timeout) })
        else resolve({ failure: failureOf(stderr) })
      },
    )
    endWithUs(child)
  })
}

/** No answer came within so many milliseconds. */
export const lateBy = (timeout: number): Failure => ({
  why: 'late',
  message: `no answer came within ${timeout / 1000} s`,
})

/** What a user without kubectl is told. */
export const noKubectl = (): InputError =>
  new InputError(
    'kubectl is not on PATH, and the cluster is read by it: install it ' +
      '(https://kubernetes.io/docs/tasks/tools/, or a package: kubectl, kubernetes-client), ' +
      'or give files: kubectl get pod NAME -o json | pipy-probes check -',
  )

/** A question as a user would type it. */
export const commandLine = ({ connection }: Kubectl, { args }: Question): string =>
  ['kubectl', ...connection, ...args].map(quoted).join(' ')

const quoted = (word: string): string =>
  /^[\w./:=@%,+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
