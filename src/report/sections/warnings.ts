/** Early warnings, from the push to the money that was kept. */
import { HOUR_MS, HOURS_PER_DAY } from "../../core/time.ts";
import { countFunnel, countKeptTwins } from "../../metrics/funnel.ts";
import { funnelRates } from "../../metrics/funnel-rates.ts";
import type { TracedWarning } from "../../metrics/traced-warning.ts";
import { REPORTED_PERIODS } from "../../record/reported-period.ts";
import { t, type Text } from "../../ui/words.ts";
import type { RunResult } from "../head.ts";
import { FIGURES, reportedPeriod } from "../reported-periods.ts";
import { curves, figure, figureOf, rows, section, type Stated } from "../statement.ts";

export const warnings = section("warned", t`From warning to money kept`, ({ loop, traced, tally }) => {
  const { pushed, onTarget, effective, kept } = countFunnel(traced);
  const found = funnelRates(traced, loop.episodes, tally.handle.gangs);
  return [
    rows(
      "warnings",
      t`How many warnings end in somebody who keeps their money?`,
      {
        chart: "funnel",
        heading: t`warnings`,
        reading: t`Bars from top to bottom are what was left of the warnings after each step; the dashed end of a bar is what fell away there. The share is of the step before.`,
      },
      [
        figure("pushed", t`Warnings pushed`, pushed),
        figure("onTarget", t`On target`, onTarget, { tip: t`went to people in no episode` }),
        figure("effective", t`Effective`, effective, {
          tip: t`came after the episode had ended, never arrived, or repeated an earlier one`,
        }),
        figure("kept", t`Kept`, kept, { tip: t`were warned in time and lost money all the same` }),
      ],
    ),
    rows(
      "rates",
      t`Measures as they are reported`,
      {
        unit: "share",
        summary: true,
        notes: [t`They may grow if interception gets worse: more people are warned, and kept.`],
      },
      [
        figure("accuracy", besideReported("accuracy"), found.accuracy),
        figure("reach", t`reach: in time, of those on target`, found.reach),
        figure("success", besideReported("success", t`success, of effective`), found.success),
        figure("keptOfPushed", besideReported("keptOfPushed"), found.keptOfPushed),
        figure("coverage", t`coverage: episodes warned while open, of all`, found.coverage),
      ],
    ),
    besides(loop, traced),
    ifStricter(traced, loop.episodes.length, found),
  ];
});

/** By the first period that has it. */
function besideReported(id: "accuracy" | "success" | "keptOfPushed", words: Text = FIGURES[id].words): Text {
  const found = REPORTED_PERIODS.map((name) => reportedPeriod(name).figures[id]).find((share) => share !== undefined);
  return t`${words} (reported ${(found! * 100).toFixed(1)} %)`;
}

/** From this share of the exposure on, a warning rests on its strongest signal alone. */
const NEARLY_ALL = 0.9;

function besides(loop: RunResult["loop"], traced: readonly TracedWarning[]): Stated {
  const { repeats, kept } = countFunnel(traced);
  const twins = countKeptTwins(traced, loop.interceptionOnly);
  const ofOne = loop.warnings.filter(({ strongest, exposure }) => strongest >= NEARLY_ALL * exposure).length;
  const falseAlarms = traced.filter(
    ({ episode, warning }) => episode === null && warning.pushedMs <= loop.hours * HOUR_MS,
  ).length;
  const days = (loop.subscribers * loop.hours) / HOURS_PER_DAY;
  const perDays = days === 0 ? null : (1000 * falseAlarms) / days;
  const tooLate = traced.filter(({ isTooLate }) => isTooLate).length;
  const all = loop.warnings.length;
  const number = { unit: "number" } as const;
  const attempts = loop.teams.reduce((sum, team) => sum + team.attempts, 0);
  return rows("warnings", t`More on warnings`, { folded: true }, [
    figure("keptAnyway", t`kept, and nothing lost with interception alone either`, twins && twins.keptAnyway),
    figure("keptUnmatched", t`kept, and not comparable with interception alone`, twins && twins.keptUnmatched),
    figure("repeats", t`repeats, which count once for an episode`, repeats),
    figure("tooLate", t`false alarms to people who had just lost money`, tooLate),
    figure("falseAlarmsPer1000SubscriberDays", t`false alarms per 1,000 subscriber days`, perDays, number),
    figure("singleSignalShare", t`rested on one signal alone`, all === 0 ? null : ofOne / all, { unit: "share" }),
    figure("attemptsPerSuccess", t`calls and visits for each person kept`, kept === 0 ? null : attempts / kept, number),
  ]);
}

const MAX_POINTS = 50;

/**
 * What would be left of the warnings from each exposure on. Nothing is known below the threshold of the run, nor of
 * what warnings change: without one, exposure would have risen on, and might have caused one later.
 */
function ifStricter(
  traced: readonly TracedWarning[],
  episodes: number,
  { accuracy, coverage }: ReturnType<typeof funnelRates>,
): Stated {
  const all = episodes === 0 ? [] : traced.map(({ warning }) => warning.exposure);
  let left = traced;
  const found = thin([...new Set(all)].toSorted((a, b) => a - b)).map((exposure) => {
    left = left.filter(({ warning }) => warning.exposure >= exposure);
    const hit = left.filter(({ episode }) => episode !== null);
    const recall = new Set(hit.map(({ episode }) => episode)).size / episodes;
    return { exposure, point: [recall, hit.length / left.length] as const };
  });
  const share = { unit: "share", min: 0, max: 1 } as const;
  return curves("warnings.byExposure", t`What would a stricter threshold of warning cost?`, {
    reading: t`Each point keeps the warnings that were pushed at that exposure or more: further right, more of the episodes are warned; further up, fewer people are warned for nothing. The diamond is this run. \`ringfence study sweep\` runs each threshold, over several worlds.`,
    x: { words: t`coverage: episodes warned while open, of all`, ...share },
    y: { words: t`accuracy, of pushed`, ...share },
    lines: [
      {
        words: t`stricter`,
        ink: "muted",
        mark: "solid",
        points: found.map(({ point }) => point),
        at: { words: t`exposure`, values: found.map(({ exposure }) => exposure) },
      },
    ],
    marks: found.slice(0, 1).map(() => ({
      words: t`this run`,
      ink: "ours",
      mark: "diamond",
      x: figureOf(coverage),
      y: figureOf(accuracy),
    })),
  });
}

function thin(values: readonly number[]): readonly number[] {
  if (values.length <= MAX_POINTS) return values;
  return Array.from(
    { length: MAX_POINTS },
    (_, at) => values[Math.round((at * (values.length - 1)) / (MAX_POINTS - 1))]!,
  );
}
