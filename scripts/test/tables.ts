/** Where the tables stand that are made from code and from runs. */

/** The page of each, by what the table is of. */
const PAGES = {
  codes: 'docs/troubleshooting.md',
  fidelity: 'docs/limits.md',
  versions: 'docs/limits.md',
} as const

/** The page that has a table, from the project's folder. */
export const pageOf = (table: keyof typeof PAGES): string => PAGES[table]

/** The same as a file. */
export const fileOfPage = (table: keyof typeof PAGES): URL =>
  new URL(`../../${PAGES[table]}`, import.meta.url)
