/** Counters, gauges and histograms in the text format of Prometheus (0.0.4). prom-client needs two more packages. */
interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge" | "histogram";
  /** Names with labels, and their values. */
  readonly samples: () => Iterable<readonly [name: string, value: number]>;
}

/** A number that grows, one for each value of its labels. */
export class Counter {
  readonly #counts = new Map<string, number>();
  readonly #labels: readonly string[];

  constructor(labels: readonly string[]) {
    this.#labels = labels;
  }

  /** `values`: the values of the labels in order, with a blank between. A value has no blank and no quote. */
  add(values: string, count = 1): void {
    this.#counts.set(values, (this.#counts.get(values) ?? 0) + count);
  }

  *samplesOf(name: string): Generator<readonly [string, number]> {
    for (const [values, count] of this.#counts) {
      const pairs = values.split(" ").map((value, at) => `${this.#labels[at]}="${value}"`);
      yield [this.#labels.length === 0 ? name : `${name}{${pairs.join(",")}}`, count];
    }
  }
}

/** Upper ends of the buckets, in seconds. */
const BUCKETS = [1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1];

export class Histogram {
  readonly #counts = new Float64Array(BUCKETS.length + 1);
  #sum = 0;

  add(seconds: number, count = 1): void {
    let at = 0;
    while (at < BUCKETS.length && seconds > BUCKETS[at]!) at++;
    this.#counts[at]! += count;
    this.#sum += seconds * count;
  }

  *samplesOf(name: string): Generator<readonly [string, number]> {
    let below = 0;
    for (const [at, count] of this.#counts.entries()) {
      below += count;
      yield [`${name}_bucket{le="${BUCKETS[at] ?? "+Inf"}"}`, below];
    }
    yield [`${name}_sum`, this.#sum];
    yield [`${name}_count`, below];
  }
}

export class Metrics {
  readonly #metrics: Metric[] = [];

  counter(name: string, help: string, ...labels: string[]): Counter {
    const counter = new Counter(labels);
    this.#metrics.push({ name, help, type: "counter", samples: () => counter.samplesOf(name) });
    return counter;
  }

  histogram(name: string, help: string): Histogram {
    const histogram = new Histogram();
    this.#metrics.push({ name, help, type: "histogram", samples: () => histogram.samplesOf(name) });
    return histogram;
  }

  /** `read` is called at each request. The keys of an object are labels, as in `state="fraud"`. */
  gauge(name: string, help: string, read: () => number | Readonly<Record<string, number>>): void {
    const samples = (): [string, number][] => {
      const value = read();
      if (typeof value === "number") return [[name, value]];
      return Object.entries(value).map(([labels, one]) => [`${name}{${labels}}`, one]);
    };
    this.#metrics.push({ name, help, type: "gauge", samples });
  }

  text(): string {
    return this.#metrics
      .flatMap(({ name, help, type, samples }) => [
        `# HELP ${name} ${help}`,
        `# TYPE ${name} ${type}`,
        ...Array.from(samples(), ([sample, value]) => `${sample} ${value}`),
      ])
      .concat("")
      .join("\n");
  }
}
