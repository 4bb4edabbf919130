/** What a cell is known by: two of one key come to the same figures, so one of them need not be run. */
import { createHash } from "node:crypto";
import { isRecord } from "../../core/describe-value.ts";
import { packageVersion } from "../../core/program.ts";
import { compareText } from "../../core/units.ts";
import { ownStagesList } from "../../detect/own-stages.ts";
import { FIGURES_VERSION, FIGURE_COLUMNS } from "../figures.ts";
import type { Cell } from "./cell.ts";

/**
 * SHA-256, in hex, of all that a result depends on: the resolved scenario (but for its description), the seed, the
 * paired runs, the version of the program, the figures that are drawn, and users' stages. Of an engine
 * or a stage in a module it has the name: after a change of that module take a new directory. Readings are no part of
 * it: one cell may be read by several studies.
 */
export function cellKey({ scenario, seed, arms = [], fraudOnly = false }: Cell): string {
  const { description: _, ...rest } = scenario;
  const made = {
    scenario: rest,
    seed,
    arms: arms.toSorted(),
    ...(fraudOnly ? { fraudOnly } : {}),
    version: packageVersion(),
    figures: [FIGURES_VERSION, FIGURE_COLUMNS],
    stages: ownStagesList(),
  };
  return createHash("sha256").update(canonicalJson(made)).digest("hex");
}

/** JSON with the keys of every object in order: equal data, equal text. */
function canonicalJson(data: unknown): string {
  return JSON.stringify(data, (_, value: unknown) =>
    isRecord(value) ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => compareText(a, b))) : value,
  );
}
