/** What a program says of its version. */
import { spawn, type ChildProcessByStdio } from 'node:child_process'
import type { Readable } from 'node:stream'
import { platformOf } from './platform.ts'

/** A version, `''` for a build without one; or why none was said, as half a sentence. */
export type Answer = { readonly version: string } | { readonly error: string }

/** A Pipy on a busy machine takes its time to start, in milliseconds. */
const PATIENCE = 30_000

/**
 * `1.5.14`, by the line `Version : 1.5.14` of `--version`. A program is ended once it
 * has said so: some hang when they are to exit.
 */
export function askVersion(file: string, patience = PATIENCE): Promise<Answer> {
  const [built, here] = [platformOf(file), `${process.platform} ${process.arch}`]
  // A shell would take it for a script of its own, as it does what the system cannot run.
  if (built !== undefined && built !== here)
    return Promise.resolve({ error: `it is for ${built}, and this is ${here}` })
  return new Promise(give => {
    const child = start(file)
    if ('error' in child) return give(child)
    let [output, errors] = ['', '']
    const end = (answer: Answer) => {
      clearTimeout(timer)
      child.kill('SIGKILL')
      // What it may have started keeps them open.
      child.stdout.destroy()
      child.stderr.destroy()
      give(answer)
    }
    const late = `it did not say its version within ${patience / 1000} s`
    const timer = setTimeout(() => end({ error: late }), patience)
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
      const said = VERSION.exec(output)
      if (said) end({ version: said[1] ?? '' })
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => void (errors += text))
    child.on('error', error => end({ error: wordsOf(error) }))
    child.on('close', (code, signal) => {
      const line = errors.trim().split('\n').at(-1) ?? ''
      const said = line === '' ? '' : `, and said ${JSON.stringify(line.slice(0, LINE))}`
      end({ error: `it ended with ${signal ?? `exit code ${code}`} instead of its version${said}` })
    })
  })
}

const VERSION = /^ *Version *: *(\S*)\n/m
/** Of what it said, in characters. */
const LINE = 200

/** Node throws some errors here, and emits the others later. */
const start = (file: string): ChildProcessByStdio<null, Readable, Readable> | { error: string } => {
  try {
    return spawn(file, ['--version'], { stdio: ['ignore', 'pipe', 'pipe'] })
  } catch (error) {
    return { error: wordsOf(error as NodeJS.ErrnoException) }
  }
}

const wordsOf = ({ code, message }: NodeJS.ErrnoException): string =>
  WORDS[code ?? ''] ?? `it does not start: ${message}`

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'it, or the loader that it was built for, is not here (ENOENT)',
  EACCES: 'it may not be executed where it lies (EACCES)',
}
