/** What is not run as it is shown, and why; and what of an output is another one each time. */

/** How a test has it; exactly one of `instead`, `serves` and `isOmitted` says what is done. */
export interface Listed {
  readonly why: string
  /** Run in its place; addresses are the terminal's. */
  readonly instead?: string
  /** It goes on until Ctrl-C: what it prints once it serves. */
  readonly serves?: RegExp
  readonly isOmitted?: true
}

const START = 'npm --prefix "$PROJECT" start --silent'
const INSTALLED = 'node_modules is here'

/** By the command as it is shown. */
export const LISTED: Readonly<Record<string, Listed>> = {
  'npm ci && npm start': { why: INSTALLED, instead: START, serves: /bookwatcher/ },
  'npm ci && npm test': { why: 'this test is a part of it', isOmitted: true },
  'npm ci': { why: INSTALLED, isOmitted: true },
  'npm start': { why: 'it is run in the project’s folder', instead: START, serves: /bookwatcher/ },
  'npm start -- --break': {
    why: 'it is run in the project’s folder',
    instead: `${START} -- --break`,
    serves: /connection refused/,
  },
  'npm run build': { why: '`npm test` has just done it', isOmitted: true },
  'node --import tsx test/e2e/response.test.ts': {
    why: '`npm test` runs it on every host',
    isOmitted: true,
  },
  'npx pipy-probes pipy install': {
    why: 'a release is not loaded for a test',
    instead: 'npx pipy-probes pipy install --from "$RELEASES"',
  },
  'pipy-probes run -f pod.yaml': {
    why: 'what was installed is a stand-in, which serves nothing',
    instead: 'pipy-probes run -f pod.yaml --host embedded',
    serves: /Ctrl-C ends it/,
  },
  'pipy-probes webhook --port 9443': {
    why: 'it goes on until Ctrl-C',
    instead: 'pipy-probes webhook --port "$FREE_PORT"',
    serves: /Ctrl-C ends it/,
  },
  'pipy-probes probe -f pod.yaml --pod-ip 10.244.0.23': {
    why: 'no Pod has this address here',
    instead: 'pipy-probes probe -f pod.yaml --port-map "$PORT_MAP"',
  },
  'pipy-probes probe -f pod.yaml --pod-ip 10.244.0.23 --watch': {
    why: 'no Pod has this address here, and it goes on until Ctrl-C',
    instead: 'pipy-probes probe -f pod.yaml --port-map "$PORT_MAP" --watch',
    serves: /readiness/,
  },
  'kubectl pipy-probes check pod/shop -n shops': {
    why: 'it wants a cluster; `test/kubectl` runs the same against a stand-in',
    isOmitted: true,
  },
  'npm run build && PIPY_PROBES_HOST=/usr/local/bin/pipy npm run meshes -- CODEBASE': {
    why: 'it wants a mesh’s own codebase; `test/meshes` runs the same trials with stand-ins',
    isOmitted: true,
  },
}

/** Made alike in what is shown and in what was printed. */
const RULES: readonly (readonly [what: string, pattern: RegExp, same: string])[] = [
  ['line ends', /\r\n/g, '\n'],
  ['dates', /\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT/g, 'DATE'],
  ['latencies', /\b\d+ ms\b/g, 'N ms'],
  ['the upstream’s time', /(x-pipy-upstream-service-time: )\d+/g, '$1N'],
  ['the host that is here', / on (pipy \d[\w.-]*|the embedded host, which [^)]*\))/g, ' on HOST'],
  ['what the host logs as it starts', /^listening on port \d+ at .*\n?/gm, ''],
  ['the webhook’s port', /localhost:\d+\/mutate/g, 'localhost:PORT/mutate'],
  ['a certificate', /(caBundle: )\S+/g, '$1BASE64'],
  ['the widths of columns', / {2,}/g, '  '],
]

/** A text by which what is shown and what was printed can be compared. */
export const comparable = (text: string): string =>
  RULES.reduce((made, [, pattern, same]) => made.replace(pattern, same), text).trim()
