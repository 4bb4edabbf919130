/** A variant: one way in which a scenario is run otherwise than it states. */
import type { Words } from "../../detect/stage.ts";
import type { Scenario } from "../../scenario/schema.ts";

export interface Variant {
  /** As documents, tables and options name it. */
  readonly name: string;
  readonly words: Words;
  /** Whether the scenario has what the variant changes; without it the variant would be the scenario itself. */
  readonly applies: (scenario: Scenario) => boolean;
  /** The scenario that is run in place of this one. */
  readonly change: (scenario: Scenario) => Scenario;
  /** What its run costs, in runs of the scenario as it stands: the time left is told from it, and nothing else. */
  readonly cost: number;
}
