/** One request to a repo, and in words what can go wrong with it. */

/** The repo did not do what it was asked; the message says what, of which address, and why. */
export class RepositoryError extends Error {
  /** Whether the same, begun anew, may go well. */
  readonly isPassing: boolean

  constructor(message: string, isPassing: boolean) {
    super(message)
    this.isPassing = isPassing
  }
}

export interface Request {
  /** What it is for, as a message says it: `to read "/fsm-base"`. */
  readonly purpose: string
  readonly url: string
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly body?: string
  /** How long the whole answer may take, in milliseconds. */
  readonly timeout: number
}

/** The answer's text, undefined for a 404. @throws RepositoryError for anything but 2xx and 404. */
export async function ask(request: Request): Promise<string | undefined> {
  const { method = 'GET', url, body, timeout } = request
  const signal = AbortSignal.timeout(timeout)
  const options = { method, signal, redirect: 'manual', body: body ?? null } as const
  const response = await fetch(url, options).catch((error: unknown) => {
    throw failed(request, error, 'no answer came')
  })
  const bytes = await response.arrayBuffer().catch((error: unknown) => {
    throw failed(request, error, 'the answer was cut short')
  })
  if (response.status === 404) return undefined
  const text = textOf(request, bytes)
  if (!response.ok) throw refused(request, response, text)
  return text
}

/** Scripts are UTF-8; anything else would not come back as it was. */
const textOf = ({ purpose, url }: Request, bytes: ArrayBuffer): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new RepositoryError(`${url}, asked ${purpose}, answered with what is no text`, false)
  }
}

const failed = ({ purpose, url, timeout }: Request, error: unknown, what: string) => {
  const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } }
  // It was waited for once already.
  if (name === 'TimeoutError')
    return new RepositoryError(`${url}, asked ${purpose}, took over ${timeout / 1000} s`, false)
  const why = CAUSES[cause?.code ?? ''] ?? cause?.message ?? message
  return new RepositoryError(`${url}, asked ${purpose}: ${what} (${why})`, true)
}

const CAUSES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was reset',
  ENOTFOUND: 'no such host is known',
  UND_ERR_SOCKET: 'the connection was closed',
}

const refused = ({ purpose, url }: Request, { status, headers }: Response, text: string) => {
  const location = headers.get('location')
  if (status >= 300 && status < 400)
    return new RepositoryError(
      `${url}, asked ${purpose}, redirects to ${location}: give the repo's own address with --repo`,
      false,
    )
  const [line = ''] = text.split('\n')
  const words = line === '' ? '' : ` "${line.slice(0, 100)}"`
  return new RepositoryError(`${url}, asked ${purpose}, answered ${status}${words}`, status >= 500)
}
