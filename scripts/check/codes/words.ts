/** What a code says, and the mends that several of them share. */

/** In a sentence each; a code without a severity is an error. */
export interface Words {
  readonly severity?: 'warning' | 'note'
  /** What is wrong, and what comes of it. */
  readonly wrong: string
  /** Whether a rewriting anew mends it, where the original is known. */
  readonly isMendable?: true
  /** What to do, with the command where there is one. */
  readonly mend: string
}

/** Mends, by what they have the user do. */
export const REWRITE = 'rewrite the Pod: pipy-probes rewrite'
export const REWRITE_ANEW =
  'rewrite the Pod anew: pipy-probes rewrite --undo, then pipy-probes rewrite'
export const UNDO = 'begin from the manifest before the rewriting: pipy-probes rewrite --undo'
export const ADD_HEADER = 'rewrite the Pod anew, or add the header with the application’s port'
export const OWN_CONFIG = 'give it the Pod’s own: pipy-probes config -f POD.yaml'
export const LOG = 'see its log: kubectl logs POD -c CONTAINER'
export const LAST_LOG = 'see its last log: kubectl logs POD -c CONTAINER --previous'
