/** All objects of an installation, in the order in which a cluster takes them. */
import { webhookConfiguration } from './admission.ts'
import { certificateObjects } from './certificate.ts'
import type { Installation } from './installation.ts'
import {
  configMap,
  deployment,
  disruptionBudget,
  namespace,
  networkPolicy,
  service,
  serviceAccount,
} from './workload.ts'

/** The registration stands last: no Pod is sent before there is somebody who answers. */
export const objectsOf = (installation: Installation): object[] => [
  namespace(installation),
  serviceAccount(installation),
  configMap(installation),
  ...certificateObjects(installation),
  deployment(installation),
  disruptionBudget(installation),
  service(installation),
  networkPolicy(installation),
  webhookConfiguration(installation),
]
