/** A listener as a sidecar serves it. */
import type { Listener } from '../config/types.ts'
import type { Network } from '../config/networks.ts'
import type { Addresses } from './address.ts'
import type { Known } from './usual/known.ts'
import type { Way } from './way.ts'

/** What all filters of a listener's pipelines share. */
export interface Served {
  readonly listener: Listener
  /** Where the applications are reached. */
  readonly addresses: Addresses
  /** The networks whose clients are served; undefined for everywhere. */
  readonly networks: readonly Network[] | undefined
  readonly ways: readonly Way[]
  readonly known: Known
}
