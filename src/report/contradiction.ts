/** Figures of a report that contradict each other: no run writes them, so the document was changed. */
import { RingfenceError } from "../core/errors.ts";
import { sumOf } from "../core/sum.ts";
import type { Report } from "./schema.ts";

/** Throws RingfenceError("config"), which names the fields. `path`: the report's file. */
export function refuseContradictions(report: Report, path: string): void {
  const [found] = contradictionsIn(report);
  if (found === undefined) return;
  throw new RingfenceError(
    "config",
    `${path} contradicts itself: ${found}. Was it changed? Put back what it said, or make the run again`,
  );
}

function* contradictionsIn({ leadTimeMinutes, warnings, ledger, events }: Report): Generator<string> {
  const { n, p10, p50, p90, byHour } = leadTimeMinutes;
  for (const [name, value] of Object.entries({ p10, p50, p90 })) {
    if ((n === 0) === (value === null)) continue;
    yield `leadTimeMinutes.n is ${n}, but leadTimeMinutes.${name} is ${value}`;
  }
  const counted = byHour === undefined ? n : sumOf(byHour.counts);
  if (counted !== n) yield `leadTimeMinutes.n is ${n}, but leadTimeMinutes.byHour.counts add up to ${counted}`;
  yield* falling("warnings", warnings, ["pushed", "onTarget", "effective", "kept"]);
  const decided = ledger.allowed + ledger.flagged + ledger.blocked;
  if (decided !== ledger.generated) {
    yield `ledger.generated is ${ledger.generated}, but allowed, flagged and blocked add up to ${decided}`;
  }
  const { total, calls, messages } = events;
  if (calls + messages !== total)
    yield `events.total is ${total}, but calls and messages add up to ${calls + messages}`;
}

function* falling<Name extends string>(
  section: string,
  counts: Readonly<Record<Name, number>>,
  names: readonly Name[],
): Generator<string> {
  for (const [at, name] of names.entries()) {
    const before = names[at - 1];
    if (before === undefined || counts[name] <= counts[before]) continue;
    yield `${section}.${name} is ${counts[name]}, but ${section}.${before}, of which it is a part, is ${counts[before]}`;
  }
}
