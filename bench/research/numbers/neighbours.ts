/**
 * How much listed neighbours tell of numbers that were reported later, and what they cost strangers. Numbers are in the
 * order in which they were first reported; the first share of them is listed and the others are asked about.
 */
import { listingsFound } from "../../../src/detect/blocklist/found.ts";
import { RandomStream, below } from "../../../src/core/random.ts";
import { BLOCK_NUMBERS } from "../../../src/detect/blocklist/listed-blocks.ts";
import { listingsOf } from "../../../src/detect/blocklist/listings.ts";
import { DEFAULT_CLASSIFIER } from "../../../src/detect/classifier/weights.ts";
import { type ScreeningTables, screen } from "../../../src/detect/screening.ts";
import { EventBatch, KIND_CALL, ROUTE_MOBILE } from "../../../src/event/event-batch.ts";
import { BLOCK, Findings, FLAG } from "../../../src/event/findings.ts";
import type { Identity } from "../../../src/event/identity.ts";
import { type ClusteredRate, clusteredRate } from "../../../src/metrics/rates.ts";

interface NeighbourOptions {
  readonly seed: number;
  /** Listed neighbours from which there is evidence. */
  readonly neighbours: number;
  /** Of all numbers, the first that are listed. */
  readonly listedShare: number;
  /** Random numbers that are asked about, of each kind. */
  readonly strangers: number;
}

/** What comes of callers of one kind who are not listed, each of whom calls once and of whom nothing else is known. */
interface NeighbourFigure {
  readonly name: string;
  /** Who has the evidence; the interval takes a block as one. */
  readonly share: ClusteredRate;
  readonly flagged: number;
  readonly blocked: number;
}

/** Digits of an area's number, and of an exchange's, behind its code. */
const AREA_NUMBERS = 10_000_000;
const EXCHANGE_NUMBERS = 10_000;
/** An exchange is 200 to 999. */
const FIRST_EXCHANGE = 200;
const EXCHANGES = 800;

/** `numbers`: distinct numbers of North America, ten digits each. Some 2 us a number asked about. */
export function measureNeighbours(numbers: readonly number[], options: NeighbourOptions): NeighbourFigure[] {
  const cut = Math.round(numbers.length * options.listedShare);
  const listed = numbers.slice(0, cut);
  const later = numbers.slice(cut);
  const ask = askerOf(listed, options.neighbours);
  const tenth = Math.max(1, Math.round(numbers.length / 10));
  return [
    ask("reported later, all", later),
    ask("reported later, the next tenth", later.slice(0, tenth)),
    ask("reported later, the last tenth", later.slice(-tenth)),
    ask("random, in the area codes of listed numbers", inAreas(listed, options)),
    ask("random, in the exchanges of listed numbers", inExchanges(listed, options)),
  ];
}

/** An area as often as it has listed numbers. */
function inAreas(listed: readonly number[], { seed, strangers }: NeighbourOptions): number[] {
  const stream = new RandomStream(seed, "strangers-in-areas");
  return Array.from({ length: strangers }, (_, index) => {
    const [which, exchange, last] = stream.draw(index, 0);
    const area = Math.floor(listed[below(which!, listed.length)]! / AREA_NUMBERS);
    const first = FIRST_EXCHANGE + below(exchange!, EXCHANGES);
    return area * AREA_NUMBERS + first * EXCHANGE_NUMBERS + below(last!, EXCHANGE_NUMBERS);
  });
}

/** Each exchange that has a listed number as often as any other: the strangers who live nearest. */
function inExchanges(listed: readonly number[], { seed, strangers }: NeighbourOptions): number[] {
  const stream = new RandomStream(seed, "strangers-in-exchanges");
  const exchanges = [...new Set(listed.map((number) => Math.floor(number / EXCHANGE_NUMBERS)))];
  return Array.from({ length: strangers }, (_, index) => {
    const [which, last] = stream.draw(index, 0);
    return exchanges[below(which!, exchanges.length)]! * EXCHANGE_NUMBERS + below(last!, EXCHANGE_NUMBERS);
  });
}

function askerOf(listed: readonly number[], neighbours: number) {
  const known = new Set(listed);
  const blocklist = listingsOf(
    { engine: "exact", falsePositiveRate: 0.01, neighbours },
    listed as readonly Identity[],
    [],
  );
  const tables = { ...OFF, blocklist, classify: DEFAULT_CLASSIFIER };
  return (name: string, callers: readonly number[]): NeighbourFigure => {
    const asked = callers.filter((caller) => !known.has(caller));
    const findings = screenCalls(asked, tables);
    const { outcome } = findings;
    const found = listingsFound(findings);
    const blocks = new Map<number, number>();
    for (const caller of asked) {
      const block = Math.floor(caller / BLOCK_NUMBERS);
      if (!blocks.has(block)) blocks.set(block, blocks.size);
    }
    const [k, n] = [new Float64Array(blocks.size), new Float64Array(blocks.size)];
    const decisions = [0, 0, 0];
    asked.forEach((caller, row) => {
      const cluster = blocks.get(Math.floor(caller / BLOCK_NUMBERS))!;
      k[cluster]! += Number(found.neighbours[row] !== 0);
      n[cluster]!++;
      decisions[outcome.decision[row]!]!++;
    });
    return { name, share: clusteredRate(k, n), flagged: decisions[FLAG]!, blocked: decisions[BLOCK]! };
  };
}

const OFF: ScreeningTables = {
  blocklist: null,
  lookalike: null,
  match: null,
  learned: null,
  behaviour: null,
  classify: null,
  provenance: null,
  skimmer: null,
};

function screenCalls(callers: readonly number[], tables: ScreeningTables): Findings {
  const size = Math.max(1, callers.length);
  const [events, findings] = [EventBatch.allocate(size), Findings.allocate(size)];
  events.kind.fill(KIND_CALL);
  events.route.fill(ROUTE_MOBILE);
  events.caller.set(callers);
  events.count = callers.length;
  screen(events, findings, tables);
  return findings;
}
