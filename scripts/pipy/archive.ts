/** The archive of a release, from the web or from a folder. */
import { readFile } from 'node:fs/promises'
import { InputError } from '../error.ts'
import { download, type Progress } from './download.ts'
import type { Limits } from './patience.ts'

/** All of its bytes, by an address or a path. @throws InputError */
export function archiveAt(
  place: URL | string,
  limits: Limits,
  onProgress: Progress,
): Promise<Uint8Array> {
  return typeof place === 'string' ? fileAt(place) : download(place, limits, onProgress)
}

const fileAt = async (path: string): Promise<Uint8Array> => {
  try {
    return await readFile(path)
  } catch (error) {
    throw new InputError(`"${path}" cannot be read: ${(error as Error).message}`)
  }
}
