/** A tuning as a page, from its document alone. */
import { counted } from "../../core/counted.ts";
import { printableDocument } from "../../report/printable-document.ts";
import type { ReportTable } from "../../report/report-table.ts";
import type { TuningDocument } from "../tune/document.ts";
import { seedListWords } from "./difference-words.ts";
import { pooledWords } from "../../metrics/constraint.ts";
import { figureTitle, verdictWords } from "./tuning-words.ts";
import { brokenPath } from "./sweep-tables.ts";
import type { StudyPage } from "./study-page.ts";

export function tuningPage(document: TuningDocument): StudyPage {
  const tuning = printableDocument(document);
  const { scenario, seeds, heldOut, runs, settings, goalReached, figures, constraints } = tuning;
  const open = constraints.filter(({ tuned }) => tuned.heldOut.verdict !== "kept").length;
  return {
    title: `Tuning of ${scenario}`,
    kicker: "tuning",
    facts: `${counted(settings.length, "setting")} tried · ${counted(runs, "run")} · tuning seeds ${seedListWords(seeds)} · held-out seeds ${seedListWords(heldOut)}`,
    number: HEADLINES[goalReached.verdict],
    text: `On held-out seeds the goal, ${figureTitle(goalReached)}, is seed by seed: ${verdictWords(goalReached)}.`,
    caveats: [
      "What was chosen as the best of many looks better on the tuning seeds than it is: read the held-out ones.",
      open > 0
        ? `${counted(open, "constraint")} that the tuning seeds keep is not kept for sure on held-out seeds.`
        : null,
      seeds.length < 2 || heldOut.length < 2 ? "One seed is one world: there are no intervals." : null,
    ],
    sections: [
      {
        id: "setting",
        title: "The setting",
        text: alikeWords(tuning),
        tables: [movedTable(tuning)],
      },
      {
        id: "figures",
        title: "Before, and tuned",
        tables: [
          {
            head: [
              "Figure",
              "before, tuning",
              "tuned, tuning",
              "before, held out",
              "tuned, held out",
              "held out, it is",
            ],
            rows: [goalReached, ...figures].map((figure) => [
              figureTitle(figure),
              ...[figure.before.tuning, figure.tuned.tuning, figure.before.heldOut, figure.tuned.heldOut].map(
                pooledWords,
              ),
              figure.verdict,
            ]),
            notes: [
              "Rates are pooled over seeds, other figures are means of a run; intervals (95 %) are between worlds. Better and worse: each figure for itself, over paired seeds.",
            ],
          },
        ],
      },
      ...(constraints.length === 0
        ? []
        : [
            {
              id: "constraints",
              title: "Constraints",
              tables: [
                {
                  head: ["Constraint", "tuning seeds", "held-out seeds"],
                  rows: constraints.map(({ constraint, tuned }) => [
                    constraint,
                    ...[tuned.tuning, tuned.heldOut].map((bound) => `${pooledWords(bound)}: ${bound.verdict}`),
                  ]),
                  notes: ["Kept: the bound of the interval keeps it. Cannot tell: the value does, and may be luck."],
                },
              ],
            },
          ]),
      { id: "settings", title: "All settings tried", tables: [settingsTable(tuning, MOST_SETTINGS)] },
    ],
    reproduce: tuning.reproduce,
  };
}

/** More than these are read in tune.json. */
const MOST_SETTINGS = 200;

const HEADLINES = {
  better: "Better",
  worse: "Worse than before",
  "cannot tell": "No better, for all that can be told",
  same: "As before",
} as const;

/** "2 further settings do as well, as far as the tuning seeds tell: dissuasion.agents 2 to 6." */
export function alikeWords({ alike }: Pick<TuningDocument, "alike">): string {
  if (alike.settings === 0) return "No other setting that was tried does as well on the tuning seeds.";
  const moved = alike.ranges.filter(({ low, high }) => low < high);
  const ranges = moved.map(({ parameter, low, high }) => `${parameter} ${low} to ${high}`).join(", ");
  const does = alike.settings === 1 ? "setting does" : "settings do";
  return `${alike.settings} further ${does} as well, as far as the tuning seeds tell: with ${ranges}.`;
}

/** The best first, with the place in which each was tried; `most`: rows. */
export function settingsTable(document: TuningDocument, most: number): ReportTable {
  const { over, settings, constraints, goal: sought, goalReached } = document;
  const sign = sought.maximise === undefined ? 1 : -1;
  const ranked = settings
    .map((setting, at) => ({
      ...setting,
      at,
      broken: setting.constraints.filter(({ verdict }) => verdict !== "kept").length,
      lack: setting.goal.value === null ? Infinity : sign * setting.goal.value,
    }))
    .toSorted((a, b) => a.broken - b.broken || (a.lack === b.lack ? a.at - b.at : a.lack - b.lack));
  return {
    head: [
      "tried",
      ...over.map(({ parameter }) => brokenPath(parameter)),
      "goal",
      ...(constraints.length === 0 ? [] : ["constraints"]),
    ],
    rows: ranked
      .slice(0, most)
      .map(({ at, values, goal, constraints: bounds }) => [
        String(at + 1),
        ...values.map(String),
        pooledWords(goal),
        ...(bounds.length === 0 ? [] : [bounds.map(({ verdict }) => verdict).join(", ")]),
      ]),
    notes: [
      `Settings on the tuning seeds, the best first; number 1 is the scenario as it was. Goal: ${figureTitle(goalReached)}.` +
        (settings.length > most ? ` tune.json has all ${settings.length}.` : ""),
    ],
  };
}

export function movedTable({ over }: Pick<TuningDocument, "over">): ReportTable {
  return {
    head: ["Parameter", "from", "to", "before", "tuned"],
    rows: over.map(({ parameter, low, high, before, tuned }) => [parameter, ...[low, high, before, tuned].map(String)]),
    notes: [],
  };
}
