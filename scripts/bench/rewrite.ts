/** Rewriting manifests beside the least that the same YAML library can do: parse and print them. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runNode } from './command.ts'
import { crdsOf, podsOf } from './manifests.ts'
import type { Options } from './options.ts'
import { newFolder } from './programs.ts'
import { compareToFirst, type Measure, type Result } from './results.ts'
import { alternate, newRow, type Task } from './rounds.ts'
import type { Surroundings } from './subjects.ts'

const MEASURES: readonly Measure[] = [
  { name: 'time ÷', figure: 'ms', by: 'ratio' },
  { name: 'CPU ÷', figure: 'CPU ms', by: 'ratio' },
  { name: 'peak ÷', figure: 'peak MiB', by: 'ratio' },
]
const SIZES = [1, 100, 10_000]
const MOST_ROUNDS = 3
const CRD_BYTES = 2_000_000
const PRINT = `import { readFileSync } from 'node:fs'; import { parseAllDocuments } from 'yaml'
process.stdout.write(parseAllDocuments(readFileSync(process.argv[1], 'utf8')).join(''))`
const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** The command as a user runs it, Node's own start in it. */
export async function benchRewrite(
  { rounds, short }: Options,
  { cores, dist }: Surroundings,
): Promise<Result> {
  const folder = newFolder()
  const inputs = [
    ...(short ? SIZES.slice(0, 2) : SIZES).map(size => ({
      name: `${size.toLocaleString('en')} Pod${size === 1 ? '' : 's'}`,
      pods: size,
      text: podsOf(size),
    })),
    ...(short ? [] : [{ name: '2 MB of CRDs', pods: 0, text: crdsOf(CRD_BYTES) }]),
  ]
  const tasks = inputs.flatMap(({ name, pods, text }) => {
    const file = join(folder, `${name.replaceAll(' ', '-')}.yaml`)
    writeFileSync(file, text)
    const commands: [string, string[]][] = [
      ['parse and print', ['--input-type=module', '-e', PRINT, file]],
      ['rewrite', [join(dist, 'pipy-probes.js'), 'rewrite', '-f', file]],
    ]
    return commands.map(([subject, args]): Task => ({
      row: newRow('rewrite', name, '', subject),
      run: async () => {
        const { milliseconds, cpu, peak } = await runNode(cores.all, args, { cwd: ROOT })
        const rate =
          pods > 0
            ? { 'Pods/s': (pods / milliseconds) * 1000 }
            : { 'MB/s': text.length / milliseconds / 1000 }
        return { ms: milliseconds, 'CPU ms': cpu, ...rate, 'peak MiB': peak }
      },
    }))
  })
  // Each of these takes many seconds.
  await alternate(tasks, Math.min(rounds, MOST_ROUNDS))
  const rows = tasks.map(({ row }) => row)
  return { rows, comparisons: compareToFirst(rows, MEASURES, ({ setting }) => setting) }
}
