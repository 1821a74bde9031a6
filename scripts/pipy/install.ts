/** From a release's archive to a program in the cache that has said its version. */
import { createHash, randomUUID } from 'node:crypto'
import { unlinkSync } from 'node:fs'
import { mkdir, open, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { cachedFile } from '../../pipy/cache.ts'
import { askVersion } from '../../pipy/version.ts'
import { InputError } from '../error.ts'
import type { Release } from './release.ts'
import { programIn } from './unpack.ts'

/** As hexadecimal. */
export const sha256Of = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex')

/**
 * Puts the program of an archive into a cache, and gives its path. It is there whole,
 * and after it has run, or not at all; one that was there stays till then.
 * `patience` is for its version, in milliseconds.
 * @throws InputError for an archive or a program that does not do, or a folder that cannot
 * be written.
 */
export async function installFrom(
  archive: Uint8Array,
  { version, file }: Release,
  cache: string,
  patience?: number,
): Promise<string> {
  const program = await programIn(archive, file)
  const target = cachedFile(cache, version)
  // Beside the folders of the versions, of which none is to stay empty.
  const unproven = join(cache, `.${version}-${randomUUID()}`)
  const remove = () => removeIfThere(unproven)
  process.once('exit', remove)
  try {
    await written(cache, () => write(unproven, program))
    await prove(unproven, version, file, patience)
    await written(cache, async () => {
      await mkdir(dirname(target), { recursive: true })
      await rename(unproven, target)
    })
    return target
  } finally {
    remove()
    process.off('exit', remove)
  }
}

const removeIfThere = (path: string): void => {
  try {
    unlinkSync(path)
  } catch {
    // It never was, or has its place now.
  }
}

const write = async (path: string, program: Uint8Array): Promise<void> => {
  await mkdir(dirname(path), { recursive: true })
  const handle = await open(path, 'wx', 0o755)
  try {
    await handle.writeFile(program)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const prove = async (
  path: string,
  version: string,
  file: string,
  patience?: number,
): Promise<void> => {
  const answer = await askVersion(path, patience)
  if ('error' in answer)
    throw new InputError(
      `the pipy of "${file}" does not run here: ${answer.error}; it was not installed`,
    )
  if (answer.version !== '' && answer.version !== version)
    throw new InputError(
      `the pipy of "${file}" says that it is ${answer.version}; it was not installed`,
    )
}

const written = async (cache: string, effect: () => Promise<void>): Promise<void> => {
  try {
    await effect()
  } catch (error) {
    const { message } = error as Error
    throw new InputError(
      `"${cache}" cannot be written: ${message}; XDG_CACHE_HOME names another folder`,
    )
  }
}
