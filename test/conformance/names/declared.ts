/**
 * Reads what pipy/types declares. The form is fixed: above each value and each member a doc
 * comment that says `@since 0.50`, and two blanks a level. TypeScript 7 has no stable interface of
 * its own to read it with.
 */
import { readdirSync, readFileSync } from 'node:fs'
import type { PipyLine } from '../../../build/pipyjs/words.ts'

/** A name that the types say Pipy has. */
export interface Declared {
  /** What has it: `Filters`, `crypto.Hmac`, `typeof Date` for a class itself, `''` for a global. */
  readonly owner: string
  readonly name: string
  /** The first Pipy that has the name; a form of it may have come later. */
  readonly since: PipyLine
  /** `every/api/data.d.ts:12` */
  readonly place: string
}

/** What was read, and what is not in the form. */
export interface Reading {
  readonly declared: readonly Declared[]
  readonly problems: readonly string[]
}

const FOLDER = 'pipy/types'
/** TypeScript's own names, which are none of Pipy's. */
const LANGUAGE = 'every/library/language.d.ts'

/** All that is declared, each name of an owner once. */
export function readDeclared(): Reading {
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.d.ts') && file !== LANGUAGE)
    .sort()
  const textOf = (file: string) => readFileSync(`${FOLDER}/${file}`, 'utf8')
  const readings = files.map(file => readDeclarations(file, textOf(file)))
  const first = new Map<string, Declared>()
  for (const one of readings.flatMap(({ declared }) => declared)) {
    const known = first.get(keyOf(one))
    if (!known || one.since < known.since) first.set(keyOf(one), one)
  }
  return { declared: [...first.values()], problems: readings.flatMap(({ problems }) => problems) }
}

/** `Filters.connect`, or a global's name. */
export function keyOf({ owner, name }: Pick<Declared, 'owner' | 'name'>): string {
  return owner === '' ? name : `${owner}.${name}`
}

const TYPE = /^(?:declare )?(?:interface|type) (\w+)/
const VALUE = /^(?:declare )?(?:const|class|function|namespace) (\w+)/
const MEMBER = /^(?:static |readonly )*(\w+)\??[<(:]/
const SINCE = /@since (0\.50|0\.90|1\.5)\b/
/** Goes on with one that is declared elsewhere; without a comment of its own. */
const REOPENED = /^declare namespace /
/** No members of Pipy's, but of the language's forms. */
const FORMS = ['constructor', 'new']

/** What holds the lines of a level. */
interface Container {
  readonly path: string
  readonly isNamespace: boolean
}

/** What one file declares. Several forms of a name share the comment of the first. */
const readDeclarations = (file: string, text: string): Reading => {
  const declared: Declared[] = []
  const problems: string[] = []
  const named = new Set<string>()
  const containers: Container[] = []
  let doc: string | undefined
  for (const [index, line] of text.split('\n').entries()) {
    const code = line.trim()
    if (code.startsWith('/**')) doc = ''
    if (doc !== undefined && /^\/?\*/.test(code)) {
      doc += code
      continue
    }
    const level = (line.length - line.trimStart().length) / 2
    if (code !== '') containers.length = Math.min(containers.length, level)
    // What is deeper goes on with the line above.
    if (code === '' || level > containers.length) continue
    const within = containers.at(-1)
    const name = (within?.isNamespace === false ? MEMBER : VALUE).exec(code)?.[1]
    if (name !== undefined && !FORMS.includes(name)) {
      const owner = `${code.startsWith('static ') ? 'typeof ' : ''}${within?.path ?? ''}`
      const since = SINCE.exec(doc ?? '')?.[1] as PipyLine | undefined
      const place = `${file}:${index + 1}`
      const isNew = !named.has(keyOf({ owner, name })) && !REOPENED.test(code)
      if (since) declared.push({ owner, name, since, place })
      else if (isNew) problems.push(`${place}: ${keyOf({ owner, name })} does not say @since`)
      named.add(keyOf({ owner, name }))
    }
    if (code.endsWith('{')) containers.push(containerOf(code, within))
    doc = undefined
  }
  return { declared, problems }
}

const containerOf = (code: string, within: Container | undefined): Container => {
  const name = (VALUE.exec(code) ?? TYPE.exec(code))?.[1] ?? ''
  const path = within ? `${within.path}.${name}` : name
  const isClassItself = code.startsWith('declare const')
  return { path: isClassItself ? `typeof ${path}` : path, isNamespace: code.includes('namespace ') }
}
