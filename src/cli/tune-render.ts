/** The result of a tuning for people: the setting, and what it reached on both kinds of seeds, side by side. */
import { commandName } from "../core/command-name.ts";
import { pooledWords } from "../study/page/pooled-words.ts";
import type { PooledFigure } from "../study/tune/figures.ts";
import type { TuningDocument } from "../study/tune/document.ts";
import { printable } from "../core/terminal/printable.ts";
import { wrap } from "../core/terminal/wrap.ts";
import type { ReportTable } from "../report/report-table.ts";
import { movedTable } from "../study/page/tuning-page.ts";
import { seedWords } from "../study/seed-words.ts";
import { shellQuote } from "./options/shell-quote.ts";

/** The setting, and what it reached on both kinds of seeds, side by side. */
export function tuningShown(document: TuningDocument): {
  readonly tables: readonly ReportTable[];
  readonly text: string;
} {
  const { over, goal, seeds, heldOut, settings, refused, runs, constraints, difference, goalReached } = document;
  const figures = [goalReached, ...document.figures].flatMap(({ words, before, tuned }) => [
    words,
    ...pairLines("tuning", pooledWords(before.tuning), pooledWords(tuned.tuning)),
    ...pairLines("held out", pooledWords(before.heldOut), pooledWords(tuned.heldOut)),
  ]);
  const kept = constraints.flatMap(({ constraint, tuned }) =>
    keptLines(constraint, pooledWords(tuned.tuning), pooledWords(tuned.heldOut), tuned.heldOut.isKept, "seeds"),
  );
  const prices = goal.costs === null ? [] : pricesLines(goal.costs);
  const notes = [
    `Tuning seeds ${seedWords(seeds)} chose the setting; held-out seeds ${seedWords(heldOut)} had no part in it. ` +
      `${settings} settings tried${refused === 0 ? "" : `, and ${refused} that do not hold together`}, ${runs} runs.`,
    `On held-out seeds the goal changes by ${pooledWords(difference)}, seed by seed: ${verdictOf(difference)}.`,
    "Rates are pooled over seeds, other figures are means of a run; intervals (95 %) are between worlds. What was chosen as the best of many looks better on the tuning seeds than it is.",
  ].flatMap((note) => wrap(note, ""));
  const text = [
    "Before, and tuned",
    ...figures.map((line) => `  ${line}`),
    ...(kept.length === 0 ? [] : ["", "Constraints", ...kept]),
    ...(prices.length === 0 ? [] : ["", ...prices]),
    "",
    ...notes,
    "",
    `The setting, for ${commandName()} run (or tune.yaml, for --settings):`,
    ...over.map(({ parameter, tuned }) => `  --set ${shellQuote(`${parameter}=${tuned}`)}`),
    "",
  ].join("\n");
  return { tables: [movedTable(document)], text };
}

const WIDE = 78;
const HALF = 30;

/** Before and after, on one line where they fit. */
export function pairLines(name: string, before: string, tuned: string): string[] {
  const line = `  ${name.padEnd(9)}${before.padEnd(HALF)} > ${tuned}`;
  return line.length <= WIDE ? [line] : [`  ${name.padEnd(9)}${before}`, `  ${" ".repeat(9)}> ${tuned}`];
}

/** Of a constraint: what was reached where the setting was chosen, and where it was judged. `on`: seeds, or half. */
export function keptLines(constraint: string, tuning: string, heldOut: string, isKept: boolean, on: string): string[] {
  const judged = isKept ? "kept" : "BROKEN";
  return [
    `  ${constraint}`,
    `    kept on the tuning ${on}: ${tuning}`,
    `    ${judged} on the held-out ${on}: ${heldOut}`,
  ];
}

function pricesLines({ profile, prices }: NonNullable<TuningDocument["goal"]["costs"]>): string[] {
  return [
    `Costs (${printable(profile)}), yuan`,
    ...prices.map(({ words, yuan, isAssumed }) => `  ${words}: ${yuan}${isAssumed ? " (assumed)" : ""}`),
  ];
}

function verdictOf({ low, high }: PooledFigure): string {
  if (low === null || high === null) return "too few seeds to tell whether that is luck";
  return low > 0 || high < 0 ? "more than the luck of seeds" : "which may be the luck of seeds";
}
