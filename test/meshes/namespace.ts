/** A network namespace of a file's own, where the ports that a mesh fixes are free. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'

const INSIDE = 'PIPY_PROBES_NAMESPACE'
const NEW = process.getuid?.() === 0 ? ['--net'] : ['--net', '--map-root-user']
const UP = ['ip', 'link', 'set', 'lo', 'up']

/**
 * Runs this process's file anew in a namespace, and ends as that ends. Gives `''` inside of it,
 * and what is missing where none can be made.
 */
export async function enterNamespace(): Promise<string> {
  if (process.env[INSIDE] !== undefined) return ''
  if (spawnSync('unshare', [...NEW, ...UP]).status !== 0) return 'leave to make network namespaces'
  const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1)]
  const inside = spawn(
    'unshare',
    [...NEW, 'sh', '-c', `${UP.join(' ')} && exec "$@"`, 'sh', ...again],
    {
      stdio: 'inherit',
      env: { ...process.env, [INSIDE]: '1' },
    },
  )
  process.on('SIGTERM', () => inside.kill())
  const [code] = (await once(inside, 'exit')) as [number | null]
  process.exit(code ?? 1)
}
