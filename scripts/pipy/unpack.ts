/**
 * The one file of a release's archive. No path of an archive is ever made a path here:
 * a name is compared with the one that is wanted, and all others are passed over.
 */
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { unpackTar } from 'modern-tar'
import { InputError } from '../error.ts'

/** Where the program lies in each release. */
const PROGRAM = 'usr/local/bin/pipy'
/** In bytes; a Pipy has some 15 MiB. */
const MAX_SIZE = 128 * 2 ** 20

/**
 * The program in a `.tar.gz`. @throws InputError, which calls the archive by its
 * `name`, where it is damaged, too large, or has no such file or several.
 */
export async function programIn(archive: Uint8Array, name: string): Promise<Uint8Array> {
  const entries = await entriesIn(await unzipped(archive, name), name)
  const [entry, another] = entries
  if (!entry || another)
    throw new InputError(`"${name}" has ${entries.length} times "${PROGRAM}", and not once`)
  if (entry.header.type !== 'file')
    throw new InputError(`"${name}" has as "${PROGRAM}" no file, but a ${entry.header.type}`)
  if (!entry.data?.length) throw new InputError(`"${name}" has an empty "${PROGRAM}"`)
  return entry.data
}

const unzipped = async (archive: Uint8Array, name: string): Promise<Uint8Array> => {
  try {
    return await promisify(gunzip)(archive, { maxOutputLength: MAX_SIZE })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const words = WORDS[code ?? ''] ?? 'is damaged, or is no gzip'
    throw new InputError(`"${name}" ${words}: ${message}`)
  }
}

const WORDS: Readonly<Record<string, string>> = {
  Z_BUF_ERROR: 'is cut short',
  ERR_BUFFER_TOO_LARGE: 'becomes too large, and is no release',
}

const entriesIn = async (tar: Uint8Array, name: string) => {
  try {
    return await unpackTar(tar, {
      strict: true,
      filter: header => header.name.replace(/^\.\//, '') === PROGRAM,
    })
  } catch (error) {
    throw new InputError(`"${name}" is damaged, or is no tar: ${(error as Error).message}`)
  }
}
