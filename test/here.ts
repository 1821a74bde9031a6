/** The command in this process: its exit code and what it prints, without the start of a program. */
import { Readable, Writable } from 'node:stream'
import { main } from '../scripts/commands/main.ts'

/** What came of a command. */
export interface Done {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

/** A stream that keeps what is written to it. */
const collector = () => {
  const chunks: Buffer[] = []
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk)
      done()
    },
  })
  return { stream, text: () => Buffer.concat(chunks).toString().replaceAll(COLORS, '') }
}

/** Where CI is set, picocolors colours what is no terminal. */
const COLORS = /\x1B\[\d+m/g

/**
 * Runs the command with standard streams of its own, one at a time: what it needs of
 * a program (signals, a reader that leaves, its start) is for `runCommand` to see.
 */
export async function runHere(
  words: readonly string[],
  input: string | Buffer = '',
): Promise<Done> {
  const [output, errors] = [collector(), collector()]
  const streams = { stdin: Readable.from([input]), stdout: output.stream, stderr: errors.stream }
  const streamsBefore = Object.getOwnPropertyDescriptors(process)
  const { log, error } = console
  for (const [name, value] of Object.entries(streams))
    Object.defineProperty(process, name, { value, configurable: true })
  console.log = (text: string) => void output.stream.write(`${text}\n`)
  console.error = (text: string) => void errors.stream.write(`${text}\n`)
  try {
    const status = await main([...words])
    return { status, stdout: output.text(), stderr: errors.text() }
  } finally {
    Object.assign(console, { log, error })
    for (const name of ['stdin', 'stdout', 'stderr'] as const)
      Object.defineProperty(process, name, streamsBefore[name])
  }
}

/** The object that the command prints as JSON for another one. */
export async function jsonFrom(words: readonly string[], input: unknown): Promise<any> {
  const { stdout, stderr, status } = await runHere(words, JSON.stringify(input))
  if (status !== 0) throw new Error(`pipy-probes ${words.join(' ')}: ${stderr}`)
  return JSON.parse(stdout)
}
