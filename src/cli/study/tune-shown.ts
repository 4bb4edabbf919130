/** The result of a tuning for people: the setting, and its results on both kinds of seeds, side by side. */
import { en } from "../../ui/words.ts";
import { commandName } from "../../core/command-name.ts";
import { printable } from "../../core/terminal/printable.ts";
import { wrap } from "../../core/terminal/wrap.ts";
import type { ReportTable } from "../../ui/table.ts";
import { pooledWords } from "../../metrics/constraint.ts";
import { figureTitle, keptLines, pairLines, titleWithVerdict, verdictWords } from "../../study/page/tuning-words.ts";
import { alikeWords, movedTable, settingsTable, unprovenBefore } from "../../study/page/tuning-page.ts";
import { seedWords } from "../../study/seed-words.ts";
import type { TuningDocument } from "../../study/tune/document.ts";
import { shellQuote } from "../options/shell-quote.ts";

/** More settings are in tune.json or on the page. */
const MOST_SETTINGS = 12;

export function tuningShown(document: TuningDocument): {
  readonly tables: readonly ReportTable[];
  readonly text: string;
} {
  const { over, goal, seeds, heldOut, settings, refused, runs, constraints, goalReached } = document;
  const figures = [goalReached, ...document.figures].flatMap((figure) => [
    titleWithVerdict(figureTitle(figure), figure.verdict),
    ...pairLines("tuning", pooledWords(figure.before.tuning), pooledWords(figure.tuned.tuning)),
    ...pairLines("held out", pooledWords(figure.before.heldOut), pooledWords(figure.tuned.heldOut)),
  ]);
  const kept = constraints.flatMap(({ constraint, tuned }) =>
    keptLines(constraint, pooledWords(tuned.tuning), {
      words: pooledWords(tuned.heldOut),
      verdict: tuned.heldOut.verdict,
    }),
  );
  const prices = goal.costs === null ? [] : pricesLines(goal.costs);
  const unproven = unprovenBefore(document);
  const notes = [
    `Tuning seeds ${seedWords(seeds)} chose the setting; held-out seeds ${seedWords(heldOut)} had no part in it. ` +
      `${settings.length} settings tried${refused === 0 ? "" : `, and ${refused} that do not hold together`}, ${runs} runs.`,
    en(alikeWords(document)),
    ...(unproven === null ? [] : [en(unproven)]),
    `Held-out seeds, compared one by one: the goal ${verdictWords(goalReached)}.`,
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
