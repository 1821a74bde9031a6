/** A file from the web: bounded in size and time, and each failure named. */
import { InputError } from '../error.ts'
import { Patience, type Limits } from './patience.ts'

/** Is told after each piece how many bytes have come, and of how many where that is known. */
export type Progress = (came: number, size: number | undefined) => void

/** In bytes; a release has some 10 MiB. */
const MAX_SIZE = 64 * 2 ** 20
const MAX_REDIRECTS = 5

/** Gives all of a file's bytes. @throws InputError which says what came instead. */
export async function download(
  address: URL,
  limits: Limits,
  onProgress: Progress = () => {},
): Promise<Buffer> {
  const patience = new Patience(limits)
  try {
    const response = await followed(address, patience)
    if (!response.ok) throw new InputError(refusal(address, response))
    return await bodyOf(address, response, patience, onProgress)
  } catch (error) {
    if (error instanceof InputError) throw error
    throw new InputError(`${address} was not loaded: ${causeOf(error as Error)}${WAY_ON}`)
  } finally {
    patience.end()
  }
}

/** The answer at the end of the redirects: a release's is on another host. */
const followed = async (first: URL, patience: Patience): Promise<Response> => {
  let address = first
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    patience.waitFor(`an answer from ${address.host}`)
    const response = await fetch(address, {
      signal: patience.signal,
      redirect: 'manual',
      // The archive itself is wanted, as its hash is of it.
      headers: { 'accept-encoding': 'identity' },
    })
    const location = response.headers.get('location')
    if (response.status < 300 || response.status > 399 || location === null) return response
    await response.body?.cancel()
    address = nextOf(address, location)
  }
  throw new InputError(`${first} redirects more than ${MAX_REDIRECTS} times`)
}

const nextOf = (address: URL, location: string): URL => {
  const next = URL.canParse(location, address.href) ? new URL(location, address) : undefined
  const isSafe = next?.protocol === 'https:' || next?.protocol === address.protocol
  if (next && isSafe) return next
  throw new InputError(`${address} redirects to "${location}", which is not followed`)
}

const refusal = (address: URL, { status }: Response): string =>
  status === 404
    ? `${address} is not there (404): see which releases there are, and for which platforms`
    : `${address} was answered with status ${status}`

const bodyOf = async (
  address: URL,
  { body, headers }: Response,
  patience: Patience,
  onProgress: Progress,
): Promise<Buffer> => {
  const declared = headers.get('content-length')
  const size = declared === null ? undefined : Number(declared)
  const pieces: Uint8Array[] = []
  let came = 0
  const refuseLarge = (bytes: number) => {
    if (bytes > MAX_SIZE)
      throw new InputError(`${address} has more than ${mebibytes(MAX_SIZE)} MiB, and is no release`)
  }
  refuseLarge(size ?? 0)
  patience.waitFor('its first bytes')
  try {
    for await (const piece of body ?? []) {
      came += piece.length
      refuseLarge(came)
      pieces.push(piece)
      onProgress(came, size)
      patience.waitFor('more of it')
    }
  } catch (error) {
    if (error instanceof InputError) throw error
    const bytes = `${came}${size === undefined ? '' : ` of ${size}`} bytes`
    throw new InputError(
      `${address} was cut short after ${bytes}: ${causeOf(error as Error)}${WAY_ON}`,
    )
  }
  return Buffer.concat(pieces)
}

/** `3.1` */
export const mebibytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1)

const WAY_ON = '\nTo go on, bring that file here by other means, and give its folder with --from'

/** What stands behind fetch's own "fetch failed". */
const causeOf = (error: Error): string => {
  const { code, message } = (error.cause ?? error) as NodeJS.ErrnoException
  const words = WORDS[code ?? '']
  const said = message || (code ?? 'no reason is given')
  return words === undefined ? said : `${words} (${said})`
}

const OFFLINE = 'this machine is offline, or may not go there'
const WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: `its host's name is not known; ${OFFLINE}`,
  EAI_AGAIN: `its host's name cannot be looked up; ${OFFLINE}`,
  ENETUNREACH: `there is no way to its host; ${OFFLINE}`,
  EHOSTUNREACH: `there is no way to its host; ${OFFLINE}`,
  UND_ERR_CONNECT_TIMEOUT: `its host took no connection in time; ${OFFLINE}`,
  ECONNREFUSED: 'its host refuses the connection',
  ECONNRESET: 'its host closed the connection',
  UND_ERR_SOCKET: 'its host closed the connection',
}
