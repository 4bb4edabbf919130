/** The highest rate that a system sustains: doubled until it does not, then the gap is halved. */

interface RateSearchOptions<Probe> {
  readonly startRate: number;
  /** Below it nothing can be told. */
  readonly lowestRate: number;
  /** The search ends when the highest rate that held and the lowest that did not are less than this factor apart. */
  readonly precision: number;
  readonly probe: (ratePerSecond: number) => Promise<Probe>;
  readonly holds: (probe: Probe) => boolean;
  /** Offers a rate for as long as it takes to be sure. */
  readonly confirm: (ratePerSecond: number) => Promise<boolean>;
}

interface RateSearch<Probe> {
  /** Confirmed; null when not even the lowest rate, or none near the one found, held. */
  readonly ratePerSecond: number | null;
  /** In the order in which they were made. */
  readonly probes: readonly Probe[];
}

const HIGHEST_RATE = 1e8;
/**
 * Short probes are lucky at times, and a machine may be busier when a rate is to be confirmed than it was before. One
 * that is not confirmed is lowered by a twentieth, then by a tenth, and so on, to a third of the rate found.
 */
const CONFIRMATIONS = 7;
const STEP_DOWN = 0.95;

/** A rate is given up when it failed twice: one stall of the machine within a short probe proves nothing. */
export async function searchRate<Probe>(options: RateSearchOptions<Probe>): Promise<RateSearch<Probe>> {
  const { startRate, lowestRate, precision, confirm } = options;
  const probes: Probe[] = [];
  const holds = async (rate: number): Promise<boolean> => {
    for (let attempt = 0; attempt < 2; attempt++) {
      const probe = await options.probe(Math.round(rate));
      probes.push(probe);
      if (options.holds(probe)) return true;
    }
    return false;
  };

  let { held, failed } = await bracket(startRate, lowestRate, holds);
  while (held !== null && failed !== null && failed / held > precision) {
    const between = Math.sqrt(held * failed);
    if (await holds(between)) held = between;
    else failed = between;
  }
  for (let attempt = 1; held !== null && attempt <= CONFIRMATIONS; attempt++) {
    const rate = Math.round(held);
    if (rate < lowestRate) break;
    if (await confirm(rate)) return { ratePerSecond: rate, probes };
    held *= STEP_DOWN ** attempt;
  }
  return { ratePerSecond: null, probes };
}

interface Bracket {
  /** The highest rate known to hold and the lowest known not to; null where there is none. */
  readonly held: number | null;
  readonly failed: number | null;
}

async function bracket(
  startRate: number,
  lowestRate: number,
  holds: (rate: number) => Promise<boolean>,
): Promise<Bracket> {
  const held = await holds(startRate);
  const factor = held ? 2 : 0.5;
  let rate = startRate;
  for (; rate * factor >= lowestRate && rate * factor <= HIGHEST_RATE; rate *= factor) {
    if ((await holds(rate * factor)) === held) continue;
    return held ? { held: rate, failed: 2 * rate } : { held: rate / 2, failed: rate };
  }
  return held ? { held: rate, failed: null } : { held: null, failed: rate };
}
