/** The one Pod that a command is about. */
import { workloadsOf, type Workload } from '../../src/pod/workloads.ts'
import { InputError } from '../error.ts'
import { parseSource, readSources } from './read.ts'

/** The Pod in a file, by its name where there are several. @throws InputError */
export const readPod = (path: string, name: string | undefined): Workload => {
  const workloads = readSources([path]).flatMap(parseSource).flatMap(document => workloadsOf(document.toJS(), true))
  const chosen = workloads.filter(workload => name === undefined || workload.name === name)
  const [only] = chosen
  if (only && chosen.length === 1) return only
  const names = workloads.map(workload => `"${workload.name}"`).join(', ')
  if (workloads.length === 0) throw new InputError(`"${path}" holds no Pod: give a Pod, or anything with a Pod template`)
  if (!only) throw new InputError(`"${path}" holds no Pod named "${name}", but ${names}`)
  throw new InputError(`"${path}" holds ${chosen.length} Pods (${names}): choose one with --name`)
}
