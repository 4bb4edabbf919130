/** Why a search ended without a rate: whose fault it was, at how many of the rates that were tried. */
import { counted, formatCount } from "../../src/ui/format.ts";
import { type Conditions, feasibleFrom, whyNotBelow } from "./feasibility.ts";
import type { Objective } from "../harness/latency/objective.ts";
import type { Run } from "./system-under-load.ts";
import { type Verdict, verdictOf, worstLagMs } from "./validity.ts";

interface Unconfirmed {
  readonly objective: Objective;
  readonly conditions: Conditions;
  readonly maxLagMs: number;
  readonly meets: (run: Run) => boolean;
  /** Whether the search ended early, as the generator lagged at whatever rate. */
  readonly gaveUp?: boolean;
}

/** In sentences; `tried` are all probes and rounds. */
export function whyUnconfirmed(
  tried: readonly Run[],
  { objective, conditions, maxLagMs, meets, gaveUp = false }: Unconfirmed,
): string[] {
  const { text } = objective;
  const of = (verdict: Verdict): Run[] => tried.filter((run) => verdictOf(run, maxLagMs) === verdict);
  const lagged = of("lagged");
  const missed = of("valid").filter((run) => !meets(run));
  const reasons = [
    ...(lagged.length > 0
      ? [
          `the generator lagged at ${rates(lagged)}, by up to ${worstLagMs(lagged)} ms at p99, where ${maxLagMs} ms are allowed (--max-lag-ms)`,
        ]
      : []),
    ...(of("saturated").length > 0 ? [`the system fell behind at ${rates(of("saturated"))}`] : []),
    ...(missed.length > 0 ? [`${text} was missed at ${rates(missed)}`] : []),
  ];
  const lowest = Math.min(...tried.map(({ load }) => load.ratePerSecond));
  const isAtEnd = lowest / 2 < feasibleFrom(objective, conditions);
  return [
    `no rate was confirmed to hold ${text}, of ${rates(tried)} tried: ${reasons.join("; ")}`,
    ...(gaveUp ? [gaveUpWords(lowest)] : []),
    ...(isAtEnd
      ? [`no rate below ${formatCount(lowest)} events/s was tried: ${whyNotBelow(objective, conditions)}`]
      : []),
  ];
}

function gaveUpWords(lowest: number): string {
  return (
    `the search was given up at ${formatCount(lowest)} events/s: the generator lags whatever the rate, so the machine is too busy, ` +
    "or has too few cores. Close what else runs here, take fewer --workers, or allow more with --max-lag-ms"
  );
}

function rates(runs: readonly Run[]): string {
  return counted(new Set(runs.map(({ load }) => load.ratePerSecond)).size, "rate");
}
