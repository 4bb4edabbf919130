/** The result of a tuning for people: the setting, and what it reached on both kinds of seeds, side by side. */
import { commandName } from "../core/command-name.ts";
import type { PooledFigure } from "../study/tune/figures.ts";
import type { FourFigures, TuningDocument } from "../study/tune/document.ts";
import { printable } from "../terminal/printable.ts";
import { renderTable, type Style } from "../terminal/table.ts";
import { wrap } from "../terminal/wrap.ts";
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
  const figures = renderTable(
    ["Figure", "before, tuning", "tuned, tuning", "before, held out", "tuned, held out"],
    [goalReached, ...document.figures].map(fourCells),
    style,
  );
  const kept = constraints.map(({ constraint, tuned }) => {
    const on = tuned.heldOut;
    const words = on.isKept ? "kept on the held-out seeds too" : `BROKEN on the held-out seeds: ${figureWords(on)}`;
    return `  ${constraint}: ${figureWords(tuned.tuning)} on the tuning seeds; ${words}`;
  });
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
    figures,
    ...(kept.length === 0 ? [] : ["", "Constraints", ...kept]),
    ...(prices.length === 0 ? [] : ["", ...prices]),
    "",
    ...notes,
    "",
    out === null
      ? `The setting, for ${commandName()} run:`
      : `The setting is in ${printable(out)}: ${commandName()} run --settings ${shellQuote(out)}`,
    ...(out === null ? over.map(({ parameter, tuned }) => `  --set ${shellQuote(`${parameter}=${tuned}`)}`) : []),
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

function fourCells({ words, before, tuned }: FourFigures): string[] {
  return [words, ...[before.tuning, tuned.tuning, before.heldOut, tuned.heldOut].map(figureWords)];
}

function pricesLines({ profile, prices }: NonNullable<TuningDocument["goal"]["costs"]>): string[] {
  return [
    `Costs (${printable(profile)}), yuan`,
    ...prices.map(({ words, yuan, isAssumed }) => `  ${words}: ${yuan}${isAssumed ? " (assumed)" : ""}`),
  ];
}

/** With its interval and n: "0.7312 [0.7011, 0.7613] n=412". */
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
  return String(Number(value.toPrecision(4)));
}
