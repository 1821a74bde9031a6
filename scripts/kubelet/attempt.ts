import type { Probe } from '../../src/config/types.ts'
import type { Container } from '../../src/pod/types.ts'
import { runProbe, type Target } from './probe.ts'
import type { Verdict } from './verdict.ts'

const MOST_ATTEMPTS = 3

/**
 * Runs a probe as `runProbe` does; after an error of the prober's own (a body cut
 * short) up to three times at once, as the kubelet does (maxProbeRetries).
 */
export async function attemptProbe(
  probe: Probe,
  container: Container,
  target: Target,
): Promise<Verdict | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    const verdict = await runProbe(probe, container, target)
    if (verdict?.result !== 'unknown' || attempt === MOST_ATTEMPTS) return verdict
  }
}
