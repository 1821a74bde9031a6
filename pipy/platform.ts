/** What a program was built for, by its first bytes. */
import { closeSync, openSync, readSync } from 'node:fs'

/** ELF's `e_machine`, and Mach-O's `cputype`, in Node's words. */
const ELF_MACHINES: Readonly<Record<number, string>> = { 62: 'x64', 183: 'arm64' }
const MACH_MACHINES: Readonly<Record<number, string>> = { 0x1000007: 'x64', 0x100000c: 'arm64' }

/** Of a program's first bytes: as many as name its machine. */
const HEAD = 20

/**
 * `linux x64`, as Node calls a platform; undefined for a file that names its interpreter
 * (`#!`), that holds several machines' code, or that cannot be read.
 */
export function platformOf(file: string): string | undefined {
  const head = headOf(file)
  const magic = head.toString('hex', 0, 4)
  if (head.length === 0 || magic.startsWith('2321') || magic === 'cafebabe') return undefined
  if (magic === '7f454c46' && head.length === HEAD)
    return `linux ${ELF_MACHINES[head.readUInt16LE(18)] ?? 'on another machine'}`
  if (magic === 'cffaedfe' && head.length === HEAD)
    return `darwin ${MACH_MACHINES[head.readUInt32LE(4)] ?? 'on another machine'}`
  return 'no platform that is known'
}

const headOf = (file: string): Buffer => {
  const head = Buffer.alloc(HEAD)
  try {
    const descriptor = openSync(file, 'r')
    try {
      return head.subarray(0, readSync(descriptor, head, 0, HEAD, 0))
    } finally {
      closeSync(descriptor)
    }
  } catch {
    return head.subarray(0, 0)
  }
}
