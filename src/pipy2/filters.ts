/** The filters of the classic API that the scripts use, each as a step by the functional one. */

/** Adds a filter to a pipeline that Pipy is being told. */
export type Step = ($: FunctionalFilters) => void

/** Gives a pipeline by its name. */
export type Links = (name: string) => PipelineLayout

type Build = ($: Filters) => Filters
type Condition = () => unknown

/** A chain that hands each filter on as a step. */
export function filtersOf(add: (step: Step) => void, links: Links): Filters {
  const then = (step: Step) => {
    add(step)
    return chain
  }
  const inside = (build: Build): PipelineLayout =>
    pipeline($ => {
      build(filtersOf(step => step($), links))
    })
  const chain = {
    connect: (target: string | (() => string), options: ConnectOptions) =>
      then($ => $.connect(target, options)),
    connectTLS: (options: ConnectTLSOptions) => ({
      to: (build: Build) => then($ => $.connectTLS(options).to(inside(build))),
    }),
    handleStreamEnd: (handle: (end: StreamEnd) => void) => then($ => $.handleStreamEnd(handle)),
    insert: (events: () => PipyOutput) => then($ => $.insert(events)),
    replaceData: (replace: (data: Data) => PipyOutput) => then($ => $.replaceData(replace)),
    replaceStreamEnd: (replace: (end: StreamEnd) => PipyOutput) =>
      then($ => $.replaceStreamEnd(replace)),
    link: (name: string) => then($ => $.pipe(links(name))),
    /** Of one condition or two, each with its pipeline, and one for all else. */
    branch: (first: Condition, one: Build, second: Condition | Build, two?: Build, rest?: Build) =>
      then($ => {
        const [chosen, other] = [inside(one), two ? inside(two) : undefined]
        const otherwise = inside(rest ?? (second as Build))
        $.pipe(() => (first() ? chosen : other && (second as Condition)() ? other : otherwise))
      }),
  }
  return chain as unknown as Filters
}
