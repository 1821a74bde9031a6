/**
 * The drop-in for a mesh's codebase: its main.js listens, and hands each
 * connection to the pipeline `liveness`, `readiness`, `startup` or `healthcheck`:
 *
 *   .listen(15901).use('probes.js', 'liveness')
 */
import { configIn } from './config/mesh.ts'
import { configure } from './sidecar/configure.ts'

const config = configIn(pipy.solve('config.js'))

export default configure(config, 'config.js', (configuration, listener) =>
  configuration.pipeline(listener.name),
)
