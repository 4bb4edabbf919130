/** Messages by week, and what the learned model said of them: whether it still knows what gangs write. */
import { FRAUD_EVIDENCE } from "../detect/learned/found.ts";
import { WEEK_MS } from "../core/time.ts";
import { evidenceBit } from "../detect/evidence.ts";
import { type EventBatch, KIND_MESSAGE } from "../event/event-batch.ts";
import { BLOCK, type Findings } from "../event/findings.ts";
import type { TruthBatch } from "../event/truth.ts";

/** Of a week; "named": the model took them for fraud, likely or for sure. */
export const MESSAGE_WEEK = {
  fraud: 0,
  fraudBlocked: 1,
  fraudNamed: 2,
  benign: 3,
  benignBlocked: 4,
  benignNamed: 5,
} as const;
export const MESSAGE_WEEK_COUNTS = Object.keys(MESSAGE_WEEK).length;
export type MessageWeek = { readonly [Count in keyof typeof MESSAGE_WEEK]: number };

const BENIGN = MESSAGE_WEEK.benign;
const BLOCKED = 1;
const NAMED = 2;
const NAMED_BITS = FRAUD_EVIDENCE.reduce((bits, kind) => bits | evidenceBit(kind), 0);

/** Adds the messages of a batch to `counts`, [week][MESSAGE_WEEK_COUNTS]. What is later counts in the last week. */
export function countMessageWeeks(
  { kind, timeMs, count }: EventBatch,
  { outcome: { decision, evidence } }: Findings,
  { fraud }: TruthBatch,
  counts: Float64Array,
): void {
  const last = counts.length / MESSAGE_WEEK_COUNTS - 1;
  for (let row = 0; row < count; row++) {
    if (kind[row] !== KIND_MESSAGE) continue;
    const week = Math.min(last, Math.floor(timeMs[row]! / WEEK_MS));
    const at = week * MESSAGE_WEEK_COUNTS + (fraud[row] === 1 ? 0 : BENIGN);
    counts[at]!++;
    if (decision[row] === BLOCK) counts[at + BLOCKED]!++;
    if ((evidence[row]! & NAMED_BITS) !== 0) counts[at + NAMED]!++;
  }
}

/** Week by week. */
export function messageWeeks(counts: Float64Array): MessageWeek[] {
  return Array.from({ length: counts.length / MESSAGE_WEEK_COUNTS }, (_, week) => {
    const found = Object.entries(MESSAGE_WEEK).map(([name, at]) => [name, counts[week * MESSAGE_WEEK_COUNTS + at]!]);
    return Object.fromEntries(found) as MessageWeek;
  });
}
