/** Whose a file is: ours, a mesh's own by the hash of its text, or nobody's that is known here. */
import { createHash } from 'node:crypto'

export interface Owner {
  /** `pipy-probes 0.1.0`, `osm-edge 1.3.0 to 1.3.4`. */
  readonly name: string
  readonly isOurs: boolean
}

/** The SHA-256 of each probes.js that the meshes have released, and in which releases it was. */
const RELEASED: Readonly<Record<string, string>> = {
  bfd6b2174a2a73efdea36a7845d4548c49f81ec086ea9b3a9f2b78089b779f9f: 'osm-edge 1.3.0 to 1.3.4',
  '2419eb4cd06db34fcc601ad375c594681564d14000bd74dbda676ecc38254623':
    'osm-edge 1.3.5 to 1.3.9 and FSM 1.0.0 to 1.5.1',
}

/** By the banner of our build, or the text as a mesh has released it; undefined for any other. */
export function ownerOf(text: string): Owner | undefined {
  const [, version] = BANNER.exec(text) ?? []
  if (version !== undefined) return { name: `pipy-probes ${version}`, isOurs: true }
  const name = RELEASED[createHash('sha256').update(text).digest('hex')]
  return name === undefined ? undefined : { name, isOurs: false }
}

const BANNER = /^\/\/ probes\.js of pipy-probes (\S+), built from /
