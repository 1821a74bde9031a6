/** A repo that does to a request what a test tells it, and else what Pipy's does since 0.90. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A codebase without a base, which is all that a fault needs. */
export interface StoredCodebase {
  version: string
  readonly files: Map<string, string>
  readonly edits: Map<string, string>
  readonly erased: Set<string>
}

/** What is done to a request before the repo does it (`true`: nothing) or to its answer. */
export interface Faults {
  /** `PATCH /api/v1/repo/mesh`, and the how-manieth request of that name it is. */
  before?: (name: string, count: number, response: ServerResponse) => boolean | void
  after?: (name: string, count: number, response: ServerResponse) => boolean | void
}

export class RepoServer {
  readonly codebase: StoredCodebase
  faults: Faults = {}
  /** The names of the requests so far. */
  requests: string[] = []
  readonly #server: Server
  readonly #path: string

  private constructor(files: Readonly<Record<string, string>>, path: string) {
    this.#path = path
    this.codebase = {
      version: '7',
      files: new Map(Object.entries(files)),
      edits: new Map(),
      erased: new Set(),
    }
    this.#server = createServer((request, response) => void this.#serve(request, response))
  }

  /** Holds one codebase with these files. */
  static async start(files: Readonly<Record<string, string>>, path = '/mesh'): Promise<RepoServer> {
    const repo = new RepoServer(files, path)
    await new Promise<void>(resolve => repo.#server.listen(0, '127.0.0.1', resolve))
    return repo
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  get pending(): string[] {
    return [...this.codebase.edits.keys(), ...this.codebase.erased]
  }

  commit(version: string): void {
    const { codebase } = this
    for (const [file, text] of codebase.edits) codebase.files.set(file, text)
    for (const file of codebase.erased) codebase.files.delete(file)
    codebase.edits.clear()
    codebase.erased.clear()
    codebase.version = version
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise(resolve => this.#server.close(resolve))
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const name = `${request.method} ${request.url}`
    this.requests.push(name)
    const count = this.requests.filter(other => other === name).length
    let body = ''
    for await (const part of request.setEncoding('utf8')) body += part
    if (this.faults.before?.(name, count, response)) return
    const [status, text] = this.#do(request.method ?? '', request.url ?? '', body)
    if (this.faults.after?.(name, count, response)) return
    response.writeHead(status).end(status === 204 ? undefined : text)
  }

  #do(method: string, url: string, body: string): [status: number, text: string] {
    const { files, edits, erased, version } = this.codebase
    if (url === '/api/v1/repo') return [200, this.#path]
    if (url === `/api/v1/repo${this.#path}` && method === 'PATCH') {
      this.commit((JSON.parse(body) as { version: string }).version)
      return [201, '']
    }
    if (url === `/api/v1/repo${this.#path}`) {
      const lists = { files: [...files.keys()], baseFiles: [], derived: [], instances: {} }
      const editFiles = [...edits.keys()]
      return [200, JSON.stringify({ version, ...lists, editFiles, erasedFiles: [...erased] })]
    }
    const place = ['/api/v1/repo-files', '/repo'].find(start =>
      url.startsWith(`${start}${this.#path}/`),
    )
    const file = url.slice(`${place}${this.#path}`.length)
    const pending = place !== '/repo' && !erased.has(file) ? edits.get(file) : undefined
    const text = pending ?? files.get(file)
    if (method === 'GET') return text === undefined ? [404, ''] : [200, text]
    edits.delete(file)
    erased.delete(file)
    if (method === 'DELETE' && files.has(file)) erased.add(file)
    if (method === 'POST') edits.set(file, body)
    return [method === 'DELETE' ? 204 : 201, '']
  }
}
