/**
 * `npm run meshes -- FOLDER…`: what a mesh's real codebase does wrong, by itself and with each of
 * our files in it, as rows of a table. PIPY_PROBES_HOST is the Pipy, by its path.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { SidecarError } from '../../pipy/sidecar.ts'
import { cleanUp, host } from '../e2e/sidecar.ts'
import { DROP_INS, startMesh, type Codebase } from './codebase.ts'
import { DEFECTS, type Defect } from './defects.ts'
import { enterNamespace } from './namespace.ts'

const read = (folder: string): Codebase =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(name => statSync(join(folder, name)).isFile())
      .map(name => [name, readFileSync(join(folder, name))]),
  )

/** A cell: `–` where all is as without a mesh, what is seen, or why there is nothing to see. */
const cellOf = async ({ seen }: Defect, codebase: Codebase): Promise<string> => {
  try {
    return (await seen(config => startMesh(codebase, config))) || '–'
  } catch (error) {
    if (!(error instanceof SidecarError)) throw error
    return `does not start: ${/Error: (.*)/.exec(error.message)?.[1] ?? error.message}`
  } finally {
    await cleanUp()
  }
}

const missing = await enterNamespace()
const folders = process.argv.slice(2)
if (missing !== '' || folders.length === 0) {
  console.error(missing === '' ? 'name folders of codebases' : `${missing} is missing`)
  process.exit(2)
}
for (const folder of folders) {
  const own = read(resolve(folder))
  const columns = Object.entries(DROP_INS)
    .filter(([name]) => name !== 'probes.js' || own['probes.js'] !== undefined)
    .map(([name, place]) => ({ name, codebase: place(own) }))
  const all = [{ name: 'by itself', codebase: own }, ...columns]
  console.log(`\n${basename(folder)} on ${host.name}\n`)
  console.log(`| | defect | ${all.map(({ name }) => name).join(' | ')} |`)
  console.log(`|---|---|${all.map(() => '---|').join('')}`)
  for (const [id, defect] of Object.entries(DEFECTS)) {
    const cells: string[] = []
    for (const { codebase } of all) cells.push(await cellOf(defect, codebase))
    console.log(`| ${id} | ${defect.says} | ${cells.join(' | ')} |`)
  }
}
