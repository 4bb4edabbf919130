/** What a search chose, and what it reached: tables, sentences, and the pages of a tuning and of a calibration. */
import { pooledWords } from "../../metrics/constraint.ts";
import type { ReportTable } from "../../ui/table.ts";
import { threeDigits } from "../../ui/format.ts";
import { countOf, joined, type Localised, t, type Text } from "../../ui/words.ts";
import type { Calibration } from "../calibrate.ts";
import type { TuningDocument } from "../tune/document.ts";
import type { StudyPage } from "./study-page.ts";
import { brokenPath, goalTitle, goalVerdict, NO_INTERVALS, seedListText, seedsAndRuns } from "./words.ts";

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

/** The rest is in tune.json. */
const MOST_SETTINGS = 200;

export function tuningPage(tuning: TuningDocument): StudyPage {
  const { scenario, seeds, heldOut, runs, settings, goalReached, constraints } = tuning;
  const open = constraints.filter(({ tuned }) => tuned.heldOut.verdict !== "kept").length;
  return {
    title: t`Tuning of ${scenario}`,
    kicker: t`tuning`,
    facts: t`${countOf(settings.length, "setting")} tried · ${countOf(runs, "run")} · tuning seeds ${seedListText(seeds)} · held-out seeds ${seedListText(heldOut)}`,
    number: HEADLINES[goalReached.verdict],
    text: t`Held-out seeds, compared one by one: the goal, ${goalTitle(goalReached)}, ${goalVerdict(goalReached)}.`,
    caveats: [
      t`What was chosen as the best of many looks better on the tuning seeds than it is: read the held-out ones.`,
      open > 0
        ? t`${countOf(open, "constraint")} that the tuning seeds keep is not kept for sure on held-out seeds.`
        : null,
      unprovenBefore(tuning),
      seeds.length < 2 || heldOut.length < 2 ? NO_INTERVALS : null,
    ],
    sections: [
      { id: "setting", title: t`The setting`, text: alikeText(tuning), tables: [movedTable(tuning)] },
      { id: "figures", title: t`Before, and tuned`, tables: [figuresTable(tuning)] },
      ...(constraints.length === 0
        ? []
        : [{ id: "constraints", title: t`Constraints`, tables: [constraintsTable(tuning)] }]),
      { id: "settings", title: t`All settings tried`, tables: [settingsTable(tuning, MOST_SETTINGS)] },
    ],
    reproduce: tuning.reproduce,
  };
}

function figuresTable({ goalReached, figures }: TuningDocument): ReportTable {
  return {
    head: [t`Figure`, t`before, tuning`, t`tuned, tuning`, t`before, held out`, t`tuned, held out`, t`held out, it is`],
    rows: [goalReached, ...figures].map((figure): Text[] => {
      const { before, tuned, verdict } = figure;
      const pooled = [before.tuning, tuned.tuning, before.heldOut, tuned.heldOut].map(pooledWords);
      return [goalTitle(figure), ...pooled, JUDGED[verdict]];
    }),
    notes: [
      t`Rates are pooled over seeds, other figures are means of a run; intervals (95 %) are between worlds. Better and worse: each figure for itself, over paired seeds.`,
    ],
  };
}

function constraintsTable({ constraints }: TuningDocument): ReportTable {
  return {
    head: [t`Constraint`, t`tuning seeds`, t`held-out seeds`],
    rows: constraints.map(({ constraint, tuned }): Text[] => [
      constraint,
      ...[tuned.tuning, tuned.heldOut].map((bound) => t`${pooledWords(bound)}: ${JUDGED[bound.verdict]}`),
    ]),
    notes: [t`Kept: the bound of the interval keeps it. Cannot tell: the value does, and may be luck.`],
  };
}

/** "2 further settings cannot be told apart from it on the tuning seeds: with dissuasion.agents 2 to 6." */
export function alikeText({ alike }: Pick<TuningDocument, "alike">): Localised {
  if (alike.settings === 0) return t`No other setting that was tried does as well on the tuning seeds.`;
  const moved = alike.ranges.filter(({ low, high }) => low < high);
  const ranges = moved.map(({ parameter, low, high }) => t`${parameter} ${low} to ${high}`);
  return t`${countOf(alike.settings, "further setting")} cannot be told apart from it on the tuning seeds: with ${joined(ranges, ", ")}.`;
}

/** Where the old setting does better than the chosen one, and only the tuning seeds are too few to allow it. */
export function unprovenBefore({ seeds, settings, constraints, goal, goalReached }: TuningDocument): Localised | null {
  const [before, tuned] = [goalReached.before.tuning, goalReached.tuned.tuning];
  const verdicts = settings[0]!.constraints.map(({ verdict }) => verdict);
  const isUnproven = !verdicts.includes("broken") && verdicts.includes("cannot tell");
  if (before.value === null || tuned.value === null || !isUnproven) return null;
  if (goal.maximise === undefined ? before.value >= tuned.value : before.value <= tuned.value) return null;
  const open = constraints.filter((_, at) => verdicts[at] === "cannot tell").map(({ constraint }) => constraint);
  return t`The setting before does better on the tuning seeds (${goalTitle(goalReached)}: ${pooledWords(before)}, tuned ${pooledWords(tuned)}), but ${countOf(seeds.length, "seed")} cannot prove that it keeps ${joined(open, " and ")}: take more seeds.`;
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
    rows: ranked
      .slice(0, most)
      .map(({ at, values, goal, constraints: bounds }): Text[] => [
        String(at + 1),
        ...values.map(String),
        pooledWords(goal),
        ...verdictsOf(bounds),
      ]),
    notes: [
      t`Settings on the tuning seeds, the best first; number 1 is the scenario as it was. Goal: ${goalTitle(goalReached)}.${settings.length > most ? t` tune.json has all ${settings.length}.` : ""}`,
    ],
  };
}

function verdictsOf(bounds: TuningDocument["settings"][number]["constraints"]): Text[] {
  if (bounds.length === 0) return [];
  return [
    joined(
      bounds.map(({ verdict }) => JUDGED[verdict]),
      ", ",
    ),
  ];
}

export function movedTable({ over }: Pick<TuningDocument, "over">): ReportTable {
  return {
    head: [t`Parameter`, t`from`, t`to`, t`before`, t`tuned`],
    rows: over.map(({ parameter, low, high, before, tuned }) => [parameter, ...[low, high, before, tuned].map(String)]),
    notes: [],
  };
}

export function calibrationPage(calibration: Calibration): StudyPage {
  const { scenario, seeds, runs, reproduce } = calibration;
  return {
    title: t`Calibration of ${scenario}`,
    kicker: t`calibration`,
    facts: seedsAndRuns(seeds, runs),
    text: triedText(calibration),
    caveats: [t`Other settings may do as well.`, t`It says nothing of figures that are no target.`],
    sections: [
      { id: "targets", title: t`Targets`, tables: [targetTable(calibration)] },
      { id: "setting", title: t`The best setting`, tables: [movedTable(calibration)] },
    ],
    reproduce,
  };
}

export function targetTable(calibration: Calibration): ReportTable {
  return {
    head: [t`Target`, t`sought`, t`before`, t`best`, t`miss`],
    rows: calibration.targets.map(({ name, target, before, best }) => [
      name,
      ...[target, before, best].map((value) => (value === null ? t`none` : threeDigits(value))),
      best === null ? t`none` : `${best > target ? "+" : ""}${((100 * (best - target)) / target).toFixed(1)} %`,
    ]),
    notes: [triedText(calibration)],
  };
}

function triedText({ trials, loss }: Calibration): Localised {
  return t`${countOf(trials, "setting")} tried: loss ${threeDigits(loss.before)} before, ${threeDigits(loss.best)} at the best`;
}
