/** What the system has: programs, and free ports. */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { InputError } from '../error.ts'
import { isFree } from '../ports.ts'

/** The path of a program that the system has, undefined where it has none. */
export function findProgram(name: string): string | undefined {
  return [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin']
    .map(folder => join(folder, name))
    .find(file => {
      try {
        accessSync(file, constants.X_OK)
        return true
      } catch {
        return false
      }
    })
}

let lastPort = 20_000

/** A port below those that the system gives to clients. @throws InputError when none is free. */
export async function freePort(): Promise<number> {
  while (lastPort < 32_000) {
    const port = ++lastPort
    if (await isFree(port)) return port
  }
  throw new InputError('no port from 20001 to 32000 is free')
}
