/** What a running program has used, by the kernel's own count: it and its descendants. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** A program and its descendants. */
const family = (pid: number): number[] => {
  const children = tasksOf(pid).flatMap(task =>
    textOf(`/proc/${pid}/task/${task}/children`).split(' ').filter(Boolean).map(Number),
  )
  return [pid, ...children.flatMap(family)]
}

const tasksOf = (pid: number): string[] => namesIn(`/proc/${pid}/task`)

/** The time on a core so far, user and system, in microseconds. */
export function cpuOf(pid: number): number {
  const nanoseconds = family(pid).flatMap(member =>
    tasksOf(member).map(task =>
      Number(textOf(`/proc/${member}/task/${task}/schedstat`).split(' ')[0]),
    ),
  )
  return sumOf(nanoseconds) / 1000
}

/** Resident memory in MiB. */
export function memoryOf(pid: number): number {
  const kibibytes = family(pid).map(member =>
    Number(/VmRSS:\s+(\d+)/.exec(textOf(`/proc/${member}/status`))?.[1] ?? 0),
  )
  return sumOf(kibibytes) / 1024
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0)

/** How many sockets it holds. */
export function socketsOf(pid: number): number {
  return family(pid)
    .flatMap(member => namesIn(`/proc/${member}/fd`).map(fd => `/proc/${member}/fd/${fd}`))
    .filter(isSocket).length
}

const isSocket = (link: string): boolean => {
  try {
    return readlinkSync(link).startsWith('socket:')
  } catch {
    return false
  }
}

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

const namesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
