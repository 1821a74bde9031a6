/** Rewriting of what an API server gives back, with its defaults filled in. */
import assert from 'node:assert/strict'
import { documentsOf } from '../../scripts/manifests/documents.ts'
import { parseDocument } from '../../scripts/manifests/parse.ts'
import { rewriteDocument } from '../../scripts/manifests/rewrite.ts'
import { configOf } from '../../src/pod/config.ts'
import { contractOf } from '../../src/pod/contract.ts'
import type { TemplateOptions } from '../../src/pod/template.ts'
import { forCorpus } from '../corpus.ts'
import { suite } from '../suite.ts'
import { stored } from './apiServer.ts'
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

const test = suite('API server')
const holds = holdsIn(test)

holds('a rewritten Pod that comes back with defaults is not rewritten again', (object, chosen) => {
  assert.deepEqual(editsOf(stored(rewritten(object, chosen)), chosen), [])
})

holds('an undo gives back the Pod, with its defaults', (object, chosen) => {
  assert.deepEqual(stored(undone(stored(rewritten(object, chosen)))), stored(object))
})

holds('an undo takes nothing away that a cluster has filled in', (object, chosen) => {
  // Empty annotations and variables, and null, are a manifest's own, and an undo gives them back.
  const { metadata: _one, ...left } = undone(stored(rewritten(object, chosen)))
  const { metadata: _other, ...wanted } = stored(object)
  if (left.spec.initContainers === null) delete left.spec.initContainers
  for (const container of [left, wanted].flatMap(containersOf)) {
    if ((container.env ?? []).length === 0) delete container.env
    for (const field of PROBES)
      if (container[field]?.tcpSocket?.host === '') delete container[field].tcpSocket.host
  }
  assert.deepEqual(left, wanted)
})

holds('the config is the same, byte for byte', (object, chosen) => {
  const config = (template: Json) => JSON.stringify(configOf(template, chosen.contract, chosen))
  const before = config(object)
  assert.equal(config(stored(object)), before)
  assert.equal(config(rewritten(object, chosen)), before)
  assert.equal(config(stored(rewritten(object, chosen))), before)
})

holds(
  'a Pod with its defaults, as a webhook sees it, is rewritten to the same',
  (object, chosen) => {
    assert.deepEqual(
      withoutRecord(stored(rewritten(stored(object), chosen))),
      withoutRecord(stored(rewritten(object, chosen))),
    )
  },
)

/** The record keeps a probe as it was when it was first rewritten, with its defaults or before. */
const withoutRecord = (object: Json): Json => {
  const copy = structuredClone(object)
  if (copy.metadata?.annotations) delete copy.metadata.annotations['pipy-probes/originals']
  return copy
}

holds('other options afterwards give what they give at once', (object, chosen) => {
  const ports = { liveness: 1, readiness: 2, startup: 3, healthcheck: 4 }
  const others: TemplateOptions[] = [
    { ...chosen, https: chosen.https === 'terminate' ? 'passthrough' : 'terminate' },
    { ...chosen, healthcheck: 'sidecar', target: 'POD_IP' },
    { ...chosen, healthcheck: 'container', target: '127.0.0.1' },
    { ...chosen, contract: contractOf('fsm') },
    { ...chosen, contract: { prefix: 'osm', ports } },
  ]
  for (const other of others) {
    assert.deepEqual(
      withoutRecord(stored(rewritten(stored(rewritten(object, chosen)), other))),
      withoutRecord(stored(rewritten(object, other))),
    )
  }
})

const FORMS = { YAML: asYaml, JSON: asJson }

for (const [form, write] of Object.entries(FORMS)) {
  const name = `${form}: a text with defaults stays to the byte, and is edited for other options`
  const check = (object: Json, chosen: TemplateOptions): void => {
    const given = { ...chosen, undo: false, anyKind: false }
    const document = documentOf(write(stored(rewritten(object, chosen))))
    const again = rewriteDocument(document, given)
    assert.equal(again.text(), document.text)
    assert.deepEqual(again.edits, [])
    const other: TemplateOptions = { ...chosen, contract: contractOf('fsm') }
    const { after, text } = rewriteDocument(document, { ...given, ...other })
    assert.deepEqual(after, rewritten(stored(rewritten(object, chosen)), other))
    assert.deepEqual(parseDocument(documentOf(text()))?.object, after)
  }
  holds(name, check, 300)
}

/** How often the text of a file's documents was rewritten, with each way for HTTPS. */
const rewriteAll = async (path: string, write: (value: unknown) => string): Promise<number> => {
  let count = 0
  for (const https of ['passthrough', 'terminate'] as const) {
    const helper = { image: undefined, script: 'the script' }
    const chosen: TemplateOptions = { contract: contractOf('osm'), https, helper, sidecars: [] }
    const given = { ...chosen, undo: false, anyKind: false }
    for await (const source of documentsOf(path)) {
      const first = rewriteDocument(source, given)
      if (first.edits.length === 0) continue
      count += 1
      const document = documentOf(write(stored(first.after)))
      const again = rewriteDocument(document, given)
      assert.deepEqual(again.edits, [])
      assert.equal(again.text(), document.text)
      const { after, text } = rewriteDocument(document, { ...given, undo: true })
      assert.deepEqual(after, stored(parseDocument(source)?.object))
      assert.deepEqual(parseDocument(documentOf(text()))?.object, after)
    }
  }
  return count
}

forCorpus(test, (name, path) => {
  for (const [form, write] of Object.entries(FORMS))
    test(`corpus: ${name} comes back as ${form}, stays rewritten, and is undone`, async () =>
      assert.notEqual(await rewriteAll(path, write), 0))
})

test.run()
