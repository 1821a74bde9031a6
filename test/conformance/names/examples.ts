/** An example of each type that is declared, as every Pipy's parser takes it. */

/** By a type's name; where there are several, a name counts that one of them has. */
export const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  // The language's library.
  String: ["'text'"],
  Number: ['(1)'],
  RegExp: ["new RegExp('a')"],
  ReadonlyArray: ['[]'],
  Array: ['[]'],
  ObjectConstructor: ['Object'],
  Math: ['Math'],
  JSON: ['JSON'],
  Date: ['new Date(0)'],
  'typeof Date': ['Date'],
  Map: ['new Map()'],
  Set: ['new Set()'],
  Error: ["new Error('text')"],
  Promise: ['Promise.resolve(1)'],
  'typeof Promise': ['Promise'],
  Timeout: ['new Timeout(1)'],
  // What flows.
  Data: ['new Data()'],
  'typeof Data': ['Data'],
  Message: ['new Message()'],
  MessageStart: ['new MessageStart({})'],
  MessageEnd: ['new MessageEnd()'],
  StreamEnd: ['new StreamEnd()'],
  HTTPHead: ['request', 'response'],
  HTTPTail: ['tail'],
  Inbound: ['__inbound'],
  // The chain of the script itself; a pipeline's own is looked at as well.
  Filters: ['chain'],
  Configuration: ['chain'],
  PipyJoint: ['chain'],
  // In a chain of the functional API.
  FunctionalFilters: ['pipeline && (found => (pipeline($ => (found = $)), found))()'],
  FunctionalJoint: ['pipeline && (joint => (pipeline($ => (joint = $)), joint))()'],
  // Pipy's own classes.
  pipy: ['pipy'],
  Console: ['console'],
  OperatingSystem: ['os'],
  FileStats: ["os.stat('/')"],
  http: ['http'],
  'http.File': ["http.File.from('main.js')"],
  'typeof http.File': ['http.File'],
  Netmask: ["new Netmask('10.0.0.0/8')"],
  URL: ["new URL('http://a/')"],
  URLSearchParams: ["new URLSearchParams('a=1')"],
  IP: ["new IP('127.0.0.1')"],
  crypto: ['crypto'],
  'crypto.Hash': ["new crypto.Hash('sha256')"],
  'crypto.Hmac': ["new crypto.Hmac('sha256', 'key')"],
  'crypto.Certificate': ["new crypto.Certificate(pipy.load('certificate.pem'))"],
  algo: ['algo'],
  'algo.Cache': ['new algo.Cache(key => key)'],
  'algo.Quota': ['new algo.Quota(1)'],
  'algo.RoundRobinLoadBalancer': ['new algo.RoundRobinLoadBalancer({ a: 1 })'],
  'algo.Target': ['new algo.RoundRobinLoadBalancer({ a: 1 }).next({})'],
  stats: ['stats'],
  'stats.Metric': ["new stats.Counter('a')"],
  'stats.Counter': ["new stats.Counter('b')"],
  'stats.Gauge': ["new stats.Gauge('c')"],
  'stats.Histogram': ["new stats.Histogram('d', [1])"],
  logging: ['logging'],
  'logging.Logger': ["new logging.TextLogger('a')"],
  DNS: ['DNS'],
  ZLib: ['zlib'],
  YAML: ['YAML'],
}

/** What takes the options of each type, in their place a `?`. */
export const TAKERS: Readonly<Record<string, string>> = {
  ListenOptions: ".listen('127.0.0.1:{other}', ?)",
  ConnectOptions: ".connect('127.0.0.1:1', ?)",
  DemuxHTTPOptions: '.demuxHTTP(?).to($=>$)',
  MuxHTTPOptions: '.muxHTTP(() => 1, ?).to($=>$)',
  TLSOptions: '.acceptTLS(?).to($=>$)',
  ConnectTLSOptions: '.connectTLS(?).to($=>$)',
  MuxOptions: '.mux(() => 1, ?).to($=>$)',
  DetectOptions: '.detectProtocol(() => 1, ?)',
  PackOptions: '.pack(1, ?)',
  WaitOptions: '.wait(() => true, ?)',
  ReplayOptions: '.replay(?).to($=>$)',
  ThrottleOptions: '.throttleMessageRate(new algo.Quota(1), ?)',
  'algo.CacheOptions': '.dummy(new algo.Cache(key => key, value => value, ?))',
  'algo.QuotaOptions': '.dummy(new algo.Quota(1, ?))',
  'logging.LogHTTPOptions': ".dummy(new logging.TextLogger('a').toHTTP('http://127.0.0.1:1/', ?))",
}

/** Values that no option takes, but for one that takes any object, or any number. */
export const WRONG_VALUES = ['new Date(0)', '7']

/** What scripts write down and Pipy has no names for: nothing tells whether one is known. */
export const WRITTEN_DOWN = ['TLSCertificate', 'StreamErrors']
