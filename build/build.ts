/**
 * `npm run build`: the PipyJS files, the embedded host and
 * the command, with a table of what they weigh.
 */
import { build } from 'esbuild'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { gzipSync } from 'node:zlib'
import * as pipyjs from './pipyjs/index.ts'
import type { BuildOptions } from './pipyjs/index.ts'

/** What runs inside Pipy, by its name in `src/`. */
const SCRIPTS = ['main', 'probes', 'listeners', 'healthcheck', 'webhook']

/** What runs on Pipy 2, too, by its name in `src/pipy2/`. */
const FUNCTIONAL = ['main', 'healthcheck']

/** What runs in Node, by its name in `dist/`. */
const PROGRAMS = { 'pipy-probes': 'scripts/pipy-probes.ts', embedded: 'pipy/embedded/main.ts' }

const started = Date.now()
try {
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string }
  const color = process.stderr.isTTY
  const script = async (name: string, pipys: string, api: Pick<BuildOptions, 'functional'>) => ({
    name,
    pipys,
    ...(await pipyjs.build({ entry: `src/${name}.ts`, color, ...api })),
  })
  const functional = { pipy: 'src/pipy2/pipy.ts' }
  const scripts = await Promise.all([
    ...SCRIPTS.map(name => script(name, 'Pipy 0.50 to 1.5', {})),
    ...FUNCTIONAL.map(name => script(`pipy2/${name}`, 'Pipy 1.5 and 2', { functional })),
  ])
  await mkdir('dist/pipy2', { recursive: true })
  for (const { name, pipys, code, warnings } of scripts) {
    process.stderr.write(warnings)
    const banner = `// ${basename(name)}.js of pipy-probes ${version}, built from src/${name}.ts`
    await writeFile(`dist/${name}.js`, `${banner} for ${pipys}\n${code}`)
  }
  await build({
    entryPoints: PROGRAMS,
    outdir: 'dist',
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
  })
  await table([...scripts.map(({ name }) => name), ...Object.keys(PROGRAMS)])
  console.log(`built in ${Date.now() - started} ms`)
} catch (error) {
  if (!(error instanceof pipyjs.BuildError)) throw error
  process.stderr.write(error.message)
  process.exitCode = 1
}

async function table(names: string[]): Promise<void> {
  const rows = await Promise.all(
    names.map(async name => {
      const file = `dist/${name}.js`
      const bytes = await readFile(file)
      return [file, `${bytes.length}`, `${gzipSync(bytes).length}`]
    }),
  )
  for (const [file = '', size = '', gzip = ''] of [['file', 'bytes', 'gzip'], ...rows]) {
    console.log(`${file.padEnd(24)}${size.padStart(8)}${gzip.padStart(8)}`)
  }
}
