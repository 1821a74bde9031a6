/** `npm run build`: the PipyJS files and the command, with a table of what they weigh. */
import { build } from 'esbuild'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { bundle, BundleError } from './bundle.ts'

const SCRIPTS = ['main', 'probes']

const header = (name: string, version: string) =>
  `// ${name}.js of pipy-probes ${version}, built from src/${name}.ts for Pipy 0.50 to 1.5\n`

try {
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string }
  const scripts = await Promise.all(SCRIPTS.map(async name =>
    [`dist/${name}.js`, header(name, version) + await bundle(`src/${name}.ts`, { color: process.stderr.isTTY })] as const))
  await mkdir('dist', { recursive: true })
  for (const [file, code] of scripts) await writeFile(file, code)
  await table(scripts.map(([file]) => file))
} catch (error) {
  if (!(error instanceof BundleError)) throw error
  process.stderr.write(error.message)
  process.exitCode = 1
}

async function table(files: string[]): Promise<void> {
  const rows = await Promise.all(files.map(async file => {
    const bytes = await readFile(file)
    return [file, `${bytes.length}`, `${gzipSync(bytes).length}`]
  }))
  for (const [file = '', size = '', gzip = ''] of [['file', 'bytes', 'gzip'], ...rows]) {
    console.log(`${file.padEnd(24)}${size.padStart(8)}${gzip.padStart(8)}`)
  }
}
void build
