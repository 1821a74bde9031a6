/** Type tests of what there is since Pipy 0.90. Checked by tsc alone; nothing runs this. */

declare let _target: string
declare const isDebugging: boolean

export default pipy({ _target: '' })
  .import({ __route: 'inbound-http-routing' })
  .export('connect-tcp', { __target: null })
  .branch(isDebugging, $ => $.listen(15000).use('stats.js', 'fsm-stats'))
  .branch(
    true,
    $ =>
      $.listen(15003, { transparent: true })
        .onStart(() => new Data())
        .use('main.js'),
    $ => $,
  )
  .pipeline()
  .branch(isDebugging, $ => $.handleStreamStart(() => console.warn('it begins')))
  .replay({ delay: 0 })
  .to($ =>
    $.muxHTTP(
      () => _target,
      () => ({ version: 2, maxMessages: 9 }),
    )
      .to($ => $.use('connect-tcp.js'))
      .replaceMessageStart(start => (start.head.status === 503 ? new StreamEnd('Replay') : start)),
  )
  .chain()
  .listen(1)
  .connectHTTPTunnel(() => new Message({ method: 'CONNECT', path: _target }))
  .to($ => $.muxHTTP(() => _target).to($ => $.connect(_target, { bind: '127.0.0.6' })))
  .insert(() => new Timeout(1).wait().then(() => new StreamEnd('ReadTimeout')))
  .demuxHTTP()
  .to($ =>
    $.branchMessageStart(
      ({ head }) => head.path === '/',
      $ => $.chain(['a.js']),
    )
      .mux(
        () => _target,
        () => ({ maxQueue: 1 }),
      )
      .to($ => $.demux().to($ => $.chain())),
  )

const listen = pipy().listen(1)

new Map<string, number>([['a', 1]]).get('a')?.toString()
// @ts-expect-error from 1.5 on
new IP('127.0.0.1')
// @ts-expect-error an event or a promise of one
listen.insert(() => new Timeout(1))
// @ts-expect-error a chain's scripts are a list
listen.chain('main.js')
// @ts-expect-error what is played again keeps its flow
listen.replay().to($ => $.decodeHTTPRequest())
// @ts-expect-error bytes are no messages
listen.branchMessage(
  () => true,
  $ => $,
)
