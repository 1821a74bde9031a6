/** What a run was made on, in words. */
import { readFileSync } from 'node:fs'
import { cpus, release } from 'node:os'
import type { Cores } from './cores.ts'
import type { Options } from './options.ts'
import { findProgram } from './system.ts'

/** The machine, the rounds, and what is missing, a line each. `app` is the application's name. */
export const machineLines = (cores: Cores, options: Options, app: string): string[] => [
  `${cpus()[0]?.model.trim()}, Linux ${release().split('-')[0]}, ${coresWords(cores, app)}`,
  `${options.rounds} rounds of ${options.seconds} s, in turn; ${hostNames(options)}`,
  ...['nginx', 'haproxy', 'wrk', 'taskset'].flatMap(missingLine),
  ...portsLine(),
  ...(options.hosts.some(host => host.isPipy)
    ? []
    : ['no Pipy is measured: none is on PATH, or another host was chosen']),
]

const coresWords = ({ proxy }: Cores, app: string): string => {
  if (proxy === undefined) return 'nothing on a core of its own (that takes two cores, and taskset)'
  const client = findProgram('wrk') ? 'wrk' : 'Node'
  return `proxy on one core, client (${client}) and application (${app}) on another`
}

const hostNames = ({ hosts }: Options): string => hosts.map(({ name }) => name).join(', ')

const missingLine = (name: string): string[] => {
  if (findProgram(name)) return []
  const debian = name === 'taskset' ? 'util-linux' : name
  const how = `on Debian: apt-get install ${debian}`
  return [`${name} is not installed, and the run goes on without (${how})`]
}

const portsLine = (): string[] =>
  readFileSync('/proc/sys/net/ipv4/tcp_tw_reuse', 'utf8').trim() !== '0'
    ? []
    : [
        'net.ipv4.tcp_tw_reuse is 0, and more than some 400 new connections a second will ' +
          'run out of ports: sysctl net.ipv4.tcp_tw_reuse=2',
      ]
