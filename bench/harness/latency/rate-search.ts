/** The highest rate that a system sustains: up, by doubling say, until it does not, then halving the gap. */

interface RateSearchOptions<Probe> {
  readonly startRate: number;
  /** By which factor it is raised or lowered at first; left out: 2. Less where it is known from before. */
  readonly step?: number;
  /** Below it nothing can be told. */
  readonly lowestRate: number;
  /** The search ends when the highest rate that held and the lowest that did not are less than this factor apart. */
  readonly precision: number;
  /** Offers a rate for a short time. */
  readonly probe: (ratePerSecond: number) => Promise<Probe>;
  readonly holds: (probe: Probe) => boolean;
  /** Whether a probe did not hold because of the machine or the bench, and so tells nothing of the system. */
  readonly isInconclusive: (probe: Probe) => boolean;
  /** Offers a rate for as long as it takes to be sure. */
  readonly confirm: (ratePerSecond: number) => Promise<boolean>;
}

interface RateSearch<Probe> {
  /** Confirmed; null when not even the lowest rate, or none near the one found, held. */
  readonly ratePerSecond: number | null;
  /** In the order in which they were made. */
  readonly probes: readonly Probe[];
  /** Whether it was given up early, as no probe told anything, at whatever rate. */
  readonly gaveUp: boolean;
}

const HIGHEST_RATE = 1e8;
/**
 * A generator that lags at so many rates in a row, each half of the one before and none of them much to generate, lags
 * whatever the rate: then lower rates cost time alone.
 */
const RATES_THAT_TELL = 3;
const EASILY_GENERATED = 100_000;
/**
 * Short probes are lucky at times, and a machine may be busier when a rate is to be confirmed than it was before. One
 * that is not confirmed is lowered by a twentieth, then by a tenth, and so on, to a third of the rate found.
 */
const CONFIRMATIONS = 7;
const STEP_DOWN = 0.95;

/** A rate is given up when it failed twice: one stall of the machine within a short probe proves nothing. */
export async function searchRate<Probe>(options: RateSearchOptions<Probe>): Promise<RateSearch<Probe>> {
  const { startRate, step = 2, lowestRate, precision, confirm } = options;
  const probes: Probe[] = [];
  const holds = async (rate: number): Promise<boolean> => {
    for (let attempt = 0; attempt < 2; attempt++) {
      const probe = await options.probe(Math.round(rate));
      probes.push(probe);
      if (options.holds(probe)) return true;
    }
    return false;
  };

  const isHopeless = (): boolean => {
    const rates = RATES_THAT_TELL * 2;
    const last = probes.slice(-rates);
    return last.length === rates && last.every((probe) => options.isInconclusive(probe));
  };
  const bracketed = await bracket(startRate, step, lowestRate, holds, isHopeless);
  const { gaveUp } = bracketed;
  let { held, failed } = bracketed;
  while (held !== null && failed !== null && failed / held > precision) {
    const between = Math.sqrt(held * failed);
    if (await holds(between)) held = between;
    else failed = between;
  }
  for (let attempt = 1; held !== null && attempt <= CONFIRMATIONS; attempt++) {
    const rate = Math.round(held);
    if (rate < lowestRate) break;
    if (await confirm(rate)) return { ratePerSecond: rate, probes, gaveUp };
    held *= STEP_DOWN ** attempt;
  }
  return { ratePerSecond: null, probes, gaveUp };
}

interface Bracket {
  /** The highest rate known to hold and the lowest known not to, a step apart; null where there is none. */
  readonly held: number | null;
  readonly failed: number | null;
  readonly gaveUp: boolean;
}

async function bracket(
  startRate: number,
  step: number,
  lowestRate: number,
  holds: (rate: number) => Promise<boolean>,
  isHopeless: () => boolean,
): Promise<Bracket> {
  let rate = startRate;
  if (await holds(rate)) {
    while (rate * step <= HIGHEST_RATE) {
      if (!(await holds(rate * step))) return { held: rate, failed: rate * step, gaveUp: false };
      rate *= step;
    }
    return { held: rate, failed: null, gaveUp: false };
  }
  let easyRates = rate <= EASILY_GENERATED ? 1 : 0;
  while (rate / step >= lowestRate) {
    if (easyRates >= RATES_THAT_TELL && isHopeless()) return { held: null, failed: rate, gaveUp: true };
    if (await holds(rate / step)) return { held: rate / step, failed: rate, gaveUp: false };
    rate /= step;
    if (rate <= EASILY_GENERATED) easyRates++;
  }
  return { held: null, failed: rate, gaveUp: false };
}
