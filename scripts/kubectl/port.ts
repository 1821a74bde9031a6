/** One port of a Pod on this machine, held open by a `kubectl port-forward` of its own. */
import { spawn, type ChildProcess } from 'node:child_process'
import { lateBy, noKubectl, type Kubectl } from './ask.ts'
import { failureOf, type Failure } from './failure.ts'
import { endWithUs } from './process.ts'
import { theForward, type PodName } from './questions.ts'

/** In milliseconds, before what has ended is begun anew. */
const PAUSE = 500

export class Port {
  readonly #kubectl: Kubectl
  readonly #pod: PodName
  readonly #port: number
  readonly #onLine: (line: string) => void
  #child: ChildProcess | undefined
  #ended: Promise<unknown> = Promise.resolve()
  #timer: NodeJS.Timeout | undefined
  #isClosed = false

  /** `onLine` is told what kubectl says of a connection, and that it has ended. */
  constructor(kubectl: Kubectl, pod: PodName, port: number, onLine: (line: string) => void) {
    this.#kubectl = kubectl
    this.#pod = pod
    this.#port = port
    this.#onLine = onLine
  }

  /**
   * Gives the port of this machine, `local` where one is given. What ends before `close` is
   * opened anew on the same. @throws InputError where there is no kubectl.
   */
  open(local?: number): Promise<number | Failure> {
    const { connection, timeout } = this.#kubectl
    const { args } = theForward(this.#pod, `${this.#port}`, `${local ?? ''}`)
    const child = spawn('kubectl', [...connection, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    this.#child = child
    endWithUs(child)
    let [said, wrong, opened]: [string, string, number] = ['', '', local ?? 0]
    this.#ended = new Promise(resolve => child.once('close', resolve))
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        resolve(lateBy(timeout))
        child.kill('SIGKILL')
      }, timeout)
      const settle = (outcome: number | Failure) => {
        clearTimeout(timer)
        resolve(outcome)
      }
      child.stdout.on('data', text => {
        said += text
        const port = /^Forwarding from 127\.0\.0\.1:(\d+) -> \d+$/m.exec(said)?.[1]
        if (port === undefined) return
        opened = Number(port)
        settle(opened)
      })
      child.stderr.on('data', text => {
        wrong += text
        if (opened > 0) linesOf(`${text}`).forEach(this.#onLine)
      })
      child.once('error', error => {
        clearTimeout(timer)
        reject((error as NodeJS.ErrnoException).code === 'ENOENT' ? noKubectl() : error)
      })
      child.once('close', () => {
        settle(failureOf(wrong))
        if (opened > 0 && !this.#isClosed) this.#again(opened, failureOf(wrong))
      })
    })
  }

  #again(local: number, { message }: Failure): void {
    this.#onLine(`port-forward to ${this.#port} has ended: ${message}`)
    this.#timer = setTimeout(() => void this.open(local).catch(() => {}), PAUSE)
  }

  /** Ends it, when all that kubectl had to say is read. */
  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#timer)
    this.#child?.kill()
    await this.#ended
  }
}

/** What went wrong with connections, without klog's head. */
const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .filter(line => /an error occurred/.test(line))
    .map(line => line.replace(/^.*?an error occurred /, '').replace(/"$/, ''))
