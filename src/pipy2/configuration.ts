/**
 * The classic API's configuration by the functional one: the same names, noted down as
 * they come, and told to Pipy once all are known, since a `link` may name a pipeline
 * that comes later. Of this nothing runs with a connection but what begins it.
 */
import { filtersOf, type Step } from './filters.ts'

/** A pipeline as it was noted down: by its name, or for what it listens on. */
interface Noted {
  readonly name: string
  readonly address: number | string
  readonly options: ListenOptions
  readonly steps: Step[]
  /** What a connection begins with. */
  first: () => PipyOutput | null | void
}

/** A configuration that is still to be told. */
interface Pending extends Configuration {
  readonly tell: () => void
}

/** What the classic `pipy(variables)` gives; `listen` is Pipy's own. */
export function newConfiguration(
  listen: typeof pipy.listen,
  variables: PipyVariables,
): Configuration {
  const noted: Noted[] = []
  const layouts: { [name: string]: PipelineLayout | undefined } = {}

  const begin = (name: string, address: number | string, options: ListenOptions) => {
    noted.push({ name, address, options, steps: [], first: () => undefined })
    return configuration
  }
  const last = (): Noted => noted[noted.length - 1] as Noted
  const link = (name: string): PipelineLayout => {
    const known = noted.find(one => one.name === name) as Noted
    const layout = layouts[name] ?? pipeline($ => addAll(known.steps, $))
    layouts[name] = layout
    return layout
  }
  const open = ({ address, options, steps, first }: Noted): void =>
    listen(address, options, $ => {
      $.onStart(inbound => {
        $connection = Object.assign({ __inbound: inbound }, variables)
        return first()
      })
      addAll(steps, $)
    })

  const configuration: Pending = Object.assign(
    filtersOf(step => void last().steps.push(step), link),
    {
      listen: (address: number | string, options?: ListenOptions) =>
        begin('', address, options ?? {}),
      pipeline: (name: string) => begin(name, 0, {}),
      onStart: (first: Noted['first']) => {
        last().first = first
        return configuration
      },
      tell: () => noted.filter(({ name }) => name === '').forEach(open),
    },
  ) as unknown as Pending
  return configuration
}

/** Tells Pipy what was noted, which listens from then on. */
export const start = (configuration: Configuration): void => (configuration as Pending).tell()

const addAll = (steps: readonly Step[], $: FunctionalFilters): void => {
  for (const step of steps) step($)
}
