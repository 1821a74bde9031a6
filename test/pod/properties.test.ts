/** What holds for the rewriting of every Pod. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { applyPatch } from 'rfc6902'
import { stringify } from 'yaml'
import { readConfig } from '../../src/config/read.ts'
import { configOf } from '../../src/pod/config.ts'
import { contractOf } from '../../src/pod/contract.ts'
import { applyEdits } from '../../src/pod/edits.ts'
import { ORIGINALS } from '../../src/pod/originals.ts'
import { rewriteTemplate, undoTemplate, type TemplateOptions } from '../../src/pod/template.ts'
import type { PodTemplate } from '../../src/pod/types.ts'
import { patchOf } from '../../scripts/manifests/patch.ts'
import { rewriteDocument } from '../../scripts/manifests/rewrite.ts'
import { suite } from '../suite.ts'
import { options, pod } from './generated.ts'

const test = suite('properties')

const rewritten = (object: unknown, chosen: TemplateOptions): unknown =>
  applyEdits(object, rewriteTemplate(object as PodTemplate, chosen).edits)
const undone = (object: unknown): unknown => applyEdits(object, undoTemplate(object as PodTemplate))

const holds = (
  name: string,
  check: (object: Record<string, unknown>, chosen: TemplateOptions) => void,
  runs = 1000,
) => test(name, () => fc.assert(fc.property(pod, options, check), { numRuns: runs }))

holds('undo(rewrite(x)) = x', (object, chosen) =>
  assert.deepEqual(undone(rewritten(object, chosen)), object),
)

holds('rewrite(rewrite(x)) = rewrite(x)', (object, chosen) => {
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
  const { edits } = rewriteTemplate(object as unknown as PodTemplate, chosen)
  const copy: unknown = structuredClone(object)
  const errors = applyPatch(
    copy,
    structuredClone(patchOf(object, edits)) as Parameters<typeof applyPatch>[1],
  )
  assert.deepEqual(
    errors.filter(error => error !== null),
    [],
  )
  assert.deepEqual(copy, rewritten(object, chosen))
})

holds('nothing outside probes, the annotation and the helper changes', (object, chosen) => {
  assert.deepEqual(bare(rewritten(object, chosen)), bare(object))
})

const bare = (object: unknown): unknown => {
  const copy = structuredClone(object) as {
    metadata?: { annotations?: Record<string, string> | null } | null
    spec: Record<string, Record<string, unknown>[]>
  }
  delete copy.metadata?.annotations?.[ORIGINALS]
  if (Object.keys(copy.metadata?.annotations ?? {}).length === 0) delete copy.metadata?.annotations
  if (Object.keys(copy.metadata ?? {}).length === 0) delete copy.metadata
  for (const list of ['containers', 'initContainers'])
    copy.spec[list] = copy.spec[list]?.filter(({ name }) => name !== 'osm-healthcheck') ?? []
  for (const one of [...(copy.spec.containers ?? []), ...(copy.spec.initContainers ?? [])]) {
    for (const field of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
      if (!one[field]) continue
      const {
        httpGet: get,
        tcpSocket: _tcp,
        ...others
      } = one[field] as { httpGet?: Record<string, unknown>; tcpSocket?: unknown }
      const { path: _path, port: _port, scheme: _scheme, ...kept } = get ?? {}
      one[field] = {
        ...others,
        kept:
          'httpGet' in (one[field] as object) && !JSON.stringify(kept).includes('Original-Tcp-Port')
            ? kept
            : {},
      }
    }
  }
  return copy
}

holds('every rewritten probe has exactly one route, and the reverse', (object, chosen) => {
  const { Healthcheck: _elsewhere, ...Probes } = configOf(
    object as unknown as PodTemplate,
    chosen.contract,
    chosen,
  ).Spec.Probes
  const read = readConfig({ Spec: { Probes } })
  if ('error' in read) throw new Error(read.error)
  const routes = read.listeners.flatMap(listener => listener.routes)
  const template = rewritten(object, chosen) as PodTemplate
  const probes = [...(template.spec.initContainers ?? []), ...template.spec.containers].flatMap(
    one =>
      (['livenessProbe', 'readinessProbe', 'startupProbe'] as const).flatMap(field => {
        const get = one[field]?.httpGet
        const isOurs =
          get &&
          [15901, 15902, 15903, 15904].includes(Number(get.port)) &&
          JSON.stringify(template.metadata?.annotations?.[ORIGINALS] ?? '').includes(
            `\\"${one.name}\\"`,
          )
        return isOurs &&
          JSON.parse(template.metadata?.annotations?.[ORIGINALS] ?? '{}').originals[one.name]?.[
            field
          ]
          ? [`${one.name} ${field.replace('Probe', '')} ${get.port}`]
          : []
      }),
  )
  assert.deepEqual(
    routes.map(route => `${route.original.container} ${route.kind} ${route.port}`).sort(),
    probes.sort(),
  )
})

holds('the config is the same from the original and from the rewritten Pod', (object, chosen) => {
  assert.deepEqual(
    configOf(rewritten(object, chosen) as PodTemplate, chosen.contract, chosen),
    configOf(object as unknown as PodTemplate, chosen.contract, chosen),
  )
})

for (const [form, write] of [
  ['YAML', (value: unknown) => stringify(value)],
  [
    'YAML with lists that are not indented',
    (value: unknown) => stringify(value, { indentSeq: false }),
  ],
  [
    'YAML in one line',
    (value: unknown) => stringify(value, { collectionStyle: 'flow', lineWidth: 0 }),
  ],
  ['JSON', (value: unknown) => JSON.stringify(value, null, 2)],
  ['JSON in one line', (value: unknown) => JSON.stringify(value)],
] as const) {
  holds(
    `${form}: the text is edited to the rewritten object, and back`,
    (object, chosen) => {
      const document = {
        file: 'pod',
        number: 1,
        line: 0,
        text: `${write(object)}\n`.replace(/\n+$/, '\n'),
      }
      const given = { ...chosen, undo: false, anyKind: false }
      const after = rewriteDocument(document, given)
      assert.deepEqual(after.after, rewritten(object, chosen))
      assert.equal(rewriteDocument({ ...document, text: after.text }, given).text, after.text)
      assert.deepEqual(
        rewriteDocument({ ...document, text: after.text }, { ...given, undo: true }).after,
        object,
      )
    },
    300,
  )
}

test.run()
