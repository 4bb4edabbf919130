/** A service-level objective: which percentile of the response time is to stay below which limit. */
import { RingfenceError } from "../../../src/core/errors.ts";
import type { LatencyHistogram } from "./latency-histogram.ts";

export const DEFAULT_OBJECTIVE = "p99<20ms";

export interface Objective {
  /** As written, without blanks. */
  readonly text: string;
  /** 100 is the greatest. */
  readonly percentile: number;
  readonly limitUs: number;
}

const PERCENTILES: ReadonlyMap<string, number> = new Map([
  ["p50", 50],
  ["p90", 90],
  ["p95", 95],
  ["p99", 99],
  ["p99.9", 99.9],
  ["max", 100],
]);
const US_A_UNIT: ReadonlyMap<string, number> = new Map([
  ["us", 1],
  ["ms", 1000],
  ["s", 1_000_000],
]);

/** Reads "p99<20ms". Throws RingfenceError "usage" that says which part is wrong. */
export function parseObjective(written: string): Objective {
  const text = written.replace(/\s/g, "");
  const parts = /^([^<]*)<([\d.]*)(.*)$/.exec(text);
  if (!parts) throw misread(written, "it has no <");
  const [, name = "", number = "", unit = ""] = parts;
  const percentile = PERCENTILES.get(name);
  if (percentile === undefined) throw misread(written, `${JSON.stringify(name)} is none of ${names(PERCENTILES)}`);
  if (number === "" && unit.startsWith("=")) throw misread(written, "expected <, found <=");
  if (!/^(\d+\.?\d*|\.\d+)$/.test(number) || Number(number) === 0) {
    throw misread(written, `${JSON.stringify(number)} is not a number above 0`);
  }
  const usAUnit = US_A_UNIT.get(unit);
  if (usAUnit === undefined) throw misread(written, `the unit ${JSON.stringify(unit)} is none of ${names(US_A_UNIT)}`);
  return { text, percentile, limitUs: Number(number) * usAUnit };
}

function misread(written: string, why: string): RingfenceError {
  return new RingfenceError(
    "usage",
    `--slo: expected something like ${DEFAULT_OBJECTIVE}, found ${JSON.stringify(written)}: ${why}`,
  );
}

function names(map: ReadonlyMap<string, number>): string {
  return [...map.keys()].join(", ");
}

/** What the histogram has at the objective's percentile, in microseconds. */
export function readObjective({ percentile }: Objective, response: LatencyHistogram): number {
  return percentile === 100 ? response.maxUs : response.percentileUs(percentile);
}
