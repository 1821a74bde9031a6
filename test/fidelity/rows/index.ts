/** Probes as users write them, times what applications do: the table in docs/limits.md, group by group. */
import { bodies, heads, statuses } from './answers.ts'
import { faults } from './faults.ts'
import { redirected } from './redirects.ts'
import { headers, paths } from './requests.ts'
import type { Row } from './row.ts'
import { passedThrough, tcp, terminated } from './schemes.ts'

export type { Row }

/** Each is run directly and through the sidecar. */
export const ROWS: readonly Row[] = [
  ...statuses,
  ...paths,
  ...headers,
  ...redirected,
  ...bodies,
  ...heads,
  ...faults,
  ...passedThrough,
  ...terminated,
  ...tcp,
]
