/** What of a release's archive is not installed, and in which words; nothing of it is left. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { InputError } from '../../scripts/error.ts'
import { installFrom } from '../../scripts/pipy/install.ts'
import { releaseFor } from '../../scripts/pipy/release.ts'
import { newFolder } from '../command.ts'
import { suite } from '../suite.ts'
import {
  archiveOf,
  assertNot,
  entry,
  install,
  program,
  serveArchive,
  stopServing,
  VERSION,
} from './releases.ts'

const test = suite('refused archives', 60_000, stopServing)

const good = await archiveOf(entry(program()))

/** With another size in its first head, whose sum is right again. */
const declaring = (archive: Buffer, octal: string): Buffer => {
  const tar = gunzipSync(archive)
  tar.write(octal, 124, 'latin1')
  tar.fill(' ', 148, 156)
  const sum = tar.subarray(0, 512).reduce((all, byte) => all + byte, 0)
  tar.write(`${sum.toString(8).padStart(6, '0')}\0`, 148, 'latin1')
  return gzipSync(tar)
}

/** So many MiB of zeros in some KiB: gzip's members in a row are one. */
const bomb = (size: number): Buffer => Buffer.concat(Array.from({ length: size / 16 }, () => ZEROS))
const ZEROS = gzipSync(Buffer.alloc(16 * 2 ** 20))

/** The head of a program for a machine, by its number there. */
const elf = (machine: number): Buffer => {
  const head = Buffer.alloc(64)
  head.write('\u007FELF\u0002\u0001\u0001')
  head.writeUInt16LE(machine, 18)
  return head
}

const link = { size: 0, linkname: '/bin/sh' }
/** An archive, and what is said about it. */
const archives: Record<string, [archive: Buffer, message: RegExp]> = {
  'a page in its place': [Buffer.from('<!doctype html>'), /" is damaged, or is no gzip: /],
  'an archive that is cut short': [good.subarray(0, -20), /" is cut short: unexpected end/],
  'a gzip of no tar': [gzipSync('x'.repeat(2000)), /" is damaged, or is no tar: /],
  'an empty archive': [await archiveOf(), /" has 0 times "usr\/local\/bin\/pipy", and not once\n$/],
  'an archive of something else': [
    await archiveOf(entry(program(), { name: '../usr/local/bin/pipy' })),
    /" has 0 times "usr\/local\/bin\/pipy", and not once\n$/,
  ],
  'an archive with two': [
    await archiveOf(entry(program()), entry(program('exit 1'))),
    /" has 2 times "usr\/local\/bin\/pipy", and not once\n$/,
  ],
  'a symbolic link': [
    await archiveOf(entry('', { ...link, type: 'symlink' })),
    /" has as "usr\/local\/bin\/pipy" no file, but a symlink\n$/,
  ],
  'a hard link': [
    await archiveOf(entry('', { ...link, type: 'link' })),
    /" has as "usr\/local\/bin\/pipy" no file, but a link\n$/,
  ],
  'an empty file': [await archiveOf(entry('')), /" has an empty "usr\/local\/bin\/pipy"\n$/],
  'a file that is declared as huge': [
    declaring(good, '77777777777'),
    /" is damaged, or is no tar: .*truncated/,
  ],
  'a bomb': [bomb(144), /" becomes too large, and is no release: /],
  'a program for another machine': [
    await archiveOf(entry(elf(process.arch === 'x64' ? 183 : 62))),
    /the pipy of ".*" does not run here: it is for linux (x64|arm64), and this is \w+ (x64|arm64);/,
  ],
  'a program for another system': [
    await archiveOf(entry(`MZ${'\0'.repeat(62)}`)),
    /the pipy of ".*" does not run here: it is for no platform that is known, and this is /,
  ],
  'a program that wants another loader': [
    await archiveOf(entry('#!/lib/ld-nowhere.so\n')),
    /does not run here: it, or the loader that it was built for, is not here \(ENOENT\); it was no/,
  ],
  'a program that fails': [
    await archiveOf(entry('#!/bin/sh\necho "version \\`GLIBC_2.99\\` not found" >&2; exit 1\n')),
    /it ended with exit code 1 instead of its version, and said "version `GLIBC_2\.99` not found";/,
  ],
  'another version': [
    await archiveOf(entry(program('exit 0', '1.5.13'))),
    /the pipy of ".*" says that it is 1\.5\.13; it was not installed\n$/,
  ],
}

for (const [name, [archive, message]] of Object.entries(archives)) {
  test(`refused: ${name}`, async () => assertNot(await serveArchive(archive), message))
}

test('a program that hangs before its version is not installed', async () => {
  const cache = newFolder()
  const archive = await archiveOf(entry('#!/bin/sh\nexec sleep 60\n'))
  await assert.rejects(
    installFrom(archive, releaseFor(VERSION), cache, 1000),
    (error: Error) =>
      error instanceof InputError &&
      /it did not say its version within 1 s; it/.test(error.message),
  )
})

test('what was installed stays where another installation is refused', async () => {
  const { home, ended } = install(await serveArchive(good))
  assert.equal(await ended, 0)
  const broken = install(await serveArchive(await archiveOf(entry('#!/bin/false\n'))), [], home)
  assert.equal(await broken.ended, 2)
  const place = join(home, `pipy-probes/pipy-${VERSION}/pipy`)
  assert.equal(readFileSync(place, 'utf8'), program())
})

test.run()
