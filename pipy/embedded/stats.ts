/** What scripts count, and the text in which Pipy 1.5 shows it at its admin port. */

/** Of a counter without labels, or of one list of their values. */
class Counter {
  protected value: number | undefined
  readonly #labels: readonly string[]
  readonly #inner = new Map<string, Counter>()

  constructor(_name: string, labels: readonly string[] = []) {
    this.#labels = labels
  }

  /** Values of the next labels, as many as are given. */
  withLabels(...values: unknown[]): Counter | undefined {
    const [name, ...labels] = this.#labels
    const [value, ...rest] = values
    if (name === undefined) return undefined
    const inner = this.#inner.get(`${value}`) ?? this.make(labels)
    this.#inner.set(`${value}`, inner)
    return rest.length > 0 && labels.length > 0 ? inner.withLabels(...rest) : inner
  }

  increase(by = 1): void {
    this.value = (this.value ?? 0) + by
  }

  zero(): void {
    this.value = 0
  }

  clear(): void {
    this.value = undefined
    this.#inner.clear()
  }

  /** `{kind="liveness"} 1` for each value that there is; a label's is written as it is. */
  rows(before: readonly string[] = []): string[] {
    const labels = before.length === 0 ? '' : `{${before.join(',')}}`
    const own = this.value === undefined ? [] : [`${labels} ${this.value}`]
    const inner = [...this.#inner].flatMap(([value, metric]) =>
      metric.rows([...before, `${this.#labels[0]}="${value}"`]),
    )
    return [...own, ...inner]
  }

  protected make(labels: readonly string[]): Counter {
    return new Counter('', labels)
  }
}

/** The same of what goes down, too. */
class Gauge extends Counter {
  set(value: number): void {
    this.value = value
  }

  decrease(by = 1): void {
    this.increase(-by)
  }

  protected override make(labels: readonly string[]): Gauge {
    return new Gauge('', labels)
  }
}

/** The metrics of a codebase: of a name, the one that was made last. */
export class Metrics {
  readonly #metrics = new Map<string, { readonly type: string; readonly metric: Counter }>()
  /** What its scripts make them with. */
  readonly classes: { readonly [name: string]: object } = {
    Counter: this.#keeping('counter', Counter),
    Gauge: this.#keeping('gauge', Gauge),
  }

  /** All of them, in Prometheus' format. */
  toString(): string {
    return [...this.#metrics]
      .flatMap(([name, { type, metric }]) => [
        `# TYPE ${name} ${type}\n`,
        ...metric.rows().map(row => `${name}${row}\n`),
      ])
      .join('')
  }

  #keeping<Kind extends typeof Counter>(type: string, kind: Kind): Kind {
    return new Proxy(kind, {
      construct: (target, [name, labels]: [string, string[]?]) => {
        const metric = new target(name, labels)
        this.#metrics.set(name, { type, metric })
        return metric
      },
    })
  }
}
