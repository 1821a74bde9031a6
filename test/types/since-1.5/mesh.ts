/** Type tests of what there is since Pipy 1.5. Checked by tsc alone; nothing runs this. */

const file = pipy.load('config.json.gz')
export const config = JSON.decode(file ? zlib.gunzip(file) : new Data('{}'))

export default pipy()
  .listen(new IP('::1').version)
  .detectProtocol(protocol => console.log(protocol), { timeout: 1 })
  .demuxHTTP()
  .to($ => $.handleMessageStart(({ head }) => print(head.headerNames?.host)))

// @ts-expect-error in no Pipy
YAML.load('a: 1')
