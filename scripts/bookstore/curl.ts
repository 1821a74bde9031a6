import { connect } from 'node:net'
import pc from 'picocolors'

const REQUEST = [
  'GET /osm-liveness-probe HTTP/1.1',
  'Host: localhost:15901',
  'User-Agent: curl/8',
  'Accept: */*',
  '\r\n',
].join('\r\n')

/** What `curl -i localhost:15901/osm-liveness-probe` prints, below that command; curl or not. */
export function answerText(): Promise<string> {
  return new Promise(resolve => {
    let text = ''
    const socket = connect(15901, '127.0.0.1')
    socket.setEncoding('utf8').on('data', (part: string) => void (text += part))
    socket.on('error', () => {})
    socket.on('close', () => {
      const command = pc.dim('$ curl -i localhost:15901/osm-liveness-probe')
      resolve(`${command}\n${text.replaceAll('\r', '')}`)
    })
    socket.write(REQUEST)
  })
}
