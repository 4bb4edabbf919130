/** What a search chose, and what it reached where it was chosen and where it was not. From the document alone. */
import type { ReportTable } from "../../ui/table.ts";
import { countOf, joined, type Localised, t, type Text } from "../../ui/words.ts";
import type { TuningDocument } from "../document.ts";
import type { StudyPage } from "./study-page.ts";
import { differenceText, oneSeedText, pooledText, seedWords, titleText, VERDICTS, verdictText } from "./words.ts";

type Figure = TuningDocument["figures"][number];

const HEADLINES = {
  better: t`Better`,
  worse: t`Worse than before: keep what was there`,
  sure: VERDICTS.sure,
  "cannot tell": t`No better, for all that can be told`,
  same: t`As before`,
  "no figure": VERDICTS["no figure"],
} as const;

const KEEPING = { kept: t`kept for sure`, "cannot tell": t`cannot tell`, broken: t`broken` } as const;

export function tuningPage(document: TuningDocument): StudyPage {
  const { study, scenario, seeds, heldOut, runs, settings, refused, constraints, figures } = document;
  const open = constraints.filter(({ heldOut: verdict }) => verdict !== "kept").length;
  const invalid = refused === 0 ? "" : t`, and ${refused} that do not hold together`;
  return {
    title: study === "tune" ? t`Tuning of ${scenario}` : t`Calibration of ${scenario}`,
    kicker: study === "tune" ? t`tuning` : t`calibration`,
    facts: t`${countOf(settings.length, "setting")} tried${invalid} · ${countOf(runs, "run")} · tuning seeds ${seedWords(seeds)} · held-out seeds ${seedWords(heldOut)}`,
    number: HEADLINES[outcomeOf(figures[0]!)],
    text: goalText(document),
    caveats: [
      t`What was chosen as the best of many looks better on the tuning seeds than it is: read the held-out ones.`,
      open > 0
        ? t`${countOf(open, "constraint")} that the tuning seeds keep is not kept for sure on held-out seeds.`
        : null,
      unprovenBefore(document),
      oneSeedText(heldOut),
    ],
    sections: [
      { id: "setting", title: t`The setting`, text: alikeText(document), tables: [movedTable(document)] },
      { id: "figures", title: t`Before, and tuned`, tables: [figuresTable(document)] },
      ...(constraints.length === 0
        ? []
        : [{ id: "constraints", title: t`Constraints`, tables: [constraintsTable(document)] }]),
    ],
  };
}

/** A sure difference is good or bad, if the figure has a better side. */
function outcomeOf({ verdict, difference, better }: Figure): keyof typeof HEADLINES {
  if (verdict !== "sure" || better === null) return verdict;
  return difference.mean! > 0 === (better === "higher") ? "better" : "worse";
}

/** Of the goal on held-out seeds. */
export function goalText({ figures }: TuningDocument): Localised {
  const goal = figures[0]!;
  const outcome = outcomeOf(goal);
  const verdict = outcome === "better" || outcome === "worse" ? OUTCOMES[outcome] : verdictText(goal);
  const size = differenceText(goal, goal);
  const change = goal.unit === "share" ? joined([size, t`points`], " ") : size;
  const isNone = goal.verdict === "same" || goal.verdict === "no figure";
  return t`Held-out seeds, compared one by one: the goal, ${titleText(goal)}: ${isNone ? verdict : joined([change, verdict], "; ")}.`;
}

const OUTCOMES = { ...VERDICTS, better: t`better`, worse: t`worse` } as const;

function movedTable({ over }: TuningDocument): ReportTable {
  return {
    head: [t`Parameter`, t`from`, t`to`, t`before`, t`tuned`],
    rows: over.map(({ parameter, low, high, before, tuned }) => [parameter, ...[low, high, before, tuned].map(String)]),
  };
}

/** Two lines a figure: on the seeds that chose the setting, and on others. */
function figuresTable({ figures }: TuningDocument): ReportTable {
  return {
    head: [t`Figure`, t`seeds`, t`before`, t`tuned`, t`held out, it is`],
    rows: figures.map((figure): Text[] => {
      const both = ({ tuning, heldOut }: Figure["before"]): Text =>
        joined([pooledText(figure, tuning), pooledText(figure, heldOut)], "\n");
      const seeds = joined([t`tuning`, t`held out`], "\n");
      return [titleText(figure), seeds, both(figure.before), both(figure.tuned), OUTCOMES[outcomeOf(figure)]];
    }),
    notes: [
      t`Rates are pooled over seeds, other figures are means of a run; intervals (95 %) are between worlds. Better and worse: each figure for itself, over paired held-out seeds.`,
    ],
  };
}

function constraintsTable({ constraints, figures }: TuningDocument): ReportTable {
  return {
    head: [t`Constraint`, t`tuning seeds`, t`held-out seeds`],
    rows: constraints.map(({ figure: name, constraint, tuning, heldOut }): Text[] => {
      const figure = figures.find((each) => each.name === name)!;
      const { tuned } = figure;
      return [
        constraint,
        t`${pooledText(figure, tuned.tuning)}: ${KEEPING[tuning]}`,
        t`${pooledText(figure, tuned.heldOut)}: ${KEEPING[heldOut]}`,
      ];
    }),
    notes: [t`Kept: the bound of the interval keeps it. Cannot tell: the value does, and may be luck.`],
  };
}

/** "2 further settings cannot be told apart from it on the tuning seeds: with dissuasion.agents 2 to 6." */
function alikeText({ alike }: Pick<TuningDocument, "alike">): Localised {
  if (alike.settings === 0) return t`No other setting that was tried does as well on the tuning seeds.`;
  const moved = alike.ranges.filter(({ low, high }) => low < high);
  const ranges = moved.map(({ parameter, low, high }) => t`${parameter} ${low} to ${high}`);
  return t`${countOf(alike.settings, "further setting")} cannot be told apart from it on the tuning seeds: with ${joined(ranges, ", ")}.`;
}

/** Where the old setting does better than the chosen one, and only the tuning seeds are too few to allow it. */
function unprovenBefore({ seeds, settings, constraints, figures }: TuningDocument): Localised | null {
  const goal = figures[0]!;
  const [before, tuned] = [goal.before.tuning, goal.tuned.tuning];
  const verdicts = settings[0]!.constraints.map(({ verdict }) => verdict);
  const isUnproven = !verdicts.includes("broken") && verdicts.includes("cannot tell");
  if (before.value === null || tuned.value === null || !isUnproven) return null;
  if (goal.better === "lower" ? before.value >= tuned.value : before.value <= tuned.value) return null;
  const open = constraints.filter((_, at) => verdicts[at] === "cannot tell").map(({ constraint }) => constraint);
  return t`The setting before does better on the tuning seeds (${titleText(goal)}: ${pooledText(goal, before)}, tuned ${pooledText(goal, tuned)}), but ${countOf(seeds.length, "seed")} cannot prove that it keeps ${joined(open, " and ")}: take more seeds.`;
}
