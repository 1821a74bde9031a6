/**
 * Two network namespaces of the test's own, joined by a veth pair: a node with
 * the kubelet, and a "Pod" with the mesh's interception. Nothing outside them is touched.
 */
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'

export const POD_IPS = ['10.123.0.2', 'fd00:123::2'] as const
/** The sidecar's user, whose connections the mesh does not intercept. */
export const SIDECAR_USER = 1500
export const APP_USER = 1000
export const HELPER_USER = 65532
/** Where osm-edge sends what comes in: a listener that demands a client's certificate. */
export const INBOUND_PORT = 15003

/** What is missing for the namespaces; `''` where all is here. */
export function missing(): string {
  if (process.getuid?.() !== 0) return 'root'
  const tools = ['iptables-restore', 'ip6tables-restore', 'setpriv']
  if (!runs('ip', ['-V'])) return 'ip'
  const absent = tools.find(tool => !runs(tool, ['--version']))
  if (absent) return absent
  return runs('ip', ['netns', 'add', `${name}-try`]) && runs('ip', ['netns', 'del', `${name}-try`])
    ? ''
    : 'leave to make network namespaces'
}

const name = `probes-${process.pid}`
export const node = `${name}-node`
export const pod = `${name}-pod`

const run = (command: string, args: string[], input = ''): void =>
  void execFileSync(command, args, { input, stdio: ['pipe', 'pipe', 'pipe'] })

const runs = (command: string, args: string[]): boolean => {
  try {
    run(command, args)
    return true
  } catch {
    return false
  }
}

const ip = (words: string): void => run('ip', words.split(' '))

export function createNetwork(): void {
  for (const namespace of [node, pod]) {
    ip(`netns add ${namespace}`)
    ip(`-n ${namespace} link set lo up`)
  }
  ip(`-n ${node} link add eth0 type veth peer name eth0 netns ${pod}`)
  for (const [namespace, host] of Object.entries({ [node]: 1, [pod]: 2 })) {
    ip(`-n ${namespace} addr add 10.123.0.${host}/24 dev eth0`)
    ip(`-n ${namespace} addr add fd00:123::${host}/64 dev eth0 nodad`)
    ip(`-n ${namespace} link set eth0 up`)
  }
}

const children: ChildProcess[] = []

export async function removeNetwork(): Promise<void> {
  await Promise.all(
    children.map(
      child =>
        new Promise(resolve => {
          if (child.exitCode !== null || child.signalCode !== null) resolve(undefined)
          child.once('exit', resolve)
          child.kill('SIGKILL')
        }),
    ),
  )
  for (const namespace of [node, pod]) {
    // What a container's shell has started goes with the container.
    for (const pid of pidsIn(namespace)) runs('kill', ['-KILL', pid])
    runs('ip', ['netns', 'del', namespace])
  }
}

const pidsIn = (namespace: string): string[] =>
  (spawnSync('ip', ['netns', 'pids', namespace], { encoding: 'utf8' }).stdout ?? '')
    .split('\n')
    .filter(line => line !== '')

const BY_SIDECAR = `-m owner --uid-owner ${SIDECAR_USER}`
/** osm-edge's rules: all goes to the proxy, in and out, but for what is the sidecar's own. */
const interception = (loopback: string): string => `*nat
:OSM_PROXY_INBOUND - [0:0]
:OSM_PROXY_IN_REDIRECT - [0:0]
:OSM_PROXY_OUTBOUND - [0:0]
:OSM_PROXY_OUT_REDIRECT - [0:0]
-A OSM_PROXY_IN_REDIRECT -p tcp -j REDIRECT --to-port ${INBOUND_PORT}
-A PREROUTING -p tcp -j OSM_PROXY_INBOUND
-A OSM_PROXY_INBOUND -p tcp -j OSM_PROXY_IN_REDIRECT
-A OSM_PROXY_OUT_REDIRECT -p tcp -j REDIRECT --to-port 15001
-A OUTPUT -p tcp -j OSM_PROXY_OUTBOUND
-A OSM_PROXY_OUTBOUND -o lo ! -d ${loopback} ${BY_SIDECAR} -j OSM_PROXY_IN_REDIRECT
-A OSM_PROXY_OUTBOUND -o lo -m owner ! --uid-owner ${SIDECAR_USER} -j RETURN
-A OSM_PROXY_OUTBOUND ${BY_SIDECAR} -j RETURN
-A OSM_PROXY_OUTBOUND -d ${loopback} -j RETURN
-A OSM_PROXY_OUTBOUND -j OSM_PROXY_OUT_REDIRECT
COMMIT
`

export function loadInterception(): void {
  run('ip', ['netns', 'exec', pod, 'iptables-restore', '--noflush'], interception('127.0.0.1/32'))
  run('ip', ['netns', 'exec', pod, 'ip6tables-restore', '--noflush'], interception('::1/128'))
}

/** Loads a document for both families. */
export function loadRules(rules: string): void {
  for (const command of ['iptables-restore', 'ip6tables-restore'])
    run('ip', ['netns', 'exec', pod, command, '--noflush'], rules)
}

/** The words before a command that run it in a namespace, as a user. */
export const inside = (namespace: string, user: number): [string, ...string[]] => [
  'ip',
  'netns',
  'exec',
  namespace,
  // As in a container of its own: others may run the same at the same time.
  'sh',
  '-c',
  'mount -t tmpfs tmpfs /dev/shm && exec "$@"',
  'sh',
  'setpriv',
  `--reuid=${user}`,
  `--regid=${user}`,
  '--clear-groups',
  '--',
]

export interface Worker {
  /** Sends a line, gives the line that answers it. */
  ask(line: string): Promise<string>
  stop(): Promise<void>
}

/** Starts a program that answers each line with a line. */
export function startWorker(command: readonly string[]): Worker {
  const [program = '', ...args] = command
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  children.push(child)
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    ask: async line => {
      child.stdin.write(`${line}\n`)
      const { value, done } = await answers.next()
      if (done) throw new Error(`"${command.join(' ')}" ended before it answered "${line}"`)
      return String(value)
    },
    stop: () =>
      new Promise(resolve => {
        child.once('exit', () => resolve())
        child.kill('SIGKILL')
      }),
  }
}

/** Starts a program that runs until the network is removed. */
export function startProgram(
  command: readonly string[],
  env: Record<string, string> = {},
): ChildProcess {
  const [program = '', ...args] = command
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  children.push(child)
  return child
}
