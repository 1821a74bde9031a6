/** Documents that are no manifests, and what is said about each. */

export interface BrokenManifest {
  readonly name: string
  readonly input: string | Buffer
  /** The error after the file's name, where the document is its second and begins on line 5. */
  readonly error: string
}

/** A name, the lines of a document, and the error in one line or two. */
const LINES = String.raw`
a Pod whose containers are text
| {"kind":"Pod","spec":{"containers":"x"}}
> 5:36: document 2 (Pod):
> spec.containers is "x", and a list of containers is needed

a container that is a number
| kind: Deployment
| metadata: {name: cart}
| spec:
|   template:
|     spec:
|       containers:
|         - 1
> 11:11: document 2 (Deployment "cart"):
> spec.template.spec.containers[0] is 1, and a container is needed

a Pod without spec
| kind: Pod
| metadata: {name: b}
> 5:1: document 2 (Pod "b"):
> spec is missing, and an object with containers is needed

a Pod without containers
| kind: Pod
| spec: {}
> 6:7: document 2 (Pod):
> spec.containers is missing, and a list of containers is needed

a CronJob whose template is null
| kind: CronJob
| spec: {jobTemplate: {spec: {template: null}}}
> 6:39: document 2 (CronJob):
> spec.jobTemplate.spec.template is null, and a Pod template is needed

a broken Pod in a list
| kind: PodList
| items:
| - spec: {containers: []}
| - spec: 7
> 8:9: document 2 (Pod):
> items[1].spec is 7, and an object with containers is needed

a container without a name
| kind: Pod
| spec: {containers: [{image: a}]}
> 6:21: document 2 (Pod):
> spec.containers[0].name is missing, and a name is needed

two containers of one name
| kind: Pod
| spec: {containers: [{name: a}, {name: a}]}
> 6:39: document 2 (Pod):
> spec.containers[1].name is "a", as another container's, and a name of its own is needed

a probe that is text
| kind: Pod
| metadata: {name: b}
| spec:
|   containers:
|   - name: a
|     livenessProbe: /health
> 10:20: document 2 (Pod "b"):
> spec.containers[0].livenessProbe is "/health", and a probe is needed

a handler that is a list
| kind: Pod
| metadata: {name: b}
| spec:
|   containers:
|   - name: a
|     livenessProbe: {httpGet: [80]}
> 10:30: document 2 (Pod "b"):
> spec.containers[0].livenessProbe.httpGet is a list, and an object with a port is needed

a scheme that is a number
| kind: Pod
| metadata: {name: b}
| spec:
|   containers:
|   - name: a
|     livenessProbe: {httpGet: {port: 80, scheme: 1}}
> 10:49: document 2 (Pod "b"):
> spec.containers[0].livenessProbe.httpGet.scheme is 1, and text is needed

ports that are no list
| kind: Pod
| metadata: {name: b}
| spec: {containers: [{name: a, ports: http}]}
> 7:38: document 2 (Pod "b"):
> spec.containers[0].ports is "http", and a list of ports is needed

an item of ports that is null
| kind: Pod
| metadata: {name: b}
| spec: {containers: [{name: a, ports: [null]}]}
> 7:39: document 2 (Pod "b"):
> spec.containers[0].ports[0] is null, and a port with containerPort is needed

prose
| Rewrite the Pods, please.
| Thank you.
> 5:1: document 2:
> this is plain text, and a Kubernetes object is needed, in YAML or JSON

a list
| - kind: Pod
> 5:1: document 2:
> this is a list, and a Kubernetes object is needed, in YAML or JSON

a number
| 42
> 5:1: document 2:
> this is the number 42, and a Kubernetes object is needed, in YAML or JSON

an alias of nothing
| kind: ConfigMap
| data: *nothing
> 5:1: document 2:
> Unresolved alias (the anchor must be set before the alias): nothing

a document end without a beginning
| kind: ConfigMap
| ...
| kind: Pod
> 7:1: document 2:
> one document ends and another begins without "---": put that line between them`

const ofLines = LINES.trim()
  .split('\n\n')
  .map((block): BrokenManifest => {
    const [name = '', ...lines] = block.split('\n')
    const after = (mark: string) =>
      lines.filter(line => line.startsWith(mark)).map(line => line.slice(mark.length))
    return { name, input: `${after('| ').join('\n')}\n`, error: after('> ').join(' ') }
  })

const unwritable = (code: string) =>
  `U+${code} is in no YAML or JSON: remove it, or write "\\u${code}"`
const UTF8 = 'this line is no UTF-8 text: give manifests in YAML or JSON, encoded as UTF-8'

/** What no text shows. */
const ofBytes: BrokenManifest[] = [
  {
    name: 'control characters',
    input: '\x01\x02',
    error: `5:1: document 2: the control character ${unwritable('0001')} in double quotes`,
  },
  {
    name: 'a control character in a comment',
    input: 'kind: ConfigMap\n# bell \x07\n',
    error: `6:8: document 2: the control character ${unwritable('0007')} in double quotes`,
  },
  {
    name: 'a picture',
    input: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
    error: `5: document 2: ${UTF8}`,
  },
  {
    name: 'UTF-16',
    input: Buffer.from('\ufeffkind: Pod\n', 'utf16le'),
    error: `5: document 2: ${UTF8}`,
  },
]

export const brokenManifests: readonly BrokenManifest[] = [...ofLines, ...ofBytes]
