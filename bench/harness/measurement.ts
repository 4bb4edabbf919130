/**
 * What a bench measures: samples of one thing, and how two things that did the same work compare. Contenders are
 * measured in rounds, each in turn within a round, so that a slow minute of the machine hits all alike; a comparison is
 * made within rounds.
 */
import { z } from "zod";
import { assert } from "../../src/core/assert.ts";
import { rate } from "../../src/metrics/rates.ts";
import { medianWithInterval } from "./statistics.ts";

const perhaps = z.number().nullable();
const whyNot = z.string().nullable().describe("why the figure must not be used; null where it may");
const estimate = { value: z.number(), low: perhaps, high: perhaps };

/** How far an approximation is off, measured beside what theory says; shares of 1. */
const measuredErrorSchema = z.strictObject({
  what: z.string(),
  expected: perhaps,
  measured: z.number(),
  /** 95 % Wilson interval of `measured` over `n` trials. */
  low: z.number(),
  high: z.number(),
  n: z.int(),
});

export const measurementSchema = z.strictObject({
  /** Unique in its result, by which it is found again in another: "packed-bloom, 1,000,000 entries". */
  name: z.string(),
  /** What was asked of all contenders of the group. */
  group: z.string(),
  unit: z.string(),
  better: z.enum(["lower", "higher"]),
  /** One a round, in `unit`. */
  samples: z.array(z.number()).min(1),
  n: z.int().positive(),
  ...estimate,
  bytesPerEntry: perhaps,
  error: measuredErrorSchema.nullable(),
  notes: z.array(z.string()),
  doubt: whyNot,
  diagnostic: z
    .boolean()
    .describe("whether it tells how others came about, and is no aim: a comparison judges it only where it is named"),
  atLeast: perhaps.describe("what was to be reached, in `unit`, where higher is better; null: nothing"),
  atMost: perhaps.describe("the same where lower is better"),
  aim: perhaps.describe("the same at best"),
});

/** How many times better one contender is than another, and what was to be reached. */
export const comparisonSchema = z.strictObject({
  name: z.string(),
  contender: z.string(),
  against: z.string(),
  n: z.int().positive(),
  ...estimate,
  /** What the project set itself to reach, at least and at best; null where nothing was set. */
  atLeast: perhaps,
  aim: perhaps,
  /** Since a figure of either must not be used. */
  doubt: whyNot,
});

export type MeasuredError = z.infer<typeof measuredErrorSchema>;
export type Measurement = z.infer<typeof measurementSchema>;
export type Comparison = z.infer<typeof comparisonSchema>;

/** Of n trials, `wrong` were; `expected` is a share of 1, or null where nothing is promised. */
export function measuredError(what: string, wrong: number, n: number, expected: number | null): MeasuredError {
  const { value, low, high } = rate(wrong, n);
  return { what, expected, measured: value!, low: low!, high: high!, n };
}

export type MeasurementFacts = Pick<Measurement, "name" | "group" | "unit" | "better" | "samples" | "n"> &
  Partial<Pick<Measurement, "bytesPerEntry" | "error" | "notes" | "doubt" | "diagnostic">> & {
    /** At least or at most, as `better` says; left out or null where nothing was set. */
    readonly target?: Target | null;
  };

export interface Target {
  readonly limit: number;
  readonly aim: number;
}

export function measurementOf({ target = null, ...facts }: MeasurementFacts): Measurement {
  assert(
    facts.samples.every(Number.isFinite),
    () => `${facts.name}: a sample is no number: ${facts.samples.join(" ")}`,
  );
  const usual = { bytesPerEntry: null, error: null, notes: [], doubt: null, diagnostic: false };
  const limit = target?.limit ?? null;
  const [atLeast, atMost] = facts.better === "higher" ? [limit, null] : [null, limit];
  return { ...usual, ...facts, ...medianWithInterval(facts.samples), atLeast, atMost, aim: target?.aim ?? null };
}

export function repeatedNames(figures: readonly Pick<Measurement, "name">[]): string[] {
  const seen = new Set<string>();
  const repeated = figures.filter(({ name }) => seen.size === seen.add(name).size).map(({ name }) => name);
  return [...new Set(repeated)];
}

/** The one of this name, which must have been measured. */
export function measured(measurements: readonly Measurement[], name: string): Measurement {
  const found = measurements.find((one) => one.name === name);
  assert(found !== undefined, () => `${name} was not measured, but ${measurements.map((one) => one.name).join("; ")}`);
  return found;
}

/**
 * What became of what a measurement was to reach: reached where all of the interval is on the right side of the limit, missed where none of it
 * is, and else it cannot be told. One run has no interval: what its word is worth, that lack says.
 */
export function reachedWords({ value, low, high, better, atLeast, atMost, aim, doubt }: Measurement): string {
  const limit = atLeast ?? atMost;
  if (limit === null || aim === null) return "";
  if (doubt !== null) return "doubtful";
  const [least, most] = [low ?? value, high ?? value];
  return better === "higher" ? standing(least, most, limit, aim) : standing(-most, -least, -limit, -aim);
}

/** What became of what a comparison was to reach, alike; empty where nothing was set. */
export function targetWords({ low, high, atLeast, aim, doubt }: Comparison): string {
  if (atLeast === null || aim === null) return "";
  if (doubt !== null) return "doubtful";
  if (low === null || high === null) return "too few rounds";
  return standing(low, high, atLeast, aim);
}

/** Of an interval where more is better. */
function standing(low: number, high: number, atLeast: number, aim: number): string {
  if (low >= aim) return "aim reached";
  if (low >= atLeast) return "met";
  return high < atLeast ? "missed" : "cannot tell";
}

/** The median over rounds of how many times better `contender` is. Both must have been measured in the same rounds. */
export function compareInRounds(
  name: string,
  contender: Measurement,
  against: Measurement,
  target: Target | null = null,
): Comparison {
  assert(contender.unit === against.unit, `${contender.name} and ${against.name} have different units`);
  assert(contender.samples.length === against.samples.length, `${name}: rounds differ`);
  assert(
    [contender, against].every(({ samples }) => samples.every((sample) => sample > 0)),
    `${name}: a sample of zero has no ratio`,
  );
  const ratios = contender.samples.map((sample, round) =>
    contender.better === "lower" ? against.samples[round]! / sample : sample / against.samples[round]!,
  );
  return {
    name,
    contender: contender.name,
    against: against.name,
    n: ratios.length,
    atLeast: target?.limit ?? null,
    aim: target?.aim ?? null,
    doubt: contender.doubt ?? against.doubt,
    ...medianWithInterval(ratios),
  };
}
