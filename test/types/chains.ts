/** Type tests: a chain whose filters do not fit is an error. Checked by tsc; nothing runs it. */

declare let _target: string
const listen = pipy({ _target: '' }).listen('[::]:1')

// Each filter where it may stand, and the flow behind it.
listen
  .handleData(data => data.size)
  .demuxHTTP()
  .to($ =>
    $.handleMessageStart(({ head }) => {
      head.path = '/'
      delete head.headers['accept-encoding']
    })
      .muxHTTP(() => _target, { version: 2 })
      .to($ => $.connect(() => _target, { readTimeout: '1s' })),
  )
  .listen(0)
  .decodeHTTPRequest()
  .replaceMessage(message => (message.body ? message : new Message({ status: 405 })))
  .encodeHTTPResponse()
  .connect('127.0.0.1:1')
  .pipeline('any')
  .handleMessageStart(() => {})
  .replaceData(data => data)
  .connect(() => _target)
  .pipeline<'messages'>('messages')
  .replaceMessage(new Message({ status: 404 }, 'Not found'))
  .task('1s')
  .onStart(() => new Message())
  .replaceMessage(() => new StreamEnd())
  .listen(2)
  .branch(
    () => _target,
    $ => $.acceptTLS({}).to($ => $.link('any')),
    () => true,
    'any',
    $ => $.replaceStreamStart(new StreamEnd('ConnectionReset')),
  )
  .listen(3)
  .branch(
    () => true,
    $ => $.decodeHTTPRequest(),
    $ => $.decodeHTTPResponse(),
  )
  .handleMessageStart(start => start.head.headers)

// @ts-expect-error bytes have no messages
listen.handleMessageStart(() => {})
// @ts-expect-error nor what is behind a whole server
listen
  .demuxHTTP()
  .to($ => $)
  .replaceMessage(new Message())
// @ts-expect-error a connection takes bytes
listen.decodeHTTPRequest().connect('127.0.0.1:1')
// @ts-expect-error requests are not bytes
listen.demuxHTTP().to($ => $.connect('127.0.0.1:1'))
// @ts-expect-error and a client needs requests
listen.muxHTTP(() => _target).to($ => $.connect(() => _target))
// @ts-expect-error what is decoded is not decoded again
listen.decodeHTTPRequest().decodeHTTPRequest()
// @ts-expect-error what asks is not whole without its pipeline
listen.connectTLS({}).connect('127.0.0.1:1')
// @ts-expect-error the pipeline of a server gives messages
listen.demuxHTTP().to($ => $.encodeHTTPRequest())
// @ts-expect-error a pipeline is what its filters give
listen.demuxHTTP().to(() => new Message())
// @ts-expect-error a branch has a pipeline
listen.branch(() => true)
const always = () => true
const same = ($: Filters) => $
const data = () => new Data()
const decoded = ($: Filters) => $.decodeHTTPRequest()
// @ts-expect-error of filters
listen.branch(always, data)
// @ts-expect-error whose flow is that of the others
listen.branch(always, decoded, same)
// @ts-expect-error a condition stands in front of each
listen.branch(always, same, same, same)
// @ts-expect-error a link has a name
listen.link()
// @ts-expect-error and so has what is used
listen.use('main.js')
// @ts-expect-error an option that there is not
listen.connect('127.0.0.1:1', { timeout: 1 })
// @ts-expect-error a handler gives events
listen.decodeHTTPRequest().replaceMessage(() => 404)
// @ts-expect-error a message is none of bytes
listen.replaceData(() => new Message())
// @ts-expect-error an error that no stream ends with
new StreamEnd('Timeout')
// @ts-expect-error a message that was made may have no head
new Message().head.path
// @ts-expect-error from 0.90 on
listen.replay()
// @ts-expect-error from 0.90 on
pipy().pipeline()

export {}
