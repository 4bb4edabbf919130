/** How the calls of a benign class go: as the scenario says, or as fixed here where no result depends on it. */
import { assert } from "../../core/assert.ts";
import type { BenignClass } from "../../event/taxonomy.ts";
import type { Scenario } from "../../scenario/schema.ts";

export interface BenignCalls {
  /** Share of the class's events that are messages. */
  readonly messageShare: number;
  /** Share of its calls that are answered, and the median length of those in seconds. */
  readonly answered: number;
  readonly durationMedianS: number;
}

/** All assumed. Codes come as messages alone. */
const FIXED: Readonly<Partial<Record<BenignClass, Partial<BenignCalls>>>> = {
  courier: { durationMedianS: 22 },
  delivery: { durationMedianS: 18 },
  otp: { messageShare: 1, answered: 0, durationMedianS: 1 },
  hospital: { answered: 0.75, durationMedianS: 50 },
  school: { durationMedianS: 70 },
};

export function benignCallsOf(scenario: Scenario, name: BenignClass): BenignCalls {
  const all: Partial<BenignCalls> = { ...FIXED[name], ...scenario.benign[name] };
  const { messageShare, answered, durationMedianS } = all;
  assert(
    messageShare !== undefined && answered !== undefined && durationMedianS !== undefined,
    () => `calls of ${name} must be told of by the scenario or be fixed`,
  );
  return { messageShare, answered, durationMedianS };
}
