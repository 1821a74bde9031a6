/** A web server in the place of the releases' host, and archives for it. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { packTar, type TarEntry, type TarHeader } from 'modern-tar'
import { releaseFor } from '../../scripts/pipy/release.ts'
import { newFolder, startCommand, type Running } from '../command.ts'

/** The release that tests install. */
export const VERSION = '1.5.14'
export const FILE = releaseFor(VERSION).file

const servers: Server[] = []

/** Serves on a free port, and gives the base of its addresses. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Ends what `serve` has begun. */
export async function stopServing(): Promise<void> {
  for (const server of servers.splice(0)) {
    server.close()
    server.closeAllConnections()
  }
}

/** Serves one archive at a release's place, and nothing else. */
export const serveArchive = (archive: Uint8Array): Promise<string> =>
  serve(({ url }, response) =>
    url === `/${VERSION}/${FILE}` ? response.end(archive) : response.writeHead(404).end(),
  )

/** Lines of a shell, as a program that says its version and then does this. */
export const program = (then = 'exit 0', version = VERSION): string =>
  `#!/bin/sh\n[ "$1" = --version ] && echo "Version     : ${version}"\n${then}\n`

/** A file of an archive, by default the one that is wanted. */
export const entry = (body: string | Buffer, header: Partial<TarHeader> = {}): TarEntry => ({
  header: { name: 'usr/local/bin/pipy', type: 'file', size: Buffer.byteLength(body), ...header },
  body,
})

/** `.tar.gz`, as a release is. */
export const archiveOf = async (...entries: TarEntry[]): Promise<Buffer> =>
  gzipSync(await packTar(entries))

/** A command with a cache of its own. */
export interface Installing extends Running {
  readonly home: string
  /** The paths of what is in the cache. */
  cached(): string[]
}

/** Starts `pipy install` with these options. */
export function install(
  from: string,
  options: string[] = [],
  home = newFolder(),
  env: Record<string, string> = {},
): Installing {
  const args = ['pipy', 'install', '--from', from, ...options]
  const cached = () => readdirSync(home, { recursive: true, encoding: 'utf8' }).sort()
  return { home, cached, ...startCommand(args, { ...env, XDG_CACHE_HOME: home }) }
}

/** The installation ends with 2 and these words, without a stack, and leaves nothing. */
export async function assertNot(
  from: string,
  message: RegExp,
  options: string[] = [],
): Promise<void> {
  const { ended, output, cached } = install(from, options)
  assert.equal(await ended, 2, output())
  assert.match(output(), message)
  assert.doesNotMatch(output(), /\n\s+at /)
  assert.deepEqual(
    cached().filter(path => path !== 'pipy-probes'),
    [],
  )
}
