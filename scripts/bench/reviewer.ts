/** Reviews as an API server asks for them, on connections that last: by wrk, or by Node. */
import { randomInt } from 'node:crypto'
import { Agent, request } from 'node:https'
import { PATIENCE, type Fields } from './ask.ts'
import { runNode } from './client.ts'
import type { Load, Measured } from './load.ts'
import { NUMBER } from './reviews.ts'
import { findProgram } from './system.ts'
import { runScript } from './wrk.ts'

/** A load of reviews; `texts` are sent in turn, each with a number in place of `NUMBER`. */
export interface ReviewLoad extends Pick<Load, 'clients' | 'seconds' | 'count'> {
  readonly port: number
  readonly texts: readonly string[]
}

const FIELDS: Fields = [
  ['User-Agent', 'kube-apiserver-admission'],
  ['Accept', 'application/json, */*'],
  ['Content-Type', 'application/json'],
]
/** What every right answer has: the bookstore's probes are rewritten. */
const PATCH = '"patch":"'

/** Runs one load; an answer without a patch is wrong. @throws InputError as `runLoad` does. */
export async function runReviews({ port, texts, ...load }: ReviewLoad): Promise<Measured> {
  const url = `https://127.0.0.1:${port}/mutate?timeout=5s`
  // No two loads have the same numbers, or what was new would be known.
  const from = randomInt(100_000_000, 900_000_000)
  const wrk = findProgram('wrk')
  if (wrk && load.count === undefined)
    return runScript(wrk, { url, ...load, fields: FIELDS, script: scriptOf(texts, from) })
  const agent = new Agent({ keepAlive: true, rejectUnauthorized: false })
  let number = from
  const measured = await runNode(load, async () => {
    number += 1
    const text = texts[number % texts.length] ?? ''
    const answer = await post(agent, url, text.replaceAll(NUMBER, `${number}`))
    return answer.includes(PATCH)
  })
  agent.destroy()
  return measured
}

const scriptOf = (texts: readonly string[], from: number): string => `local number = ${from}
local texts = {${texts.map(text => `[==[${text}]==]`).join(',')}}
wrong = 0
request = function()
  number = number + 1
  local body = texts[number % #texts + 1]:gsub('${NUMBER}', tostring(number))
  return wrk.format('POST', nil, nil, body)
end
response = function(status, headers, body)
  if status == 200 and not body:find('${PATCH}', 1, true) then wrong = wrong + 1 end
end
`

/** Gives the whole answer, empty where none came. */
const post = (agent: Agent, url: string, body: string): Promise<string> =>
  new Promise(resolve => {
    const asked = request(url, {
      agent,
      method: 'POST',
      timeout: PATIENCE,
      headers: { ...Object.fromEntries(FIELDS), 'Content-Length': Buffer.byteLength(body) },
    })
    asked.on('response', response => {
      let answer = ''
      response.setEncoding('utf8').on('data', (part: string) => void (answer += part))
      response.on('end', () => resolve(answer)).on('error', () => resolve(''))
    })
    asked.on('timeout', () => asked.destroy()).on('error', () => resolve(''))
    asked.end(body)
  })
