/** Of each code: has its finding the right value, and does `--fix` mend it? If not, why not. */
import type { CodeName } from '../../scripts/check/codes.ts'

export interface Mend {
  /** The value that `CASES`’ finding names, or why there is none to name. */
  readonly wanted: { readonly is: string } | { readonly none: string }
  /** Why no change of the object mends it; undefined where one does. */
  readonly notFixed?: string
}

/** The right value is known, and the object is changed to it. */
const fixed = (is: string): Mend => ({ wanted: { is } })
/** It is known, and stands somewhere else than in the object. */
const elsewhere = (is: string, notFixed: string): Mend => ({ wanted: { is }, notFixed })
/** Nothing is right in the place of another value, and yet the object can be changed. */
const withoutValue = (none: string): Mend => ({ wanted: { none } })
const neither = (reason: string): Mend => ({ wanted: { none: reason }, notFixed: reason })

const SIDECAR = 'the sidecar’s config is outside the object: pipy-probes config prints it'
const RULES = 'the rules are outside the object: pipy-probes iptables prints them'
const WHOLE = 'a whole container comes or goes, and no field of it is wrong'
const AUTHOR = 'what is meant only its author knows'
const STATUS = 'a cluster’s status is no value that anybody sets'
const ANSWER = 'an answer is a symptom: its cause has a finding of its own'
const ROUTE = '15901/osm-liveness-probe → 14001/liveness'
const RULE = '-I OSM_PROXY_INBOUND -p tcp -m multiport --dports 15901 -j RETURN'
const OUTBOUND = '-I OSM_PROXY_OUTBOUND -o lo -s 127.0.0.1/32 -p tcp -j RETURN'

export const MENDS: Readonly<Record<CodeName, Mend>> = {
  'probe-not-rewritten': fixed('15901'),
  'hook-not-rewritten': fixed('15904/osm-lifecycle/bookstore/preStop'),
  'hook-not-served': neither('what rewriting leaves alone is for its author to change'),
  'probe-wrong-port': fixed('15901'),
  'probe-path-not-rewritten': fixed('/osm-liveness-probe'),
  'https-path-changed': fixed('/started'),
  'tcp-not-rewritten': fixed('15904/osm-healthcheck, Original-Tcp-Port: 14001'),
  'tcp-path-wrong': fixed('/osm-healthcheck'),
  'tcp-header-missing': fixed('Original-Tcp-Port: 14001'),
  'tcp-header-wrong': fixed('Original-Tcp-Port: 14001'),
  'helper-missing': withoutValue(WHOLE),
  'helper-not-running': neither(STATUS),
  'helper-without-need': withoutValue(WHOLE),
  'config-broken': neither(SIDECAR),
  'config-no-listener': elsewhere(ROUTE, SIDECAR),
  'config-no-route': elsewhere(ROUTE, SIDECAR),
  'config-ambiguous': elsewhere('14001/liveness', SIDECAR),
  'config-other-target': elsewhere('14001/liveness', SIDECAR),
  'port-intercepted': elsewhere(RULE, RULES),
  'containers-collide': fixed('/osm-liveness-probe/books'),
  'probe-host-set': neither(AUTHOR),
  'port-unknown': fixed('15901'),
  'injected-twice': neither('the application’s port is lost: the first rewriting’s stands there'),
  'grpc-probe': fixed('15901/osm-liveness-probe/books'),
  'exec-needs-network': neither(AUTHOR),
  'probe-unknown': neither(AUTHOR),
  'probe-before-sidecar': neither('the mesh decides where its sidecar stands'),
  'probe-waits-for-sidecar': fixed('8001/up'),
  'helper-never-ends': withoutValue(WHOLE),
  'target-intercepted': elsewhere(OUTBOUND, RULES),
  'rewritten-outside-mesh': withoutValue('all of the rewriting is too much, and no one field'),
  'outside-mesh': neither('nothing is wrong'),
  'opted-out': neither('the annotation is its author’s choice'),
  'pod-unschedulable': neither(STATUS),
  'image-not-pulled': neither(STATUS),
  'init-failed': neither(STATUS),
  'container-not-created': neither(STATUS),
  'sidecar-not-running': neither(STATUS),
  'crash-loop': neither(STATUS),
  'out-of-memory': neither(STATUS),
  'container-restarted': neither(STATUS),
  'container-not-ready': neither(STATUS),
  'killed-by-probe': neither(ANSWER),
  'answer-refused': neither(ANSWER),
  'answer-400': neither(ANSWER),
  'answer-403': neither(ANSWER),
  'answer-404': neither(ANSWER),
  'answer-502': neither(ANSWER),
  'answer-503': neither(ANSWER),
  'answer-504': neither(ANSWER),
  'answer-508': neither(ANSWER),
  'answer-late': neither(ANSWER),
  'answer-reset': neither(ANSWER),
  'answer-failure': neither(ANSWER),
}
