/** Step 1 of the guide: the probes, the sidecar and its listeners, and the interception. */
import { ADD_HEADER, OWN_CONFIG, REWRITE, REWRITE_ANEW, UNDO, type Words } from './words.ts'

/** By code. */
export const PROBE_CODES = {
  'probe-not-rewritten': {
    isMendable: true,
    wrong: 'the httpGet probe goes to the application, through the proxy, which wants mTLS',
    mend: REWRITE,
  },
  'hook-not-rewritten': {
    isMendable: true,
    severity: 'warning',
    wrong:
      'the lifecycle hook by httpGet goes to the application, through the proxy, which wants mTLS',
    mend: `${REWRITE}, or annotate pipy-probes/hooks: keep`,
  },
  'hook-not-served': {
    severity: 'warning',
    wrong: 'the lifecycle hook by httpGet goes through the proxy, and no rewriting changes it',
    mend:
      'pipy-probes rewrite says why; run it by exec, or, where a container makes the TCP checks, ' +
      'have the sidecar make them (pipy-probes/healthcheck: sidecar, and no helper of a mesh)',
  },
  'probe-wrong-port': {
    isMendable: true,
    wrong: 'the probe goes to the port of another kind',
    mend: REWRITE_ANEW,
  },
  'probe-path-not-rewritten': {
    isMendable: true,
    wrong: 'the HTTP probe goes to the sidecar with a path that the sidecar does not serve',
    mend: REWRITE_ANEW,
  },
  'https-path-changed': {
    isMendable: true,
    wrong:
      'the HTTPS probe has another path than the original, and TLS is passed through to the ' +
      'application as it is',
    mend: 'give the path back: pipy-probes rewrite --undo, then pipy-probes rewrite',
  },
  'tcp-not-rewritten': {
    isMendable: true,
    wrong:
      'the tcpSocket probe reaches the proxy, which accepts every connection: it passes whatever ' +
      'the application does',
    mend: REWRITE,
  },
  'tcp-path-wrong': {
    isMendable: true,
    wrong: 'a TCP check is asked for on another path than the healthcheck’s',
    mend: REWRITE_ANEW,
  },
  'tcp-header-missing': {
    isMendable: true,
    wrong: 'a TCP check has no Original-Tcp-Port header, and is answered with 400',
    mend: ADD_HEADER,
  },
  'tcp-header-wrong': {
    isMendable: true,
    wrong: 'the Original-Tcp-Port header is not the port of the original probe',
    mend: REWRITE_ANEW,
  },
  'helper-missing': {
    isMendable: true,
    wrong: 'nothing answers TCP checks: the helper container is not in the Pod',
    mend: 'rewrite the Pod anew, which adds it, or use --healthcheck sidecar',
  },
  'helper-not-running': {
    wrong: 'the helper container that answers TCP checks is not running',
    mend: 'see its log: kubectl logs POD -c osm-healthcheck',
  },
  'helper-without-need': {
    isMendable: true,
    severity: 'warning',
    wrong: 'the helper container is in a Pod without a TCP check',
    mend: 'rewrite the Pod anew, which takes it out',
  },
  'config-broken': {
    wrong:
      'the sidecar’s config is not understood: it did not start with it, or keeps an ' +
      'older one',
    mend: OWN_CONFIG,
  },
  'config-no-listener': {
    wrong: 'the sidecar’s config has no listener on the probe’s port: the connection is refused',
    mend: OWN_CONFIG,
  },
  'config-no-route': {
    wrong:
      'the sidecar’s config listens, but has no route for the probe: it is answered ' +
      'with 404, or 403',
    mend: OWN_CONFIG,
  },
  'config-ambiguous': {
    wrong: 'the sidecar’s config has several routes for the probe',
    mend: 'give each container a path of its own: pipy-probes rewrite, then pipy-probes config',
  },
  'config-other-target': {
    wrong: 'the sidecar asks another port, path, service or address than the original probe',
    mend: 'give it the Pod’s own config: pipy-probes config -f POD.yaml',
  },
  'port-intercepted': {
    wrong: 'the probe’s port does not bypass the proxy',
    mend: 'exclude it from the interception: pipy-probes iptables -f POD.yaml',
  },
  'containers-collide': {
    isMendable: true,
    wrong:
      'two containers’ probes are asked for alike, so that one is answered for the other (OSM ' +
      'issue 3773)',
    mend: 'give each a path of its own: pipy-probes rewrite',
  },
  'probe-host-set': {
    severity: 'warning',
    wrong: 'the probe names a host, so that it is not about this Pod, and is left alone',
    mend: 'remove host, or probe with exec',
  },
  'port-unknown': {
    isMendable: true,
    wrong: 'the probe’s port is no port of its container',
    mend: 'declare it under ports, or give its number',
  },
  'injected-twice': {
    wrong: 'the original of the probe is itself a port of the sidecar, which would ask itself',
    mend: UNDO,
  },
  'grpc-probe': {
    isMendable: true,
    wrong: 'a native grpc probe reaches the proxy, which wants mTLS',
    mend: 'rewrite the Pod: pipy-probes rewrite',
  },
  'exec-needs-network': {
    severity: 'warning',
    wrong:
      'the exec probe’s command looks as if it needs the network outside the Pod, which goes ' +
      'through the proxy',
    mend: 'ask 127.0.0.1 in the command',
  },
  'probe-unknown': {
    severity: 'warning',
    wrong: 'the probe has a handler, or a field of one, that is not known here, and is left alone',
    mend: 'remove it, or see whether a newer pipy-probes knows it',
  },
  'probe-before-sidecar': {
    severity: 'warning',
    wrong:
      'the startupProbe is left alone, since the sidecar that would answer it starts behind its ' +
      'container: once the proxy runs, the container’s next start fails',
    mend: 'have the sidecar as an init container before this one, or probe with exec',
  },
  'probe-waits-for-sidecar': {
    isMendable: true,
    wrong:
      'the startupProbe holds up the start of the container that answers it: the Pod never starts',
    mend: 'rewrite the Pod anew, which leaves the probe alone or has the helper start first',
  },
  'helper-never-ends': {
    isMendable: true,
    wrong: 'the Pod ends when its containers do, and the helper container never does',
    mend:
      'rewrite the Pod anew: the sidecar answers there, or a helper that is a native sidecar; ' +
      'a helper of the mesh’s own has to be taken out',
  },
  'target-intercepted': {
    wrong:
      'the sidecar asks the application at the Pod’s IP, which the mesh takes for the ' +
      'application’s own call, and sends through the proxy',
    mend: 'let it pass: pipy-probes iptables -f POD.yaml',
  },
  'rewritten-outside-mesh': {
    isMendable: true,
    wrong: 'the Pod is in no mesh, and its probes ask a sidecar that it has not',
    mend: UNDO,
  },
  'outside-mesh': {
    severity: 'note',
    wrong: 'the Pod is in no mesh, and its probes are left alone',
    mend: 'nothing is to be done',
  },
  'opted-out': {
    severity: 'warning',
    wrong: 'an annotation leaves the probes alone, and they go through the proxy',
    mend: 'remove the annotation pipy-probes/rewrite',
  },
} as const satisfies Record<string, Words>
