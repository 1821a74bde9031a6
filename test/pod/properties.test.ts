/** What holds for the rewriting of every Pod. */
import assert from 'node:assert/strict'
import { applyPatch } from 'rfc6902'
import { stringify } from 'yaml'
import { rewriteDocument } from '../../scripts/manifests/rewrite.ts'
import { readConfig } from '../../src/config/read.ts'
import type { Route } from '../../src/config/types.ts'
import { HOOKS, isHook } from '../../src/hooks.ts'
import { configOf } from '../../src/pod/config.ts'
import { contractOf } from '../../src/pod/contract.ts'
import { ORIGINALS } from '../../src/pod/record.ts'
import { patchOf } from '../../src/pod/patch.ts'
import { CONFIG } from '../../src/pod/sidecar.ts'
import type { TemplateOptions } from '../../src/pod/template.ts'
import { suite } from '../suite.ts'
import {
  asJson,
  asYaml,
  containersOf,
  documentOf,
  editsOf,
  holdsIn,
  PROBES,
  rewritten,
  undone,
  type Json,
} from './rewriting.ts'

const test = suite('properties')
const holds = holdsIn(test)

holds('an undo gives the Pod back: undo(rewrite(x)) = x', (object, chosen) =>
  assert.deepEqual(undone(rewritten(object, chosen)), object),
)

holds('a second rewriting changes nothing: rewrite(rewrite(x)) = rewrite(x)', (object, chosen) => {
  const once = rewritten(object, chosen)
  assert.deepEqual(rewritten(once, chosen), once)
})

holds('other options afterwards give what they give at once', (object, chosen) => {
  const other: TemplateOptions = {
    ...chosen,
    https: chosen.https === 'terminate' ? 'passthrough' : 'terminate',
    healthcheck: 'sidecar',
    target: 'POD_IP',
  }
  assert.deepEqual(rewritten(rewritten(object, chosen), other), rewritten(object, other))
  const mesh: TemplateOptions = { ...chosen, contract: contractOf('fsm') }
  assert.deepEqual(rewritten(rewritten(object, chosen), mesh), rewritten(object, mesh))
})

holds('the patch gives the rewritten object', (object, chosen) => {
  const copy: Json = structuredClone(object)
  const patch: Json = structuredClone(patchOf(object, editsOf(object, chosen)))
  const errors = applyPatch(copy, patch)
  assert.deepEqual(
    errors.filter(error => error !== null),
    [],
  )
  assert.deepEqual(copy, rewritten(object, chosen))
})

holds(
  'nothing but probes, hooks, annotations, a variable and the helper changes',
  (object, chosen) => {
    assert.deepEqual(bare(rewritten(object, chosen)), bare(object))
  },
)

/**
 * A Pod without the helper, our annotations and variable, and what rewriting changes in a probe.
 */
const bare = (object: Json): Json => {
  const { metadata, spec } = structuredClone(object)
  const { [ORIGINALS]: _record, [CONFIG]: _config, ...annotations } = metadata?.annotations ?? {}
  const { annotations: _annotations, ...others } = metadata ?? {}
  const [initContainers, containers] = [spec.initContainers, spec.containers].map(list =>
    (list ?? []).filter(({ name }: Json) => name !== 'osm-healthcheck'),
  )
  for (const container of containersOf({ spec: { initContainers, containers } })) {
    // A variable with a value is its author's.
    container.env = (container.env ?? []).filter(({ value }: Json) => value !== undefined)
    for (const field of PROBES) if (container[field]) container[field] = bareProbe(container[field])
    for (const hook of HOOKS) {
      const { [hook]: declared } = container.lifecycle ?? {}
      if (declared) container.lifecycle[hook] = bareProbe(declared)
    }
  }
  return {
    ...object,
    metadata: { ...others, annotations },
    spec: { ...spec, initContainers, containers },
  }
}

/** A TCP check has become an httpGet: of both nothing is left. */
const bareProbe = ({ httpGet, tcpSocket: _socket, grpc: _grpc, ...others }: Json): Json => {
  const { path: _path, port: _port, scheme: _scheme, ...kept } = httpGet ?? {}
  return { ...others, kept: JSON.stringify(kept).includes('Original-Tcp-Port') ? {} : kept }
}

holds('a Pod that ends gets no container that would keep it from ending', (object, chosen) => {
  if (!['Never', 'OnFailure'].includes(object.spec.restartPolicy)) return
  const names = ({ spec }: Json) => spec.containers.map(({ name }: Json) => name)
  assert.deepEqual(names(rewritten(object, chosen)), names(object))
})

holds('no startupProbe waits for a container that starts behind its own', (object, chosen) => {
  const { initContainers } = rewritten(object, chosen).spec
  const names: string[] = (initContainers ?? []).map(({ name }: Json) => name)
  for (const { name, startupProbe } of initContainers ?? []) {
    const port = startupProbe?.httpGet?.port
    const original = JSON.stringify(object.spec.initContainers ?? []).includes(`"port":${port}`)
    // A probe that had a port of the sidecar's before is left alone.
    if (original || (port !== 15903 && port !== 15904)) continue
    const answers = [
      names.indexOf('sidecar'),
      port === 15904 ? names.indexOf('osm-healthcheck') : -1,
    ]
    assert.equal(
      answers.some(at => at >= 0 && at <= names.indexOf(name)),
      true,
      name,
    )
  }
})

// A hook over TLS has two: the kubelet asks again without.
holds('every rewritten probe and hook has its one route, and the reverse', (object, chosen) => {
  // A config may leave the TCP checks to a helper.
  const { Healthcheck: _, ...Probes } = configOf(object, chosen.contract, chosen).Spec.Probes
  const read = readConfig({ Spec: { Probes } })
  if ('error' in read) throw new Error(read.error)
  const routes = read.listeners.flatMap(listener => listener.routes)
  const pod = rewritten(object, chosen)
  const { originals = {} } = JSON.parse(pod.metadata?.annotations?.[ORIGINALS] ?? '{}')
  const probes = containersOf(pod).flatMap(container =>
    PROBES.filter(field => originals[container.name]?.[field]).map(field => {
      const { port } = container[field].httpGet
      return `${container.name} ${field.replace('Probe', '')} ${port}`
    }),
  )
  const hooks = containersOf(pod).flatMap(container =>
    HOOKS.filter(name => originals[container.name]?.[name]).map(name => {
      const { port } = container.lifecycle[name].httpGet
      return `${container.name} ${name} ${port}`
    }),
  )
  const asked = routes
    .filter(route => route.scheme === 'HTTPS' || !isPlainTwin(route, routes))
    .map(route => `${route.original.container} ${route.kind} ${route.port}`)
  assert.deepEqual(asked.sort(), [...probes, ...hooks].sort())
})

/** What a hook over TLS is asked again. */
const isPlainTwin = ({ kind, place }: Route, routes: readonly Route[]): boolean =>
  isHook(kind) && routes.some(other => other.place === place && other.scheme === 'HTTPS')

holds('the config is the same from the original and from the rewritten Pod', (object, chosen) => {
  assert.deepEqual(
    configOf(rewritten(object, chosen), chosen.contract, chosen),
    configOf(object, chosen.contract, chosen),
  )
})

const FORMS: Record<string, (value: unknown) => string> = {
  YAML: asYaml,
  'YAML with lists that are not indented': value => stringify(value, { indentSeq: false }),
  'YAML in one line': value => stringify(value, { collectionStyle: 'flow', lineWidth: 0 }),
  JSON: asJson,
  'JSON in one line': value => `${JSON.stringify(value)}\n`,
}
for (const [form, write] of Object.entries(FORMS)) {
  const check = (object: Json, chosen: TemplateOptions): void => {
    const given = { ...chosen, undo: false, anyKind: false }
    const { after, text } = rewriteDocument(documentOf(write(object)), given)
    assert.deepEqual(after, rewritten(object, chosen))
    assert.equal(rewriteDocument(documentOf(text()), given).text(), text())
    assert.deepEqual(rewriteDocument(documentOf(text()), { ...given, undo: true }).after, object)
  }
  holds(`${form}: the text is edited to the rewritten object, and back`, check, 300)
}

test.run()
