import { zh } from "../../ui/chinese.ts";
import { countOf, joined, perLanguage, t, type Text, type Localised } from "../../ui/words.ts";
import { printableDocument } from "../../ui/printable-document.ts";
import type { ReportTable } from "../../ui/table.ts";
import type { TuningDocument } from "../tune/document.ts";
import { NO_INTERVALS, seedListText } from "./difference-words.ts";
import { figureText } from "./figure-names.ts";
import { pooledWords } from "../../metrics/constraint.ts";
import { figureTitle, verdictWords } from "./tuning-words.ts";
import { brokenPath } from "./sweep-tables.ts";
import type { StudyPage } from "./study-page.ts";

export function tuningPage(document: TuningDocument): StudyPage {
  const tuning = printableDocument(document);
  const { scenario, seeds, heldOut, runs, settings, goalReached, figures, constraints } = tuning;
  const open = constraints.filter(({ tuned }) => tuned.heldOut.verdict !== "kept").length;
  return {
    title: t`Tuning of ${scenario}`,
    kicker: t`tuning`,
    facts: t`${countOf(settings.length, "setting")} tried · ${countOf(runs, "run")} · tuning seeds ${seedListText(seeds)} · held-out seeds ${seedListText(heldOut)}`,
    number: HEADLINES[goalReached.verdict],
    text: t`Held-out seeds, compared one by one: the goal, ${titleText(goalReached)}, ${perLanguage(
      verdictWords(goalReached),
      zh(t`${JUDGED[goalReached.verdict]}, by ${pooledWords(goalReached.difference)}`),
    )}.`,
    caveats: [
      t`What was chosen as the best of many looks better on the tuning seeds than it is: read the held-out ones.`,
      open > 0
        ? t`${countOf(open, "constraint")} that the tuning seeds keep is not kept for sure on held-out seeds.`
        : null,
      unprovenBefore(tuning),
      seeds.length < 2 || heldOut.length < 2 ? NO_INTERVALS : null,
    ],
    sections: [
      {
        id: "setting",
        title: t`The setting`,
        text: alikeWords(tuning),
        tables: [movedTable(tuning)],
      },
      {
        id: "figures",
        title: t`Before, and tuned`,
        tables: [
          {
            head: [
              t`Figure`,
              t`before, tuning`,
              t`tuned, tuning`,
              t`before, held out`,
              t`tuned, held out`,
              t`held out, it is`,
            ],
            rows: [goalReached, ...figures].map((figure): Text[] => [
              titleText(figure),
              ...[figure.before.tuning, figure.tuned.tuning, figure.before.heldOut, figure.tuned.heldOut].map(
                pooledWords,
              ),
              JUDGED[figure.verdict],
            ]),
            notes: [
              t`Rates are pooled over seeds, other figures are means of a run; intervals (95 %) are between worlds. Better and worse: each figure for itself, over paired seeds.`,
            ],
          },
        ],
      },
      ...(constraints.length === 0
        ? []
        : [
            {
              id: "constraints",
              title: t`Constraints`,
              tables: [
                {
                  head: [t`Constraint`, t`tuning seeds`, t`held-out seeds`],
                  rows: constraints.map(({ constraint, tuned }): Text[] => [
                    constraint,
                    ...[tuned.tuning, tuned.heldOut].map((bound) => t`${pooledWords(bound)}: ${JUDGED[bound.verdict]}`),
                  ]),
                  notes: [t`Kept: the bound of the interval keeps it. Cannot tell: the value does, and may be luck.`],
                },
              ],
            },
          ]),
      {
        id: "settings",
        title: t`All settings tried`,
        tables: [settingsTable(tuning, MOST_SETTINGS)],
      },
    ],
    reproduce: tuning.reproduce,
  };
}

/** The rest is in tune.json. */
const MOST_SETTINGS = 200;

const HEADLINES = {
  better: t`Better`,
  worse: t`Worse than before`,
  "cannot tell": t`No better, for all that can be told`,
  same: t`As before`,
} as const;

const JUDGED = {
  better: t`better`,
  worse: t`worse`,
  "cannot tell": t`cannot tell`,
  same: t`same`,
  kept: t`kept for sure`,
  broken: t`broken`,
} as const;

/** "2 further settings cannot be told apart from it on the tuning seeds: with dissuasion.agents 2 to 6." */
export function alikeWords({ alike }: Pick<TuningDocument, "alike">): Localised {
  if (alike.settings === 0) return t`No other setting that was tried does as well on the tuning seeds.`;
  const moved = alike.ranges.filter(({ low, high }) => low < high);
  const ranges = joined(
    moved.map(({ parameter, low, high }) => t`${parameter} ${low} to ${high}`),
    ", ",
  );
  return t`${countOf(alike.settings, "further setting")} cannot be told apart from it on the tuning seeds: with ${ranges}.`;
}

/** True where the old setting does better than the chosen one, and only the tuning seeds are too few to allow it. */
export function unprovenBefore({ seeds, settings, constraints, goal, goalReached }: TuningDocument): Localised | null {
  const [before, tuned] = [goalReached.before.tuning.value, goalReached.tuned.tuning.value];
  const verdicts = settings[0]!.constraints.map(({ verdict }) => verdict);
  if (before === null || tuned === null || verdicts.includes("broken") || !verdicts.includes("cannot tell"))
    return null;
  if (goal.maximise === undefined ? before >= tuned : before <= tuned) return null;
  const open = constraints.filter((_, at) => verdicts[at] === "cannot tell").map(({ constraint }) => constraint);
  const [old, chosen] = [goalReached.before.tuning, goalReached.tuned.tuning].map(pooledWords);
  return t`The setting before does better on the tuning seeds (${titleText(goalReached)}: ${old!}, tuned ${chosen!}), but ${countOf(seeds.length, "seed")} cannot prove that it keeps ${joined(open, " and ")}: take more seeds.`;
}

/** The best first, with the order of its trial; `most`: rows. */
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
      t`tried`,
      ...over.map(({ parameter }) => brokenPath(parameter)),
      t`goal`,
      ...(constraints.length === 0 ? [] : [t`constraints`]),
    ],
    rows: ranked.slice(0, most).map(({ at, values, goal, constraints: bounds }): Text[] => [
      String(at + 1),
      ...values.map(String),
      pooledWords(goal),
      ...(bounds.length === 0
        ? []
        : [
            joined(
              bounds.map(({ verdict }) => JUDGED[verdict]),
              ", ",
            ),
          ]),
    ]),
    notes: [
      t`Settings on the tuning seeds, the best first; number 1 is the scenario as it was. Goal: ${titleText(goalReached)}.${settings.length > most ? t` tune.json has all ${settings.length}.` : ""}`,
    ],
  };
}

export function movedTable({ over }: Pick<TuningDocument, "over">): ReportTable {
  return {
    head: [t`Parameter`, t`from`, t`to`, t`before`, t`tuned`],
    rows: over.map(({ parameter, low, high, before, tuned }) => [parameter, ...[low, high, before, tuned].map(String)]),
    notes: [],
  };
}

function titleText(figure: TuningDocument["goalReached"]): Localised {
  return perLanguage(figureTitle(figure), zh(figureText(figure)));
}
