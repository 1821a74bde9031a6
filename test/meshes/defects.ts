/** What the meshes' own sidecars do wrong, each with the trial that shows it. */
import type { Sidecar } from '../../pipy/sidecar.ts'
import type { Verdict } from '../../scripts/kubelet/verdict.ts'
import { answering, hostOf, movedTo, ok, pathOf, startApp, type App } from '../e2e/app.ts'
import { ask, exchange, get, probe } from '../e2e/client.ts'
import { configFor, declared, direct, sidecarPort } from './declared.ts'

/** Starts a codebase with a config. */
type Start = (config: string) => Promise<Sidecar>

export interface Defect {
  /** A sentence. */
  readonly says: string
  /** Whether it is main.js that does it, so that no other probes.js can mend it. */
  readonly inMain?: true
  /** What is seen of it; `''` where all is as it is without a mesh. */
  readonly seen: (start: Start) => Promise<string>
}

/** By the letters of the list that they come from. */
export const DEFECTS: Readonly<Record<string, Defect>> = {
  A1: {
    says: 'A failing container is hidden by the first one, which is healthy.',
    seen: async start => {
      const [healthy, failing] = [await startApp(), await startApp(answering(ok('', '500 No')))]
      await start(configFor(healthy, { liveness: [declared(healthy), declared(failing)] }))
      return compare(failing, await probe(declared(failing)))
    },
  },
  A2: {
    says: 'Nothing listens where the first container’s probe is exec or tcpSocket.',
    inMain: true,
    seen: async start => {
      const app = await startApp()
      await start(configFor(app, { liveness: [{ exec: { command: ['true'] } }, declared(app)] }))
      return compare(app, await probe(declared(app)))
    },
  },
  A3: {
    says: 'After one connection that is never answered every later probe fails.',
    seen: async start => {
      const app = await startApp((socket, _head, connection) => {
        if (connection > 1) socket.end(ok())
      })
      await start(configFor(app, { liveness: [declared(app)] }))
      const results = await resultsOf(app, 4)
      return results === 'failure, success, success, success' ? '' : results
    },
  },
  A4: {
    says: 'Where the application closes idle connections, every second probe fails.',
    seen: async start => {
      const asked = new WeakSet<object>()
      const app = await startApp(socket => {
        if (asked.has(socket)) return void socket.destroy()
        asked.add(socket)
        socket.write(ok())
      })
      await start(configFor(app, { liveness: [declared(app)] }))
      const results = await resultsOf(app, 4)
      return results === 'success, success, success, success' ? '' : results
    },
  },
  A5: {
    says: 'A redirect to the same path with a slash loops until the probe fails.',
    seen: async start => {
      const app = await startApp((socket, head) => {
        const path = pathOf(head)
        socket.end(path.endsWith('/') ? ok() : movedTo(`${path}/`))
      })
      await start(configFor(app, { liveness: [declared(app)] }))
      return compare(app, await probe(declared(app)))
    },
  },
  A6: {
    says: 'The application sees the sidecar’s port in Host.',
    seen: async start => {
      const [asked = '', wanted = ''] = await headsOf(start)
      return hostOf(asked) === hostOf(wanted) ? '' : hostOf(asked).replace(/.*:/, ':')
    },
  },
  A7: {
    says: 'The application sees other header fields than the kubelet’s own.',
    seen: async start => {
      const [asked = [], wanted = []] = (await headsOf(start)).map(fieldsOf)
      return [
        ...asked.filter(field => !wanted.includes(field)),
        ...wanted.filter(field => !asked.includes(field)).map(field => `no ${field}`),
      ].join(', ')
    },
  },
  A8: {
    says: 'A POST from anywhere reaches the application, without mTLS.',
    seen: async start => {
      const app = await startApp()
      await start(configFor(app, { liveness: [declared(app)] }))
      const fields = ['Host: a', 'Content-Length: 2', 'Connection: close']
      const post = ['POST /anything HTTP/1.1', ...fields, '', 'hi'].join('\r\n')
      await exchange(sidecarPort('liveness'), post).catch(() => {})
      return app.requests.map(head => head.split(' HTTP')[0]).join()
    },
  },
  A9: {
    says: 'Nothing listens on IPv6.',
    inMain: true,
    seen: async start => {
      const app = await startApp()
      await start(configFor(app, { liveness: [declared(app)] }))
      return compare(app, await probe(declared(app), '::1'))
    },
  },
  A10: {
    says: 'The status where the application is down is not the guide’s 503.',
    seen: async start => {
      const app = await startApp()
      await app.stop()
      await start(configFor(app, { liveness: [declared(app)] }))
      return statusSeen(app, 503)
    },
  },
  A11: {
    says: 'A path without a slash, or with a blank, is sent as it was written.',
    seen: async start => {
      const seen: string[] = []
      for (const path of ['health', '/a b']) {
        const [asked = '', wanted = ''] = (await headsOf(start, path)).map(lineOf)
        if (asked !== wanted) seen.push(asked)
      }
      return seen.join(', ')
    },
  },
  A12: {
    says: 'A Pod that was injected twice has its sidecar ask itself, and hang.',
    seen: async start => {
      const itself = { port: sidecarPort('liveness') }
      await start(configFor(itself, { liveness: [declared(itself)] }))
      return statusSeen(itself, 508)
    },
  },
  A13: {
    says: 'A body that is cut short becomes a success.',
    seen: async start => {
      const app = await startApp(answering('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhi'))
      await start(configFor(app, { liveness: [declared(app)] }))
      return compare(app, await probe(declared(app)))
    },
  },
  B1: {
    says: 'The original port and path are ignored for the first inbound HTTP port.',
    seen: async start => {
      const [first, app] = [await startApp(), await startApp()]
      await start(configFor(first, { liveness: [declared(app, '/its/own')] }))
      await probe(declared(app, '/its/own'))
      const others = first.requests.map(head => `${pathOf(head)} of the first port`)
      const own = app.requests.map(pathOf).filter(path => path !== '/its/own')
      return [...others, ...own].join()
    },
  },
  B2: {
    says: 'Nothing listens for readiness where there is no liveness probe.',
    inMain: true,
    seen: async start => {
      const app = await startApp()
      const readiness = declared(app, '/health', 'readiness')
      await start(configFor(app, { readiness: [readiness] }))
      return compare(app, await probe(readiness))
    },
  },
}

/** A verdict that is not the one without a sidecar. */
const compare = async (app: App, { result, message }: Verdict): Promise<string> =>
  result === (await probe(direct(app))).result
    ? ''
    : result === 'success'
      ? result
      : message.replace(/.*: /, '')

const resultsOf = async (app: App, count: number): Promise<string> => {
  const results: string[] = []
  while (results.length < count) results.push((await probe(declared(app))).result)
  return results.join(', ')
}

/** The head of a request through the sidecar, and that of one without. */
const headsOf = async (start: Start, path = '/health'): Promise<string[]> => {
  const [through, without] = [await startApp(), await startApp()]
  const sidecar = await start(configFor(through, { liveness: [declared(through, path)] }))
  await probe(declared(through, path))
  await probe(direct(without, path))
  await sidecar.stop()
  const [asked = '', wanted = ''] = [...through.requests, ...without.requests]
  return [asked, wanted.replace(`:${without.port}\r\n`, `:${through.port}\r\n`)]
}

const lineOf = (head: string): string => head.split('\r\n')[0] ?? ''

const fieldsOf = (head: string): string[] =>
  head
    .split('\r\n')
    .slice(1)
    .filter(field => field !== '' && !/^host:/i.test(field))

/** A status that is not the one wanted, or that none came. */
const statusSeen = async (app: { readonly port: number }, wanted: number): Promise<string> => {
  const { httpGet } = declared(app)
  const fields = (httpGet?.httpHeaders ?? []).map(({ name, value }) => `${name}: ${value}`)
  const late = new Promise<number>(resolve => setTimeout(resolve, 3000, 0).unref())
  const answer = ask(sidecarPort('liveness'), get(httpGet?.path ?? '', ...fields)).catch(() => -1)
  const status = await Promise.race([answer, late])
  return status === wanted ? '' : status > 0 ? `status ${status}` : 'no answer'
}
