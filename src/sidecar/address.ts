import type { Probes } from '../config/read.ts'

/**
 * The address the applications are reached at; an error
 * where the Pod's IP is asked for and unknown.
 */
export function addressOf(probes: Probes): { address: string } | { error: string } {
  if (!probes.targetPodIP) return { address: '127.0.0.1' }
  const podIP = os.env.POD_IP ?? ''
  return podIP === ''
    ? {
        error:
          'Spec.Probes.Target is "POD_IP", ' +
          'but the environment has no POD_IP: set it from status.podIP',
      }
    : { address: podIP }
}
