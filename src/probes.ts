/**
 * The drop-in for a mesh's codebase: its main.js listens, and hands each
 * connection to the pipeline `liveness`, `readiness`, `startup` or `healthcheck`:
 *
 *   .listen(15901).use('probes.js', 'liveness')
 */
import { configure } from './sidecar/configure.ts'

export default configure(pipy.solve('config.js'), 'config.js', (configuration, listener) =>
  configuration.pipeline(listener.name),
)
