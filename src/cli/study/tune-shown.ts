/** The result of a tuning for people: the setting, and its results on both kinds of seeds, side by side. */
import { en } from "../../ui/words.ts";
import { commandName } from "../../core/command-name.ts";
import { printable } from "../../core/terminal/printable.ts";
import { wrap } from "../../core/terminal/wrap.ts";
import type { ReportTable } from "../../ui/table.ts";
import { pooledWords } from "../../metrics/constraint.ts";
import { alikeText, movedTable, settingsTable, unprovenBefore } from "../../study/page/tune-page.ts";
import { goalTitle, goalVerdict } from "../../study/page/words.ts";
import { seedWords } from "../../study/seed-words.ts";
import type { TuningDocument } from "../../study/tune/document.ts";
import { shellQuote } from "../options/shell-quote.ts";

/** Behind a figure, so that a worse one cannot be overlooked. */
const VERDICTS = { worse: ": WORSE", better: ": better", "cannot tell": "", same: "" } as const;
const KEEPING = { kept: "kept", "cannot tell": "CANNOT TELL whether it is kept", broken: "BROKEN" } as const;

const WIDE = 78;
const HALF = 30;

function pairLines(name: string, before: string, tuned: string): string[] {
  const line = `  ${name.padEnd(9)}${before.padEnd(HALF)} > ${tuned}`;
  return line.length <= WIDE ? [line] : [`  ${name.padEnd(9)}${before}`, `  ${" ".repeat(9)}> ${tuned}`];
}

/** More settings are in tune.json or on the page. */
const MOST_SETTINGS = 12;

export function tuningShown(document: TuningDocument): {
  readonly tables: readonly ReportTable[];
  readonly text: string;
} {
  const { over, goal, seeds, heldOut, settings, refused, runs, constraints, goalReached } = document;
  const figures = [goalReached, ...document.figures].flatMap((figure) => [
    `${en(goalTitle(figure))}${VERDICTS[figure.verdict]}`,
    ...pairLines("tuning", pooledWords(figure.before.tuning), pooledWords(figure.tuned.tuning)),
    ...pairLines("held out", pooledWords(figure.before.heldOut), pooledWords(figure.tuned.heldOut)),
  ]);
  const kept = constraints.flatMap(({ constraint, tuned: { tuning, heldOut: judged } }) => [
    `  ${constraint}`,
    `    kept on the tuning seeds: ${pooledWords(tuning)}`,
    `    ${KEEPING[judged.verdict]} on the held-out seeds: ${pooledWords(judged)}`,
  ]);
  const prices = goal.costs === null ? [] : pricesLines(goal.costs);
  const unproven = unprovenBefore(document);
  const notes = [
    `Tuning seeds ${seedWords(seeds)} chose the setting; held-out seeds ${seedWords(heldOut)} had no part in it. ` +
      `${settings.length} settings tried${refused === 0 ? "" : `, and ${refused} that do not hold together`}, ${runs} runs.`,
    en(alikeText(document)),
    ...(unproven === null ? [] : [en(unproven)]),
    `Held-out seeds, compared one by one: the goal ${en(goalVerdict(goalReached))}.`,
    "Rates are pooled over seeds, other figures are means of a run; intervals (95 %) are between worlds. Better and worse are of held-out seeds, each figure for itself. What was chosen as the best of many looks better on the tuning seeds than it is.",
  ].flatMap((note) => wrap(note, ""));
  const text = [
    "Before, and tuned",
    ...figures.map((line) => `  ${line}`),
    ...(kept.length === 0 ? [] : ["", "Constraints", ...kept]),
    ...(prices.length === 0 ? [] : ["", ...prices]),
    "",
    ...notes,
    "",
    ...(goalReached.verdict === "worse"
      ? ["tune.yaml has the setting that was chosen, and says that it is worse."]
      : [
          `The setting, for ${commandName()} run (or tune.yaml, for --settings):`,
          ...over.map(({ parameter, tuned }) => `  --set ${shellQuote(`${parameter}=${tuned}`)}`),
        ]),
    "",
  ].join("\n");
  return { tables: [movedTable(document), settingsTable(document, MOST_SETTINGS)], text };
}

function pricesLines({ profile, prices }: NonNullable<TuningDocument["goal"]["costs"]>): string[] {
  return [
    `Costs (${printable(profile)}), yuan`,
    ...prices.map(({ words, yuan, isAssumed }) => `  ${words}: ${yuan}${isAssumed ? " (assumed)" : ""}`),
  ];
}
