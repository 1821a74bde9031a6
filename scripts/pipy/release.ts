/** Pipy's official releases: what they are called, and where they lie. */
import { join } from 'node:path'
import { InputError } from '../error.ts'

/** The newest of those that everything here has been run on. */
export const DEFAULT_VERSION = '1.5.14'

/** Where the releases lie, each in a folder of its version. */
export const RELEASES = 'https://github.com/flomesh-io/pipy/releases/download'

/** A release's file for one platform. */
export interface Release {
  readonly version: string
  /** `pipy-1.5.14-generic_linux-x86_64.tar.gz` */
  readonly file: string
}

/** As Pipy's own `get-pipy.sh` calls the platforms that releases are built for. */
const SYSTEMS: Readonly<Record<string, string>> = { linux: 'generic_linux', darwin: 'macos' }
const MACHINES: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'aarch64' }

/**
 * A version's release for a platform, in Node's words for both.
 * @throws InputError for what is no version, and for a platform without releases.
 */
export function releaseFor(
  version: string,
  platform: string = process.platform,
  arch: string = process.arch,
): Release {
  if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    throw new InputError(`--version "${version}" is no release of Pipy, as ${DEFAULT_VERSION} is`)
  const [system, machine] = [SYSTEMS[platform], MACHINES[arch]]
  if (system === undefined || machine === undefined)
    throw new InputError(
      `Pipy has no release for "${platform}" on "${arch}", only for Linux and macOS ` +
        'on x86_64 and aarch64: build it as its project says, https://github.com/flomesh-io/pipy',
    )
  return { version, file: `pipy-${version}-${system}-${machine}.tar.gz` }
}

/**
 * Where a release lies: an address below a base that is laid out as `RELEASES` is, or
 * a path in a folder. @throws InputError for a base that is neither.
 */
export function placeOf({ version, file }: Release, from: string): URL | string {
  if (!/^[a-z][a-z\d+.-]*:\/\//i.test(from)) return join(from, file)
  const address = `${from.replace(/\/+$/, '')}/${version}/${file}`
  if (/^https?:/i.test(from) && URL.canParse(address)) return new URL(address)
  throw new InputError(`--from "${from}" is neither an http:// or https:// address nor a folder`)
}
