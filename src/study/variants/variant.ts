/** A variant: one change to how a scenario is run. */
import type { Scenario } from "../../scenario/schema.ts";

export interface Variant {
  /** In documents, tables and options. */
  readonly name: string;
  readonly words: string;
  /** True if the scenario has what the variant changes. */
  readonly applies: (scenario: Scenario) => boolean;
  readonly change: (scenario: Scenario) => Scenario;
  /** Cost in runs of the unchanged scenario; only the estimate of time left uses it. */
  readonly cost: number;
}
