/** `pipy-probes pipy install`: a release comes into the cache, whole and with nothing beside it. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { placeOf, releaseFor, RELEASES } from '../../scripts/pipy/release.ts'
import { newFolder } from '../command.ts'
import { suite, until } from '../suite.ts'
import {
  archiveOf,
  entry,
  FILE,
  install,
  program,
  serve,
  serveArchive,
  stopServing,
  VERSION,
} from './releases.ts'

const test = suite('installing Pipy', undefined, stopServing)

const PLACE = `pipy-probes/pipy-${VERSION}/pipy`
const INSTALLED = ['pipy-probes', `pipy-probes/pipy-${VERSION}`, PLACE]

test('the releases are those that Pipy’s own get-pipy.sh names', () => {
  const addresses = [
    ['linux', 'x64', 'generic_linux-x86_64'],
    ['linux', 'arm64', 'generic_linux-aarch64'],
    ['darwin', 'x64', 'macos-x86_64'],
    ['darwin', 'arm64', 'macos-aarch64'],
  ].map(([platform, arch, name]) => [
    `${placeOf(releaseFor('1.5.14', platform, arch), RELEASES)}`,
    `https://github.com/flomesh-io/pipy/releases/download/1.5.14/pipy-1.5.14-${name}.tar.gz`,
  ])
  for (const [found, expected] of addresses) assert.equal(found, expected)
})

test('a release is installed, with its SHA-256 and its mode, and nothing beside it', async () => {
  const archive = await archiveOf(entry(program()))
  const sha256 = createHash('sha256').update(archive).digest('hex')
  const from = await serveArchive(archive)
  const { ended, output, cached, home } = install(`${from}/`, ['--sha256', sha256.toUpperCase()])
  assert.equal(await ended, 0, output())
  const place = join(home, PLACE)
  const lines = [`${from}/${VERSION}/${FILE}`, `  SHA-256 ${sha256}`, `  installed as ${place}`]
  assert.equal(output(), `${lines.join('\n')}\n`)
  assert.deepEqual(cached(), INSTALLED)
  assert.equal(readFileSync(place, 'utf8'), program())
  assert.equal(statSync(place).mode & 0o777, 0o755 & ~process.umask())
})

test('a release comes from a folder, too, and by a redirect to another host', async () => {
  const folder = newFolder()
  writeFileSync(
    join(folder, FILE),
    await archiveOf(entry(program(), { name: './usr/local/bin/pipy' })),
  )
  const local = install(folder)
  assert.equal(await local.ended, 0, local.output())
  const other = await serveArchive(await archiveOf(entry(program())))
  const from = await serve(({ url }, response) =>
    response.writeHead(302, { location: `${other}${url}` }).end(),
  )
  const redirected = install(from)
  assert.equal(await redirected.ended, 0, redirected.output())
  assert.deepEqual(redirected.cached(), INSTALLED)
})

test('what else is in an archive is nowhere afterwards', async () => {
  const outside = newFolder()
  const { ended, output, cached } = install(
    await serveArchive(
      await archiveOf(
        entry('', { name: `${'../'.repeat(20)}${outside}/above` }),
        entry('', { name: `${outside}/absolute` }),
        entry('', { name: 'usr/local/bin', type: 'symlink', linkname: outside }),
        entry('', { name: 'usr/local/bin/._pipy' }),
        entry(program()),
      ),
    ),
  )
  assert.equal(await ended, 0, output())
  assert.deepEqual(cached(), INSTALLED)
  assert.deepEqual(readdirSync(outside), [])
})

test('a program that hangs once it has said its version is installed', async () => {
  const { ended, output, cached } = install(
    await serveArchive(await archiveOf(entry(program('exec sleep 60')))),
  )
  assert.equal(await ended, 0, output())
  assert.deepEqual(cached(), INSTALLED)
})

test('two installations at once do not hurt each other', async () => {
  const archive = await archiveOf(entry(program()))
  const waiting: ServerResponse[] = []
  const from = await serve((_request, response) => void waiting.push(response))
  const one = install(from)
  const other = install(from, [], one.home)
  await until('both to ask for the archive', () => waiting.length === 2)
  for (const response of waiting) response.end(archive)
  assert.deepEqual([await one.ended, await other.ended], [0, 0], one.output() + other.output())
  assert.deepEqual(one.cached(), INSTALLED)
})

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  test(`${signal} while the new program runs leaves nothing`, async () => {
    const started = join(newFolder(), 'started')
    const hanging = `#!/bin/sh\n: > ${started}\nexec sleep 60\n`
    const from = await serveArchive(await archiveOf(entry(hanging)))
    const { child, ended, cached } = install(from)
    await until('the new program to run', () => existsSync(started))
    child.kill(signal)
    assert.equal(await ended, code)
    assert.deepEqual(cached(), ['pipy-probes'])
  })
}

test.run()
