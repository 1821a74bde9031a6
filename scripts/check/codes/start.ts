/** Step 2 of the guide: does the Pod get a node, and do its containers start? */
import { LOG, type Words } from './words.ts'

/** By code. */
export const START_CODES = {
  'pod-unschedulable': {
    wrong: 'no node takes the Pod',
    mend: 'see the message of the condition: kubectl describe pod POD',
  },
  'image-not-pulled': {
    wrong: 'an image cannot be pulled',
    mend: 'correct the image’s name, or its pull secret',
  },
  'init-failed': {
    wrong: 'an init container has failed, so that no other starts',
    mend: LOG,
  },
  'container-not-created': {
    wrong: 'a container cannot be created',
    mend: 'correct what the message names: a ConfigMap, a Secret, a command',
  },
  'sidecar-not-running': {
    wrong: 'the sidecar is not running, and no probe is answered',
    mend: 'see its log: kubectl logs POD -c SIDECAR',
  },
} as const satisfies Record<string, Words>
