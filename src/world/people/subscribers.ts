/** The subscribers: who can be called, in columns. Built once on the main thread; workers read. */
import { buildAliasTable, lognormal } from "../../core/distributions.ts";
import { RandomStream, below, unit } from "../../core/random.ts";
import { LANGUAGE_EN, LANGUAGE_ZH } from "../text/phrase-bank.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { AREA_CODES, INDEX_RANGES, mobileNumber, virtualNumber } from "../number-plan.ts";

/** Shares of the age bands: 18 to 25, 26 to 40, 41 to 55, 56 to 65, 66 and more. Assumed. */
const AGE_SHARES = [0.18, 0.36, 0.26, 0.12, 0.08];

/** Subscribers with a virtual operator's number: a route alone must give no gang away. Assumed; no result moves. */
const VIRTUAL_SHARE = 0.03;

/** Subscribers whose messages are in English; the others get Chinese. Assumed; changes no headline figure. */
const ENGLISH_SHARE = 0.12;

/** How unequally people call: standard deviation of the logarithm. Assumed; changes no headline figure. */
const ACTIVITY_SIGMA = 0.8;

export type Subscribers = ReturnType<typeof makeSubscribers>;

export function makeSubscribers(scenario: Scenario, seed: number) {
  const { subscribers: count, exposureSigma } = scenario.population;
  const draws = new RandomStream(seed, "subscriber");
  const number = new Float64Array(new SharedArrayBuffer(count * 8));
  const ageBand = new Uint8Array(new SharedArrayBuffer(count));
  const language = new Uint8Array(new SharedArrayBuffer(count));
  const virtual = new Uint8Array(new SharedArrayBuffer(count));
  const region = new Uint8Array(new SharedArrayBuffer(count));
  const activity = new Float64Array(count);
  const exposure = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const words = draws.draw(i, 0);
    virtual[i] = unit(words[0]!) < VIRTUAL_SHARE ? 1 : 0;
    language[i] = unit(words[1]!) < ENGLISH_SHARE ? LANGUAGE_EN : LANGUAGE_ZH;
    ageBand[i] = drawAgeBand(unit(words[2]!));
    const index = INDEX_RANGES.subscribers + i;
    number[i] = virtual[i] === 1 ? virtualNumber(index, words[3]!) : mobileNumber(index, words[3]!);
    const habit = draws.draw(i, 1);
    activity[i] = lognormal(habit[0]!, habit[1]!, 1, ACTIVITY_SIGMA);
    region[i] = below(habit[2]!, AREA_CODES.length);
    const fame = draws.draw(i, 2);
    exposure[i] = lognormal(fame[0]!, fame[1]!, 1, exposureSigma);
  }
  return {
    count,
    /** At the start of the run; a recycled number may replace it (number-table.ts). */
    number,
    ageBand,
    /** LANGUAGE_ZH or LANGUAGE_EN. */
    language,
    virtual,
    region,
    ...sortByRegion(region),
    byActivity: buildAliasTable(activity),
    /** Draws one by how many of the lists that gangs trade he or she is on. */
    byExposure: buildAliasTable(exposure),
  };
}

/** Region r has inRegion[regionStart[r], regionStart[r + 1]). */
function sortByRegion(region: Uint8Array) {
  const regionStart = new Uint32Array(new SharedArrayBuffer((AREA_CODES.length + 1) * 4));
  for (const at of region) regionStart[at + 1]!++;
  for (let at = 0; at < AREA_CODES.length; at++) regionStart[at + 1]! += regionStart[at]!;
  const inRegion = new Uint32Array(new SharedArrayBuffer(region.length * 4));
  const next = regionStart.slice();
  region.forEach((at, subscriber) => {
    inRegion[next[at]!++] = subscriber;
  });
  return { inRegion, regionStart };
}

function drawAgeBand(uniform: number): number {
  let rest = uniform;
  for (let band = 0; band < AGE_SHARES.length - 1; band++) {
    rest -= AGE_SHARES[band]!;
    if (rest < 0) return band;
  }
  return AGE_SHARES.length - 1;
}

/** A random subscriber of a region, from one word; of any region if nobody lives there. */
export function neighbour({ inRegion, regionStart, count }: Subscribers, region: number, word: number): number {
  const first = regionStart[region]!;
  const neighbours = regionStart[region + 1]! - first;
  return neighbours === 0 ? below(word, count) : inRegion[first + below(word, neighbours)]!;
}

/** Most of the people one calls live where one lives. Assumed. */
const NEIGHBOUR_SHARE = 0.7;

/** A person of a subscriber's circle, from two words drawn for (subscriber, rank). Circles are not mutual. */
export function circleMember(subscribers: Subscribers, subscriber: number, word0: number, word1: number): number {
  if (unit(word1) < NEIGHBOUR_SHARE) return neighbour(subscribers, subscribers.region[subscriber]!, word0);
  return below(word0, subscribers.count);
}
