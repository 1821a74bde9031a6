/** The build: cold, with nothing of an earlier one kept, and warm. */
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runNode } from './command.ts'
import type { Options } from './options.ts'
import { newFolder } from './programs.ts'
import type { Result } from './results.ts'
import { alternate, newRow, type Task } from './rounds.ts'
import type { Surroundings } from './subjects.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const NEEDED = ['src', 'build', 'pipy', 'scripts', 'node_modules', 'package.json', 'tsconfig.json']

/**
 * Builds beside the checkout, whose own `dist/` stays as it is. What tsx keeps lies
 * in the folder of temporary files, so that a new one there makes a build cold.
 */
export async function benchBuild({ rounds }: Options, { cores }: Surroundings): Promise<Result> {
  const folder = newFolder()
  for (const name of NEEDED) symlinkSync(join(ROOT, name), join(folder, name))
  let kept = ''
  const build = async (temporary: string) => {
    const env = { ...process.env, TMPDIR: temporary }
    const args = ['--import', 'tsx', 'build/build.ts']
    const { milliseconds, cpu, peak } = await runNode(cores.all, args, { cwd: folder, env })
    return { ms: milliseconds, 'CPU ms': cpu, 'peak MiB': peak }
  }
  const tasks: Task[] = [
    { row: newRow('build', 'npm run build', '', 'cold'), run: () => build((kept = newFolder())) },
    { row: newRow('build', 'npm run build', '', 'warm'), run: () => build(kept) },
  ]
  await alternate(tasks, rounds)
  return { rows: tasks.map(({ row }) => row), comparisons: [] }
}
