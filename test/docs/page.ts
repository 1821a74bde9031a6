/** The project's pages, and what their Markdown holds. */
import { readdirSync, readFileSync } from 'node:fs'

const inFolder = (folder: string): string[] =>
  readdirSync(folder === '' ? '.' : folder)
    .filter(name => name.endsWith('.md') && name !== 'CHANGELOG.md')
    .map(name => `${folder}${name}`)

/** From the project's folder. */
export const PAGES: readonly string[] = [
  ...inFolder(''),
  ...inFolder('docs/'),
  'build/pipyjs/README.md',
]

/** A page's text. */
export const textOf = (page: string): string => readFileSync(page, 'utf8')

/** A fence is for programs: nothing in it is a heading or a link. */
export const proseOf = (text: string): string => text.replace(BLOCK, '')

/** The fenced blocks, which may be a part of a list. */
export const blocksOf = (text: string): string[] => text.match(BLOCK) ?? []

const BLOCK = /^ *```[^]*?^ *```$/gm

/** A link to a page of the project, or to a heading. */
export interface Link {
  /** `''` for the page itself. */
  readonly path: string
  /** `''` for the page as a whole. */
  readonly anchor: string
}

/** The links that stay within the project, in their order. */
export const linksOf = (text: string): Link[] =>
  [...proseOf(text).matchAll(/\]\((?!https?:)([^)#\s]*)#?([^)\s]*)/g)].map(
    ([, path = '', anchor = '']) => ({ path, anchor }),
  )

/** A heading, and how deep it stands: 1 for the page's own. */
export interface Heading {
  readonly level: number
  readonly title: string
}

/** The headings, in their order. */
export const headingsOf = (text: string): Heading[] =>
  [...proseOf(text).matchAll(/^(#+) (.+)$/gm)].map(([, marks = '', title = '']) => ({
    level: marks.length,
    title,
  }))

/** The anchors that GitHub gives to the headings. */
export const slugsOf = (text: string): string[] =>
  headingsOf(text).map(({ title }) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
      .replaceAll(' ', '-'),
  )

/** A command that a page shows. */
export interface Shown {
  readonly command: string
  /** What it shows below it; `''` where that is not said. */
  readonly output: string
}

/** The commands of the `console` blocks, in their order; what stands behind two blanks and # is a remark. */
export const commandsOf = (text: string): Shown[] =>
  [...text.matchAll(/^```console\n([^]*?)^```$/gm)].flatMap(([, block = '']) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map(shown => {
        const [line = '', ...below] = shown.split('\n')
        return { command: line.replace(/ {2,}#.*$/, ''), output: below.join('\n').trim() }
      }),
  )
