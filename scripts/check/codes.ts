/** Every finding there is: its code, how bad it is, the guide's step, what is wrong and how to mend it. */

/** An error fails a probe, or lets one pass that should not; a warning may. */
export type Severity = 'error' | 'warning'

/** What is the same for every finding of a code. */
export interface Code {
  readonly severity: Severity
  /** Of the guide's troubleshooting chapter: 1 probes and sidecar, 2 scheduling and start, 3 run time. */
  readonly step: 1 | 2 | 3
  readonly wrong: string
  readonly mend: string
}

const error = (step: Code['step'], wrong: string, mend: string): Code => ({
  severity: 'error',
  step,
  wrong,
  mend,
})
const warning = (step: Code['step'], wrong: string, mend: string): Code => ({
  severity: 'warning',
  step,
  wrong,
  mend,
})

/** By code; codes are stable, and stand in the README. */
export const CODES = {
  'probe-not-rewritten': error(
    1,
    'the httpGet probe goes to the application, through the proxy, which wants mTLS',
    'rewrite the Pod: pipy-probes rewrite',
  ),
  'probe-wrong-port': error(
    1,
    'the probe goes to the port of another kind',
    'rewrite the Pod anew: pipy-probes rewrite --undo, then pipy-probes rewrite',
  ),
  'probe-path-not-rewritten': error(
    1,
    'the HTTP probe goes to the sidecar with a path that the sidecar does not serve',
    'rewrite the Pod anew: pipy-probes rewrite --undo, then pipy-probes rewrite',
  ),
  'https-path-changed': error(
    1,
    'the HTTPS probe has another path than the original, and TLS is passed through to the application as it is',
    'give the path back: pipy-probes rewrite --undo, then pipy-probes rewrite',
  ),
  'tcp-not-rewritten': error(
    1,
    'the tcpSocket probe reaches the proxy, which accepts every connection: it passes whatever the application does',
    'rewrite the Pod: pipy-probes rewrite',
  ),
  'tcp-path-wrong': error(
    1,
    'a TCP check is asked for on another path than the healthcheck’s',
    'rewrite the Pod anew: pipy-probes rewrite --undo, then pipy-probes rewrite',
  ),
  'tcp-header-missing': error(
    1,
    'a TCP check has no Original-Tcp-Port header, and is answered with 400',
    'rewrite the Pod anew, or add the header with the application’s port',
  ),
  'tcp-header-wrong': error(
    1,
    'the Original-Tcp-Port header is not the port of the original probe',
    'rewrite the Pod anew: pipy-probes rewrite --undo, then pipy-probes rewrite',
  ),
  'helper-missing': error(
    1,
    'nothing answers TCP checks: the helper container is not in the Pod',
    'rewrite the Pod anew, which adds it, or use --healthcheck sidecar',
  ),
  'helper-not-running': error(
    1,
    'the helper container that answers TCP checks is not running',
    'see its log: kubectl logs POD -c osm-healthcheck',
  ),
  'helper-without-need': warning(
    1,
    'the helper container is in a Pod without a TCP check',
    'rewrite the Pod anew, which takes it out',
  ),
  'config-broken': error(
    1,
    'the sidecar’s config is not understood: it did not start with it, or keeps an older one',
    'give it the Pod’s own: pipy-probes config -f POD.yaml',
  ),
  'config-no-listener': error(
    1,
    'the sidecar’s config has no listener on the probe’s port: the connection is refused',
    'give it the Pod’s own: pipy-probes config -f POD.yaml',
  ),
  'config-no-route': error(
    1,
    'the sidecar’s config listens, but has no route for the probe: it is answered with 404, or 403',
    'give it the Pod’s own: pipy-probes config -f POD.yaml',
  ),
  'config-ambiguous': error(
    1,
    'the sidecar’s config has several routes for the probe',
    'give each container a path of its own: pipy-probes rewrite, then pipy-probes config',
  ),
  'config-other-target': error(
    1,
    'the sidecar asks another port, path or service than the original probe',
    'give it the Pod’s own config: pipy-probes config -f POD.yaml',
  ),
  'port-intercepted': error(
    1,
    'the probe’s port does not bypass the proxy',
    'exclude it from the interception: pipy-probes iptables -f POD.yaml',
  ),
  'containers-collide': error(
    1,
    'two containers’ probes are asked for alike, so that one is answered for the other (OSM issue 3773)',
    'give each a path of its own: pipy-probes rewrite',
  ),
  'probe-host-set': warning(
    1,
    'the probe names a host, so that it is not about this Pod, and is left alone',
    'remove host, or probe with exec',
  ),
  'port-unknown': error(
    1,
    'the probe’s port is no port of its container',
    'declare it under ports, or give its number',
  ),
  'injected-twice': error(
    1,
    'the original of the probe is itself a port of the sidecar, which would ask itself',
    'begin from the manifest before the rewriting: pipy-probes rewrite --undo',
  ),
  'grpc-probe': error(
    1,
    'a native grpc probe reaches the proxy, which wants mTLS',
    'rewrite the Pod: pipy-probes rewrite',
  ),
  'exec-needs-network': warning(
    1,
    'the exec probe’s command looks as if it needs the network outside the Pod, which goes through the proxy',
    'ask 127.0.0.1 in the command',
  ),
  'opted-out': warning(
    1,
    'an annotation leaves the probes alone, and they go through the proxy',
    'remove the annotation pipy-probes/rewrite',
  ),
  'pod-unschedulable': error(
    2,
    'no node takes the Pod',
    'see the message of the condition: kubectl describe pod POD',
  ),
  'image-not-pulled': error(
    2,
    'an image cannot be pulled',
    'correct the image’s name, or its pull secret',
  ),
  'init-failed': error(
    2,
    'an init container has failed, so that no other starts',
    'see its log: kubectl logs POD -c CONTAINER',
  ),
  'container-not-created': error(
    2,
    'a container cannot be created',
    'correct what the message names: a ConfigMap, a Secret, a command',
  ),
  'sidecar-not-running': error(
    2,
    'the sidecar is not running, and no probe is answered',
    'see its log: kubectl logs POD -c SIDECAR',
  ),
  'crash-loop': error(
    3,
    'a container ends again and again',
    'see its last log: kubectl logs POD -c CONTAINER --previous',
  ),
  'out-of-memory': error(
    3,
    'a container was killed for its memory limit',
    'raise the limit, or have the application use less',
  ),
  'container-restarted': warning(
    3,
    'a container has been restarted',
    'see its last log: kubectl logs POD -c CONTAINER --previous',
  ),
  'container-not-ready': error(
    3,
    'a container runs, but is not ready',
    'see the readiness probe’s findings, and the log: kubectl logs POD -c CONTAINER',
  ),
  'killed-by-probe': error(
    3,
    'the kubelet restarts the container for its probe',
    'see the probe’s own findings; a slow start wants a startupProbe',
  ),
  'answer-refused': error(
    3,
    'the probe’s port refuses the connection: the sidecar does not listen',
    'see that the sidecar runs and its config names the port: pipy-probes check --config',
  ),
  'answer-400': error(
    3,
    'the healthcheck got no valid Original-Tcp-Port',
    'rewrite the Pod anew, or add the header with the application’s port',
  ),
  'answer-403': error(
    3,
    'the healthcheck was asked for a port that no probe declares',
    'give the sidecar or the helper the Pod’s own config: pipy-probes rewrite and config',
  ),
  'answer-404': error(
    3,
    'the path is not declared in the sidecar’s config, or the application does not have it',
    'compare the config’s routes: pipy-probes check --config; then ask the application itself',
  ),
  'answer-502': error(
    3,
    'the application closed the connection before it answered, or answered no gRPC',
    'see its log: kubectl logs POD -c CONTAINER',
  ),
  'answer-503': error(
    3,
    'the application does not listen on the original port, or its gRPC health is not SERVING',
    'start it, or correct the original probe’s port; the sidecar’s log says which',
  ),
  'answer-504': error(
    3,
    'the application did not answer the sidecar in time',
    'raise timeoutSeconds, or see why it is slow',
  ),
  'answer-508': error(
    3,
    'the sidecar would ask itself: the Pod was rewritten twice',
    'begin from the manifest before the rewriting: pipy-probes rewrite --undo',
  ),
  'answer-late': error(
    3,
    'no answer came within timeoutSeconds',
    'raise timeoutSeconds, or see why the application is slow',
  ),
  'answer-reset': error(
    3,
    'the connection was closed without an answer',
    'see that the port bypasses the proxy: pipy-probes iptables; then the sidecar’s log',
  ),
  'answer-failure': error(
    3,
    'the application answered with a failure of its own',
    'see its log: kubectl logs POD -c CONTAINER',
  ),
} as const satisfies Record<string, Code>

/** A code’s name: `probe-not-rewritten`. */
export type CodeName = keyof typeof CODES

/** One thing that is wrong, with its place. */
export interface Finding {
  readonly code: CodeName
  readonly container: string
  /** `livenessProbe.httpGet.port`, or `''`. */
  readonly field: string
  /** What was found in its place. */
  readonly found: string
  /** The text the user has seen: an event's, a status message. */
  readonly shows: string
}

/** Makes a finding; `found` is the value in its place, `shows` the text the user has seen. */
export const finding = (
  code: CodeName,
  place: { container?: string; field?: string },
  found = '',
  shows = '',
): Finding => ({ code, container: place.container ?? '', field: place.field ?? '', found, shows })
