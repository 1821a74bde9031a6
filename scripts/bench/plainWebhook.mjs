/**
 * The webhook's own function in a plain `https` server of Node, which takes every
 * request for a whole review: what is left of the cost is the host's. From the
 * environment: PORT, TLS_CERT and TLS_KEY; the helper's script lies beside it.
 *
 * In JavaScript, since the function's types are those of Pipy.
 */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'

/** As much of Pipy's as the function takes. */
globalThis.Data = class {
  #text
  constructor(text) {
    this.#text = text
  }
  toString(encoding) {
    return encoding ? Buffer.from(this.#text).toString(encoding) : this.#text
  }
  push(other) {
    this.#text += other
  }
}
JSON.decode = data => JSON.parse(data.toString())

// Not before these are there.
const { readOptions } = await import('../../src/pod/options.ts')
const { emptyMemory } = await import('../../src/memory.ts')
const { conduct, newReview, verdictOf } = await import('../../src/webhook/review.ts')

const options = readOptions({}, readFileSync('healthcheck.js', 'utf8'))
const known = emptyMemory()
const { PORT, TLS_CERT, TLS_KEY } = process.env

createServer({ cert: readFileSync(TLS_CERT), key: readFileSync(TLS_KEY) }, (request, response) => {
  const pieces = []
  request.on('data', piece => pieces.push(piece))
  request.on('end', () => {
    const review = newReview()
    conduct(review, new Data(Buffer.concat(pieces).toString()), options, known)
    response.setHeader('content-type', 'application/json')
    response.end(`${verdictOf(review)}`)
  })
}).listen(Number(PORT), '127.0.0.1')
