/** The stages of screening by the names a user gives them. */
import { RingfenceError } from "../core/errors.ts";

export const STAGES = ["blocklist", "lookalike", "match", "behaviour", "classify"] as const;
export type Stage = (typeof STAGES)[number];

/** Of a file nothing is known of what its callers did before: the stage `behaviour` has nothing to read. */
export const FILE_STAGES = STAGES.filter((stage) => stage !== "behaviour");

/** Reads a list separated by commas. Throws `usage` for what is no stage, or is none that a file can pass. */
export function parseFileStages(list: string): Set<Stage> {
  const stages = new Set<Stage>();
  for (const name of list.split(",").map((entry) => entry.trim().toLowerCase())) {
    const stage = FILE_STAGES.find((known) => known === name);
    if (stage === undefined) {
      const why = name === "behaviour" ? "needs the history of callers, which a file does not have" : "is no stage";
      throw new RingfenceError(
        "usage",
        `--stages: ${JSON.stringify(name)} ${why}; choose among ${FILE_STAGES.join(", ")}`,
      );
    }
    stages.add(stage);
  }
  return stages;
}
