/** The programs that run inside the namespaces, where every user may read them. */
import type { ChildProcess } from 'node:child_process'
import { chmodSync, copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { isHealthy, type Verdict } from '../../scripts/kubelet/verdict.ts'
import { distFile } from '../../scripts/paths.ts'
import { newFolder } from '../command.ts'
import { certificate } from '../e2e/app.ts'
import { host } from '../e2e/sidecar.ts'
import { HELPER_USER, inside, pod, startProgram, startWorker, type Worker } from './network.ts'
import type { Asked } from './worker.ts'

/** Where they are. */
const folder = newFolder()
chmodSync(folder, 0o755)

/** The words of this run's host. */
export const hostWords: readonly string[] = host.isPipy
  ? host.command
  : [process.execPath, join(folder, 'embedded.mjs')]

const bundle = async (): Promise<void> => {
  await build({
    entryPoints: { worker: new URL('worker.ts', import.meta.url).pathname },
    outdir: folder,
    bundle: true,
    format: 'esm',
    platform: 'node',
    outExtension: { '.js': '.mjs' },
  })
  copyFileSync(distFile('embedded.js'), join(folder, 'embedded.mjs'))
  // The helper's container has pipy on its PATH.
  writeFileSync(join(folder, 'pipy'), `#!/bin/sh\nexec ${hostWords.join(' ')} "$@"\n`)
  for (const file of ['pipy', 'worker.mjs', 'embedded.mjs']) chmodSync(join(folder, file), 0o755)
  process.env.CERTIFICATE = JSON.stringify(await certificate())
}
let bundled: Promise<void> | undefined

/** Starts a part of `worker.ts` in a namespace, as a user, and waits until it listens. */
export async function startPart(
  namespace: string,
  user: number,
  part: 'kubelet' | 'app' | 'apps' | 'proxy',
  ...more: (number | string)[]
): Promise<Worker> {
  await (bundled ??= bundle())
  const words = [process.execPath, join(folder, 'worker.mjs'), part, ...more.map(String)]
  const worker = startWorker([...inside(namespace, user), ...words])
  if (part !== 'kubelet') await worker.ask('ready?')
  return worker
}

/** Whether each probe succeeds, all of them run at once by a part that is the kubelet. */
export async function healthBy(kubelet: Worker, probes: readonly Asked[]): Promise<boolean[]> {
  const verdicts = JSON.parse(await kubelet.ask(JSON.stringify(probes))) as Verdict[]
  return verdicts.map(isHealthy)
}

/** The helper container, as the rewritten Pod declares it. */
export interface Helper {
  readonly command: readonly string[]
  readonly env: readonly { readonly name: string; readonly value?: string }[]
}

/** `podIP` is what the downward API would fill in. */
export function startHelper({ command, env }: Helper, podIP = ''): ChildProcess {
  const variables = Object.fromEntries(env.map(({ name, value }) => [name, value ?? podIP]))
  const PATH = `${folder}:${process.env.PATH}`
  return startProgram([...inside(pod, HELPER_USER), ...command], { ...variables, PATH })
}
