/** Where the application redirects to, and how often. */
import { answering, hostOf, movedTo, ok, pathOf, type Behaviour } from '../../e2e/app.ts'
import { headersOf, rowsOf } from './row.ts'

/** Redirects from /health, as it is made from the request's Host; everywhere else is 200. */
const redirects =
  (redirect: (host: string) => string): Behaviour =>
  (socket, head) =>
    void socket.end(pathOf(head) === '/health' ? redirect(hostOf(head)) : ok())

/** Redirects to a location of its own. */
export const to = (location: string): Behaviour => redirects(() => movedTo(location))

const chain =
  (length: number): Behaviour =>
  (socket, head) => {
    const hop = Number(/^\/health(\d*)/.exec(pathOf(head))?.[1] || 0)
    socket.end(hop < length ? movedTo(`/health${hop + 1}`) : ok())
  }

/** A Location a line; the first is empty. */
const LOCATIONS = `
next
./next
../next
?q=1
/a/../next
/next?q=a b
/n%C3%A4chste
/nächste
#here
/next#here
//elsewhere.example/x
http://elsewhere.example/
https://elsewhere.example/
/%zz
ftp://x/`.split('\n')
const STATUSES = [301, 302, 303, 307, 308, 300, 304, 305]

const byLocation = LOCATIONS.map(location => [JSON.stringify(location), to(location)] as const)
const byStatus = STATUSES.map(status => {
  const app = redirects(host => movedTo(`http://${host}/next`, `${status} X`))
  return [`${status} to the same host`, app] as const
})

const ownHost = headersOf({ Host: 'shop.example' })
const ownReferer = headersOf({ Referer: 'http://r/' })
const twoLocations = ok('', '302 Found', 'Location: /next', 'Location: /other')

export const redirected = rowsOf('redirects', {
  ...Object.fromEntries([...byLocation, ...byStatus]),
  'no Location': answering(ok('', '302 Found')),
  'a Host of the probe’s own, relative': { httpHeaders: ownHost, app: to('/next') },
  'a Host of the probe’s own, absolute on it': {
    httpHeaders: ownHost,
    app: redirects(host => movedTo(`http://${host}/next`)),
  },
  'a Referer of the probe’s own': { httpHeaders: ownReferer, app: to('/next') },
  'a loop': to('/health'),
  'a chain of 9': chain(9),
  'a chain of 10': chain(10),
  'two Locations': redirects(() => twoLocations),
})
