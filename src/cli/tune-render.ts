/** The result of a tuning for people: the setting, and what it reached on both kinds of seeds, side by side. */
import { commandName } from "../core/command-name.ts";
import type { PooledFigure } from "../study/tune/figures.ts";
import type { TuningDocument } from "../study/tune/document.ts";
import { printable } from "../core/terminal/printable.ts";
import { renderTable, type Style } from "../core/terminal/table.ts";
import { wrap } from "../core/terminal/wrap.ts";
import { seedWords } from "./seed-list.ts";
import { shellQuote } from "./shell-quote.ts";

/** `out`: where the setting was written. */
export function renderTuning(document: TuningDocument, style: Style, out: string | null): string {
  const { over, goal, seeds, heldOut, settings, refused, runs, constraints, difference, goalReached } = document;
  const moved = renderTable(
    ["Parameter", "from", "to", "before", "tuned"],
    over.map(({ parameter, low, high, before, tuned }) => [parameter, ...[low, high, before, tuned].map(String)]),
    style,
  );
  const figures = [goalReached, ...document.figures].flatMap(({ words, before, tuned }) => [
    words,
    ...pairLines("tuning", figureWords(before.tuning), figureWords(tuned.tuning)),
    ...pairLines("held out", figureWords(before.heldOut), figureWords(tuned.heldOut)),
  ]);
  const kept = constraints.flatMap(({ constraint, tuned }) =>
    keptLines(constraint, figureWords(tuned.tuning), figureWords(tuned.heldOut), tuned.heldOut.isKept, "seeds"),
  );
  const prices = goal.costs === null ? [] : pricesLines(goal.costs);
  const notes = [
    `Tuning seeds ${seedWords(seeds)} chose the setting; held-out seeds ${seedWords(heldOut)} had no part in it. ` +
      `${settings} settings tried${refused === 0 ? "" : `, and ${refused} that do not hold together`}, ${runs} runs.`,
    `On held-out seeds the goal changes by ${figureWords(difference)}, seed by seed: ${verdictOf(difference)}.`,
    "Rates are pooled over seeds, other figures are means of a run; intervals (95 %) are between worlds. What was chosen as the best of many looks better on the tuning seeds than it is.",
  ].flatMap((note) => wrap(note, ""));
  return [
    moved,
    "",
    "Before, and tuned",
    ...figures.map((line) => `  ${line}`),
    ...(kept.length === 0 ? [] : ["", "Constraints", ...kept]),
    ...(prices.length === 0 ? [] : ["", ...prices]),
    "",
    ...notes,
    "",
    out === null ? `The setting, for ${commandName()} run:` : "The setting, for --settings, is in",
    ...(out === null
      ? over.map(({ parameter, tuned }) => `  --set ${shellQuote(`${parameter}=${tuned}`)}`)
      : [`  ${printable(out)}`]),
    "",
  ].join("\n");
}

/** What stands above the parameters in a file for `--settings`. */
export function fragmentComment(document: TuningDocument): string[] {
  const { reproduce, version, seeds, heldOut, goalReached, constraints } = document;
  return [
    reproduce,
    `ringfence ${version}; tuning seeds ${seedWords(seeds)}, held-out seeds ${seedWords(heldOut)}`,
    `${goalReached.words}: ${figureWords(goalReached.tuned.tuning)} on the tuning seeds, ${figureWords(goalReached.tuned.heldOut)} held out`,
    ...constraints.map(
      ({ constraint, tuned }) =>
        `${constraint}: ${figureWords(tuned.tuning)} on the tuning seeds, ${figureWords(tuned.heldOut)} held out` +
        (tuned.heldOut.isKept ? "" : " (broken)"),
    ),
  ];
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

/** With its interval and n: "0.731 [0.701, 0.761] n=412". */
export function figureWords({ value, low, high, n }: PooledFigure): string {
  if (value === null) return "none (n=0)";
  const interval = low === null || high === null ? "" : ` [${short(low)}, ${short(high)}]`;
  return `${short(value)}${interval} n=${n}`;
}

function verdictOf({ low, high }: PooledFigure): string {
  if (low === null || high === null) return "too few seeds to tell whether that is luck";
  return low > 0 || high < 0 ? "more than the luck of seeds" : "which may be the luck of seeds";
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
