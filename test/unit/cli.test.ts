/** What the command refuses, and in which words. */
import assert from 'node:assert/strict'
import { version } from '../../scripts/paths.ts'
import { assertRefused, fileOf, newFolder, runCommand } from '../command.ts'
import { podText } from '../manifest.ts'
import { suite } from '../suite.ts'

const test = suite('command')
const run = (words: string) => runCommand(words.split(' ').filter(word => word !== ''))

const REPO = 'http://127.0.0.1:1'
const POD = podText('shop', 'name: app, livenessProbe: {httpGet: {path: /x, port: 14001}}')
const pod = fileOf('pod.yaml', POD)
const two = fileOf('two.yaml', `${POD}---\n${POD}`)
const broken = fileOf('broken.yaml', 'kind: Pod\n  a: [\n')
const service = fileOf('service.yaml', 'kind: Service\n')
const bare = fileOf('bare.yaml', podText('bare', 'name: a'))
const noJson = fileOf('config.json', '{')
const badConfig = fileOf('bad.json', '{"Probes": 1}')
const cut = '{name: shop, annotations: {pipy-probes/originals: \'{"originals":{\'}}'
const annotated = fileOf('annotated.yaml', POD.replace('{name: shop}', cut))

test('--help and --version print and exit with 0', () => {
  assert.match(run('--help').stdout, /Usage: pipy-probes COMMAND/)
  assert.match(run('run --help').stdout, /Usage: pipy-probes run -f POD\.yaml/)
  assert.equal(run('--version').stdout.trim(), version())
})

/** The words after `pipy-probes`, and what is said about them. */
const refused: Record<string, [words: string, message: RegExp]> = {
  'no command': ['', /^pipy-probes: no command is given/],
  'an unknown command': ['serve', /^pipy-probes: "serve" is no command/],
  'an unknown option': ['run --nope', /^pipy-probes: Unknown option '--nope'/],
  'neither Pod nor config': ['run', /give a Pod with -f, or a config with --config/],
  'a missing file': ['run -f nowhere.yaml', /"nowhere\.yaml" does not exist/],
  'YAML that is broken': [`run -f ${broken}`, /broken\.yaml:\d+:\d+: /],
  'no Pod': [`run -f ${service}`, /service\.yaml" holds no Pod: give a Pod/],
  'several Pods': [`run -f ${two}`, /holds 2 Pods \("shop", "shop"\): choose one with --name/],
  'a Pod without probes': [`run -f ${bare}`, /has no httpGet, tcpSocket or grpc probe to serve/],
  'a config that is no JSON': [`run --config ${noJson}`, /config\.json" is no JSON/],
  'a config that is not understood': [
    `run --config ${badConfig}`,
    /bad\.json: Probes is no object/,
  ],
  'an unknown host': [
    `run -f ${pod} --host envoy`,
    /--host "envoy" is unknown: auto, pipy or embedded/,
  ],
  'an unknown mesh': ['rewrite --mesh istio', /--mesh "istio" is unknown: osm-edge or fsm/],
  'a port of the guide for another kind': [
    'iptables --ports 15904,26002,26003,26004',
    /--ports "15904,26002,26003,26004" gives 15904 to another kind/,
  ],
  'a mesh that every object of JavaScript has': [
    'rewrite --mesh constructor',
    /--mesh "constructor" is unknown: osm-edge or fsm/,
  ],
  'ports that are not four': [
    'iptables --ports 1,2,3',
    /--ports "1,2,3" is not four different ports/,
  ],
  'a chain that is no name': ['iptables --chain a/b', /--chain "a\/b" is no chain's name/],
  'an unknown form': [`rewrite -o xml -f ${pod}`, /-o "xml" is unknown: yaml, json, patch or diff/],
  'a patch of several objects': [`rewrite -o patch -f ${two}`, /-o patch is for one object/],
  'an empty folder': [`rewrite -f ${newFolder()}`, /holds no \.yaml, \.yml or \.json file/],
  '-i on standard input': ['rewrite -i', /-i needs files: standard input has no place/],
  'config without a Pod': ['config', /give a Pod with -f/],
  'an annotation that is broken': [`config -f ${annotated}`, /is not one of ours/],
  'no repo': ['publish --codebase a', /give the repo with --repo http:\/\/HOST:6060/],
  'no codebase': [`publish --repo ${REPO}`, /give the codebase with --codebase PATH/],
  'a repo that is no address': [
    'publish --repo fsm:6060 --codebase a',
    /--repo "fsm:6060" is no address of a repo, such as http:\/\/HOST:6060/,
  ],
  'a codebase that is no path': [
    `publish --repo ${REPO} --codebase /a/../b`,
    /--codebase "\/a\/\.\.\/b" is no path of a repo, such as \/fsm-base/,
  ],
  'a time-out that is none': [
    `publish --repo ${REPO} --codebase a --timeout 1.5`,
    /--timeout "1\.5" is no number from 1 to 999/,
  ],
  'a base to roll back': [
    `publish --repo ${REPO} --codebase a --base b --rollback`,
    /--rollback makes no codebase: leave out --base/,
  ],
  'a pipy that is none': [`run -f ${pod} --pipy /bin/false`, /--pipy "\/bin\/false" is no Pipy/],
}
for (const [name, [words, message]] of Object.entries(refused))
  test(`${name}: one clear line, exit code 2`, () => assertRefused(run(words), message))

test.run()
