/** Counts what was said of the events of a data set. Contacts of a gang, events of a caller, uses of a text stand and fall together. */
import { sumOf } from "../../core/sum.ts";
import { rateDesignEffect } from "../../metrics/cluster-effect.ts";
import { countDesignEffect, shareDesignEffect, sumDesignEffect } from "../../metrics/design-effect.ts";
import { type ClusteredRate, clustered, clusteredRate, rate } from "../../metrics/rates.ts";
import type { LabelledEvent } from "./labelled-events.ts";

/** Numbers for names, in the order in which they come. */
class Numbers {
  readonly #byName = new Map<string, number>();

  of(name: string): number {
    const found = this.#byName.get(name) ?? this.#byName.size;
    this.#byName.set(name, found);
    return found;
  }
}

/** How many events of each cluster there are, and how many were taken for fraud. */
class Clusters {
  readonly n: number[] = [];
  readonly taken: number[] = [];

  add(cluster: number, isTaken: boolean): void {
    while (this.n.length <= cluster) {
      this.n.push(0);
      this.taken.push(0);
    }
    this.n[cluster]!++;
    if (isTaken) this.taken[cluster]!++;
  }
}

/** Of some events, those taken for fraud. */
export class TakenCounts {
  readonly #gangs = new Clusters();
  readonly #callers = new Clusters();
  readonly #texts = new Clusters();
  /** By caller. */
  readonly #traffic: number[] = [];

  add({ isFraud, gang }: LabelledEvent, { caller, text, traffic }: BenignClusters, isTaken: boolean): void {
    if (isFraud) return this.#gangs.add(gang, isTaken);
    this.#traffic[caller] = traffic;
    this.#callers.add(caller, isTaken);
    this.#texts.add(text, isTaken);
  }

  get fraud(): number {
    return sumOf(this.#gangs.n);
  }

  get benign(): number {
    return sumOf(this.#callers.n);
  }

  get recall(): ClusteredRate {
    return clusteredRate(this.#gangs.taken, this.#gangs.n);
  }

  /** Of benign events. No cluster bounds below two callers or texts. */
  get falseInterception(): ClusteredRate {
    const effects = [this.#callers, this.#texts].map(({ n, taken }) => rateDesignEffect(taken, n));
    const known = effects.filter((effect) => effect !== null);
    const effect = known.length < 2 ? null : Math.max(...known, this.#wholeCallers());
    return clustered(rate(sumOf(this.#callers.taken), this.benign), effect);
  }

  /** Callers or texts that were hurt, the fewer of both: of few, an interval says nothing. */
  get hurtClusters(): number {
    return Math.min(...[this.#callers, this.#texts].map(({ taken }) => taken.filter((events) => events > 0).length));
  }

  get precision(): ClusteredRate {
    const [tp, fp] = [sumOf(this.#gangs.taken), sumOf(this.#callers.taken)];
    const effects = [this.#callers, this.#texts].map(({ taken }) => countDesignEffect(taken));
    const benign = Math.max(...effects, this.#wholeCallers());
    return clustered(
      rate(tp, tp + fp),
      shareDesignEffect(tp, fp, { fraud: sumDesignEffect(this.#gangs.taken), benign }),
    );
  }

  /**
   * The design effect if each caller stood or fell as a whole: the mean size of a caller over events, of each traffic as
   * often as it was hurt. Most data hurts no busy caller, and then the hurt ones say too little (as in
   * metrics/false-positive-rate.ts).
   */
  #wholeCallers(): number {
    const { n, taken } = this.#callers;
    const sums = new Map<number, { events: number; squares: number; hurt: number }>();
    for (const [caller, events] of n.entries()) {
      if (events === 0) continue;
      const traffic = this.#traffic[caller]!;
      const sum = sums.get(traffic) ?? { events: 0, squares: 0, hurt: 0 };
      sums.set(traffic, sum);
      sum.events += events;
      sum.squares += events * events;
      sum.hurt += taken[caller]!;
    }
    const hurt = sumOf(taken);
    const sizes = Array.from(sums.values(), (sum) => (sum.hurt * sum.squares) / sum.events);
    return hurt === 0 ? 1 : Math.max(1, sumOf(sizes) / hurt);
  }
}

/** The clusters of a benign event, as numbers; and its class with its channel. */
export interface BenignClusters {
  readonly caller: number;
  readonly text: number;
  readonly traffic: number;
}

/** Gives events their clusters. An event without caller or text is a cluster of its own. */
export class BenignClustering {
  readonly #callers = new Numbers();
  readonly #texts = new Numbers();
  readonly #traffic = new Numbers();

  of({ id, caller, template, benignClass, isCall }: LabelledEvent): BenignClusters {
    const traffic = `${benignClass} ${isCall}`;
    return {
      caller: this.#callers.of(`${caller ?? id} ${traffic}`),
      text: this.#texts.of(template ?? caller ?? id),
      traffic: this.#traffic.of(traffic),
    };
  }
}
