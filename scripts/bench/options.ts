/** The command line of a run, and the hosts that it means. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { embeddedAt, findPipys, type Host } from '../../pipy/hosts.ts'
import { InputError } from '../error.ts'
import { distFile } from '../paths.ts'
import { apisOf } from '../pipy/fits.ts'

/** What is measured, and how long. */
export interface Options {
  /** The scenarios' names; all of them where none is given. */
  readonly scenarios: readonly string[]
  readonly hosts: readonly Host[]
  readonly clients: readonly number[]
  readonly rounds: number
  readonly seconds: number
  /** The subjects' names; all of them where it is undefined. */
  readonly only: readonly string[] | undefined
  /** A folder of other built files, measured beside these. */
  readonly against: string | undefined
  readonly short: boolean
  readonly build: boolean
  readonly json: boolean
  readonly svg: string | undefined
  readonly help: boolean
}

/** Reads the arguments. @throws InputError which says what is wrong with them. */
export async function readOptions(args: string[]): Promise<Options> {
  const { values, positionals } = parse(args)
  const short = values.short ?? false
  return {
    scenarios: positionals,
    hosts: await hostsNamed(values.host, short),
    clients: (values.clients ?? (short ? '16' : '1,16,64'))
      .split(',')
      .map(text => count('--clients', text, 1000)),
    rounds: count('--rounds', values.rounds ?? (short ? '2' : '5'), 100),
    seconds: count('--seconds', values.seconds ?? '1', 60),
    only: values.only?.split(','),
    against: values.against === undefined ? undefined : resolve(values.against),
    short,
    build: !values['no-build'],
    json: values.json ?? false,
    svg: values.svg,
    help: values.help ?? false,
  }
}

const parse = (args: string[]) => {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        host: { type: 'string', multiple: true },
        clients: { type: 'string' },
        only: { type: 'string' },
        rounds: { type: 'string' },
        seconds: { type: 'string' },
        against: { type: 'string' },
        short: { type: 'boolean' },
        'no-build': { type: 'boolean' },
        json: { type: 'boolean' },
        svg: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw new InputError(`${(error as Error).message}\nSee npm run bench -- --help`)
  }
}

const count = (option: string, text: string, most: number): number => {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1 || value > most) {
    throw new InputError(`${option} "${text}" is no whole number from 1 to ${most}`)
  }
  return value
}

/** A name is a Pipy's version or the beginning of one, or `embedded`. */
const hostsNamed = async (
  names: readonly string[] | undefined,
  short: boolean,
): Promise<Host[]> => {
  // What is measured beside ours is written in the classic API.
  const pipys = (await findPipys()).filter(({ version }) => apisOf(version)[0] === 'classic')
  const all = [...pipys, embeddedAt(distFile('embedded.js'))]
  if (names === undefined) return short ? all.slice(0, 1) : all
  const dotted = (name: string) => `${name.replace('pipy ', '').replace('-', '.')}.`
  return names.map(name => {
    const host = all.find(one => dotted(one.name).startsWith(dotted(name)))
    if (host) return host
    const here = all.map(one => one.name.replace('pipy ', '')).join(', ')
    throw new InputError(`--host "${name}" is not here: ${here} are`)
  })
}
