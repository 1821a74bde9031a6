/** What is not loaded, and in which words; nothing of it is left in the cache. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { makePair } from '../../scripts/commands/certificate.ts'
import { releaseFor } from '../../scripts/pipy/release.ts'
import { assertRefused, fileOf, newFolder, runCommand } from '../command.ts'
import { suite } from '../suite.ts'
import {
  archiveOf,
  assertNot,
  entry,
  FILE,
  install,
  program,
  serve,
  serveArchive,
  stopServing,
  VERSION,
} from './releases.ts'

const test = suite('refused installations', 60_000, stopServing)

const good = await archiveOf(entry(program()))
const WAY_ON =
  '\\nTo go on, bring that file here by other means, and give its folder with --from\\n'

/** What a server does, and what is said about it, beside the address. */
const servers: Record<string, [listener: RequestListener, message: string, options?: string[]]> = {
  'a release that is not there': [
    (_request, response) => response.writeHead(404).end(),
    'is not there \\(404\\): see which releases there are, and for which platforms\\n$',
  ],
  'a server that fails': [
    (_request, response) => response.writeHead(503).end('later'),
    'was answered with status 503\\n$',
  ],
  'a body that is cut short': [
    (_request, response) => {
      const end = () => response.destroy()
      response.writeHead(200, { 'content-length': '1000' }).write('x'.repeat(10), end)
    },
    `was cut short after \\d+ of 1000 bytes: its host closed.*${WAY_ON}`,
  ],
  'no answer in time': [
    () => {},
    `was not loaded: waited 1 s (in all )?for an answer from 127\\.0\\.0\\.1:\\d+${WAY_ON}`,
    ['--timeout', '1'],
  ],
  'a body that never ends': [
    (_request, response) => {
      const timer = setInterval(() => response.write('x'), 20)
      response.on('close', () => clearInterval(timer))
    },
    `was cut short after \\d+ bytes: waited 2 s in all for more of it${WAY_ON}`,
    ['--timeout', '2'],
  ],
  'a body that is declared too large': [
    (_request, response) => response.writeHead(200, { 'content-length': '100000000' }).write('x'),
    'has more than 64\\.0 MiB, and is no release\\n$',
  ],
  'a body that becomes too large': [
    (_request, response) => {
      const more = (): boolean => response.write(Buffer.alloc(2 ** 20)) && more()
      response.on('drain', more)
      more()
    },
    'has more than 64\\.0 MiB, and is no release\\n$',
  ],
  'a redirect to itself': [
    ({ url }, response) => response.writeHead(302, { location: url }).end(),
    'redirects more than 5 times\\n$',
  ],
  'a redirect to a host that is not known': [
    (_request, response) => response.writeHead(302, { location: 'http://host.invalid/' }).end(),
    `was not loaded: its host's name .*; this machine is offline, .* host\\.invalid\\)${WAY_ON}`,
  ],
  'a redirect to a file': [
    (_request, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
    'redirects to "file:///etc/passwd", which is not followed\\n$',
  ],
}

for (const [name, [listener, message, options]] of Object.entries(servers)) {
  test(`refused: ${name}`, async () => {
    const from = await serve(listener)
    await assertNot(from, new RegExp(`^pipy-probes: ${from}/${VERSION}/\\S+ ${message}`), options)
  })
}

test('refused: a redirect from https:// to http://', async () => {
  const { cert, key } = await makePair(['localhost'], ['127.0.0.1'], 1)
  const plain = await serveArchive(good)
  const server = createServer({ cert, key }, ({ url }, response) =>
    response.writeHead(302, { location: `${plain}${url}` }).end(),
  ).listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  try {
    const from = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
    const ca = { NODE_EXTRA_CA_CERTS: fileOf('ca.pem', cert) }
    const { ended, output } = install(from, [], newFolder(), ca)
    assert.equal(await ended, 2, output())
    assert.match(output(), /redirects to "http:\/\/127\S+", which is not followed\n$/)
  } finally {
    server.close()
  }
})

test('a machine that is offline is told so, and how to go on', async () => {
  await assertNot('https://releases.invalid', /name .*; this machine is offline, or .*\nTo go on, /)
})

test('refused: another SHA-256 than the one that is given', async () => {
  const options = ['--sha256', '0'.repeat(64)]
  await assertNot(
    await serveArchive(good),
    /" has the SHA-256 [\da-f]{64}, not that of --sha256\n$/,
    options,
  )
})

test('refused: a cache that cannot be written', async () => {
  const home = newFolder()
  writeFileSync(join(home, 'pipy-probes'), 'a file')
  const { ended, output } = install(await serveArchive(good), [], home)
  assert.equal(await ended, 2)
  assert.match(output(), /pipy-probes" cannot be written: E.*; XDG_CACHE_HOME names another folder/)
})

test('refused: a platform without releases', () => {
  assert.throws(
    () => releaseFor('1.5.14', 'win32', 'x64'),
    /Pipy has no release for "win32" on "x64", only for Linux and macOS on x86_64 and aarch64: bui/,
  )
  assert.throws(
    () => releaseFor('1.5.14', 'linux', 'riscv64'),
    /no release for "linux" on "riscv64"/,
  )
})

/** Words after `pipy-probes pipy`, and what is said about them. */
const words: Record<string, RegExp> = {
  update: /"update" is unknown: install, or nothing/,
  'install 1.5.14': /"install 1\.5\.14" is unknown: install, or nothing/,
  'install --version ../../x': /--version "\.\.\/\.\.\/x" is no release of Pipy, as 1\.5\.14 is/,
  'install --version latest': /--version "latest" is no release of Pipy/,
  'install --sha256 abc': /--sha256 "abc" is no SHA-256: 64 hexadecimal digits/,
  'install --timeout soon': /--timeout "soon" is no whole number of seconds/,
  'install --from ftp://x': /--from "ftp:\/\/x" is neither an http:\/\/ or https:\/\/ address nor/,
  'install --from /nowhere': new RegExp(`"/nowhere/${FILE}" cannot be read: ENOENT`),
  'install -o json': /-o is for the list, not for install/,
  '-o yaml': /-o "yaml" is unknown: text or json/,
  '--version 1.5.14': /--version is for pipy-probes pipy install/,
}

for (const [line, message] of Object.entries(words)) {
  test(`refused: pipy ${line}`, () =>
    assertRefused(runCommand(['pipy', ...line.split(' ')]), message))
}

test.run()
