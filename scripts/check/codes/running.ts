/** Step 3 of the guide, at run time: the containers’ states, and the probes’ answers. */
import { ADD_HEADER, LAST_LOG, LOG, UNDO, type Words } from './words.ts'

/** By code. */
export const RUNNING_CODES = {
  'crash-loop': {
    wrong: 'a container ends again and again',
    mend: LAST_LOG,
  },
  'out-of-memory': {
    wrong: 'a container was killed for its memory limit',
    mend: 'raise the limit, or have the application use less',
  },
  'container-restarted': {
    severity: 'warning',
    wrong: 'a container has been restarted',
    mend: LAST_LOG,
  },
  'container-not-ready': {
    wrong: 'a container runs, but is not ready',
    mend: 'see the readiness probe’s findings, and the log: kubectl logs POD -c CONTAINER',
  },
  'killed-by-probe': {
    wrong: 'the kubelet restarts the container for its probe',
    mend: 'see the probe’s own findings; a slow start wants a startupProbe',
  },
  'answer-refused': {
    wrong: 'the probe’s port refuses the connection: the sidecar does not listen',
    mend: 'see that the sidecar runs and its config names the port: pipy-probes check --config',
  },
  'answer-400': {
    wrong: 'the healthcheck got no valid Original-Tcp-Port',
    mend: ADD_HEADER,
  },
  'answer-403': {
    wrong: 'the healthcheck was asked for a port that no probe declares',
    mend: 'give the sidecar or the helper the Pod’s own config: pipy-probes rewrite and config',
  },
  'answer-404': {
    wrong: 'the path is not declared in the sidecar’s config, or the application does not have it',
    mend:
      'compare the config’s routes: pipy-probes check --config; then ask the application ' +
      'itself',
  },
  'answer-502': {
    wrong: 'the application closed the connection before it answered, or answered no gRPC',
    mend: LOG,
  },
  'answer-503': {
    wrong:
      'the application does not listen on the original port, or its gRPC health is not SERVING',
    mend: 'start it, or correct the original probe’s port; the sidecar’s log says which',
  },
  'answer-504': {
    wrong: 'the application did not answer the sidecar in time',
    mend: 'raise timeoutSeconds, or see why it is slow',
  },
  'answer-508': {
    wrong: 'the sidecar would ask itself: the Pod was rewritten twice',
    mend: UNDO,
  },
  'answer-late': {
    wrong: 'no answer came within timeoutSeconds',
    mend: 'raise timeoutSeconds, or see why the application is slow',
  },
  'answer-reset': {
    wrong: 'the connection was closed without an answer',
    mend: 'see that the port bypasses the proxy: pipy-probes iptables; then the sidecar’s log',
  },
  'answer-failure': {
    wrong: 'the application answered with a failure of its own',
    mend: LOG,
  },
} as const satisfies Record<string, Words>
