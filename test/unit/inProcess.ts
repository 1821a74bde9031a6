/** Runs an entry of `src/` on the embedded host in this process: its lines count as covered. */
import { mkdtemp, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Data } from '../../pipy/embedded/events.ts'
import { Codebase, Script } from '../../pipy/embedded/script.ts'
import { serve } from '../../pipy/embedded/server.ts'

let loads = 0

/** The entry's script, evaluated anew with a config. */
export const loadEntry = async (
  entry: 'main' | 'probes' | 'listeners' | 'healthcheck' | 'webhook',
  config: string,
): Promise<Script> => {
  const folder = await mkdtemp(join(tmpdir(), 'entry-'))
  await writeFile(join(folder, 'config.json'), config)
  await writeFile(join(folder, 'healthcheck.js'), '// A comment of the build.\nthe script\n')
  await writeFile(join(folder, 'mesh.js'), 'pipy({}).listen(15000).replaceData(data => data)')
  await writeFile(join(folder, 'config.js'), 'JSON.decode(pipy.load("config.json"))')
  const script = new Script(new Codebase(folder), `${entry}.js`, (self, names) => {
    const { crypto: classes, console: _console, ...others } = names
    Object.assign(globalThis, others)
    Object.assign(crypto, classes)
    Object.assign(JSON, { decode: (data: Data) => JSON.parse(String(data)) })
    self.expose(globalThis)
    return undefined
  })
  loads += 1
  const module = (await import(`../../src/${entry}.ts?${loads}`)) as { default: unknown }
  if (module.default === undefined) throw new Error('the entry gave no configuration')
  script.check()
  return script
}

/** Serves what the script listens on. */
export const listenAll = (script: Script): Promise<Server[]> =>
  Promise.all(
    script.listens.map(
      listen =>
        new Promise<Server>(resolve => {
          const server = createServer({ allowHalfOpen: true }, socket =>
            serve(socket, listen),
          ).listen(listen.port, () => resolve(server))
        }),
    ),
  )
