/** The one Pod that a command is about. */
import type { Workload } from '../../src/pod/workloads.ts'
import { InputError } from '../error.ts'
import { documentsOf, type Manifest } from './documents.ts'
import { parseDocument, workloadsIn } from './parse.ts'
import { filesIn } from './read.ts'

/** The Pod in a file, or a text, by its name where there are several. @throws InputError */
export async function readPod(
  from: string | Manifest,
  name: string | undefined,
): Promise<Workload> {
  const path = typeof from === 'string' ? from : from.name
  const workloads: Workload[] = []
  for (const file of typeof from === 'string' ? filesIn([from]) : [from]) {
    for await (const document of documentsOf(file)) {
      const parsed = parseDocument(document)
      if (parsed) workloads.push(...workloadsIn(document, parsed, true))
    }
  }
  const chosen = workloads.filter(workload => name === undefined || workload.name === name)
  const [only] = chosen
  if (only && chosen.length === 1) return only
  const names = workloads.map(workload => `"${workload.name}"`).join(', ')
  if (workloads.length === 0)
    throw new InputError(`"${path}" holds no Pod: give a Pod, or anything with a Pod template`)
  if (!only) throw new InputError(`"${path}" holds no Pod named "${name}", but ${names}`)
  throw new InputError(`"${path}" holds ${chosen.length} Pods (${names}): choose one with --name`)
}
