/** HTTPS, passed through and terminated, and tcpSocket. */
import { answering, ok } from '../../e2e/app.ts'
import { to } from './redirects.ts'
import { CUT_SHORT, fine, rowsOf, type Row } from './row.ts'

const TLS = { scheme: 'HTTPS', tls: ['http/1.1'] } as const
const scheme = 'HTTPS'

const alike = {
  'HTTP/1.1 alone': { ...TLS, app: fine },
  'none named': { scheme, tls: [], app: fine },
  'an expired certificate': { ...TLS, expired: true, app: fine },
  'a failing status': { ...TLS, app: answering(ok('', '500 X')) },
  'a relative redirect': { ...TLS, app: to('/next') },
  'a body cut short': { ...TLS, app: answering(CUT_SHORT) },
  'never answers': { ...TLS, app: () => {} },
  'no TLS there': { scheme, app: fine },
  'nothing listens': { scheme, app: 'none' },
} as const

export const passedThrough = rowsOf('HTTPS', {
  ...alike,
  'HTTP/2': { scheme, app: 'HTTP/2' },
  'HTTP/2 and 1.1': { scheme, app: 'HTTP/2 and 1.1' },
})

export const terminated = rowsOf('HTTPS, terminated', alike).map((row): Row => ({
  ...row,
  terminated: true,
}))

export const tcp = rowsOf('tcpSocket', {
  accepts: { scheme: 'TCP', app: fine },
  'nothing listens': { scheme: 'TCP', app: 'none' },
  TLS: { scheme: 'TCP', tls: ['http/1.1'], app: fine },
})
