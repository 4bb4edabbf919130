/** What is counted of each operator's customers: contacts of gangs, and what passed for want of an enacted notice. */
import type { EventBatch } from "../event/event-batch.ts";
import { BLOCK, type Findings } from "../event/findings.ts";
import type { Labels } from "../event/labels.ts";
import { truthOf } from "../event/truth.ts";
import { CELLS } from "./features.ts";
import { LAPSES, OPERATOR_MEASURES, lapsePlace } from "./lapses.ts";
import type { Tally } from "./tally.ts";

/** Whose customer a subscriber is. */
interface OperatorsOfSubscribers {
  operatorOf(subscriber: number): number;
}

/**
 * Adds a screened batch to a tally that has operators. `lapses`: by row, ENACTED or why it passed (record/operator.ts).
 */
export function tallyOperators(
  events: EventBatch,
  findings: Findings,
  labels: Labels,
  operators: OperatorsOfSubscribers,
  lapses: Uint8Array,
  { columns, handle: { gangs } }: Tally,
): void {
  const { fraud, gang, subscriber } = truthOf(labels);
  const { decision } = findings.outcome;
  const { operatorContacts, operatorPassed } = columns;
  const { count, kind } = events;
  for (let row = 0; row < count; row++) {
    const lapse = lapses[row]!;
    if (fraud[row] === 0 && lapse === 0) continue;
    const operator = operators.operatorOf(subscriber[row]!);
    if (fraud[row] === 1) {
      const at = (operator * gangs + gang[row]!) * OPERATOR_MEASURES;
      operatorContacts[at]!++;
      if (decision[row] === BLOCK) operatorContacts[at + 1]!++;
    }
    const cell = 2 * fraud[row]! + kind[row]!;
    if (lapse !== 0) operatorPassed[(operator * CELLS + cell) * LAPSES + lapsePlace(lapse)]!++;
  }
}
