/**
 * The drop-in for a mesh's codebase whose main.js does not listen where it should: it becomes
 * main.js, and the mesh's own, with not a letter changed, stands beside it as mesh.js. It listens
 * on every port that the config's probes name, on IPv4 and IPv6, and mesh.js on none of them.
 */
import { takeProbes } from './config/mesh.ts'
import { configure } from './sidecar/configure.ts'
import { listen } from './sidecar/listen.ts'

const config = takeProbes(pipy.solve('config.js'))

// What mesh.js listens on is opened once it is named, whether or not it has the pipeline.
export default configure(config, 'config.js', listen).pipeline('mesh').use(['mesh.js'], 'mesh')
