/** What callers of a file did before the rows that settings are tried on. */
import type { ActivityHandle } from "../../src/detect/behaviour/recall-behaviour.ts";
import { copyActivity } from "../../src/detect/behaviour/activity-memory.ts";
import { callerHashOf } from "../../src/detect/behaviour/caller-hash.ts";
import { observe } from "../../src/detect/behaviour/observation-batch.ts";
import { OBSERVATION_WORDS } from "../../src/detect/behaviour/sketch-layout.ts";
import { HOUR_MS } from "../../src/core/time.ts";
import { DEFAULT_BATCH_EVENTS } from "../../src/engine/simulation-pool.ts";
import { EventBatch } from "../../src/event/event-batch.ts";
import { Findings } from "../../src/event/findings.ts";
import { CallerMemory } from "../../src/screen/caller-memory.ts";
import { formatCount } from "../../src/ui/format.ts";
import type { Country } from "../../src/rows/country.ts";
import { fillEvents } from "../../src/rows/fill-events.ts";
import type { Row } from "../../src/rows/row.ts";

interface Past {
  /** Before the hour that the present begins with. */
  readonly past: readonly Row[];
  readonly present: readonly Row[];
  /** Hours since the epoch. */
  readonly firstTick: number;
}

/** Cuts rows, in order of time, at the hour in which the second half begins; null where all are in one hour. */
export function takePast(rows: readonly Row[]): Past | null {
  const firstTick = tickOf(rows[Math.floor(rows.length / 2)]!);
  const cut = rows.findIndex((row) => tickOf(row) >= firstTick);
  if (Number.isNaN(firstTick) || cut <= 0) return null;
  return { past: rows.slice(0, cut), present: rows.slice(cut), firstTick };
}

export function pastWords({ past, firstTick }: Past): string {
  return (
    `behaviour knows what callers did in the ${formatCount(past.length)} rows before ${new Date(firstTick * HOUR_MS).toISOString()}; ` +
    "settings are tried on those after, as if it were that hour"
  );
}

const CALLER_SEED = 1;

/**
 * The sketches for the hour that the present begins with. No event of the past counts as blocked: what would have been
 * depends on the setting.
 */
export function activityOf({ past, firstTick }: Past, country: Country): ActivityHandle {
  const hash = callerHashOf(CALLER_SEED);
  const memory = new CallerMemory(hash);
  const events = EventBatch.allocate(DEFAULT_BATCH_EVENTS);
  const findings = Findings.allocate(DEFAULT_BATCH_EVENTS);
  let from = 0;
  while (from < past.length) {
    const tick = tickOf(past[from]!);
    let to = from;
    while (to < past.length && to - from < DEFAULT_BATCH_EVENTS && !(tickOf(past[to]!) > tick)) to++;
    const observations = new Uint32Array((to - from) * OBSERVATION_WORDS);
    const part = past.slice(from, to);
    fillEvents(events, part, 0, country);
    observe(events, findings, hash, observations, 0);
    if (!Number.isNaN(tick)) memory.note(tick, observations);
    from = to;
  }
  return copyActivity(memory.seal(firstTick));
}

function tickOf({ timeMs }: Row): number {
  return timeMs === null || timeMs === undefined ? Number.NaN : Math.floor(timeMs / HOUR_MS);
}
