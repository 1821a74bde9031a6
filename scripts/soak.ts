/** `npm run soak`: the whole load and fault suite, on every host found, with its figures. */
import { $ } from 'zx'
import { findPipys } from '../pipy/hosts.ts'

const files = ['test/e2e/soak.test.ts', 'test/e2e/reach.test.ts']
const hosts = [...(await findPipys()).map(host => host.command[0]), 'embedded']
await $({ stdio: 'inherit' })`npm run --silent build`
for (const path of hosts) {
  for (const file of files) {
    const { exitCode } = await $({ env: { ...process.env, PIPY_PROBES_HOST: path, SOAK: 'full' }, stdio: 'inherit', nothrow: true })`${process.execPath} --import tsx ${file}`
    if (exitCode !== 0) process.exitCode = 1
  }
}
