/**
 * `npm run soak [-- HOST…]`: the whole load and fault suite with its figures, on
 * every host found, or on those named by the beginning of their version.
 */
import { $, glob } from 'zx'
import { findPipys } from '../pipy/hosts.ts'

const files = [...(await glob('test/soak/*.test.ts')).sort(), 'test/e2e/reach.test.ts']
const wanted = process.argv.slice(2)
const hosts = [
  ...(await findPipys()).map(({ name, command: [path] }) => ({ name, path })),
  { name: 'embedded', path: 'embedded' },
].filter(
  ({ name }) =>
    wanted.length === 0 ||
    wanted.some(beginning => name.replace('pipy ', '').startsWith(beginning)),
)
await $({ stdio: 'inherit' })`npm run --silent build`
for (const { name, path } of hosts) {
  for (const file of files) {
    const { exitCode } = await $({
      env: { ...process.env, PIPY_PROBES_HOST: path, PIPY_PROBES_HOST_NAME: name, SOAK: 'full' },
      stdio: 'inherit',
      nothrow: true,
    })`${process.execPath} --import tsx ${file}`
    if (exitCode !== 0) process.exitCode = 1
  }
}
