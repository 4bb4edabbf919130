/** Where to draw the line: precision and recall for blocking from each score on, and precision where fraud is rarer. */
import { accuracyAt, countSources } from "../../metrics/accuracy-at.ts";
import { BLOCK } from "../../event/findings.ts";
import { accuracyOverSources } from "../../metrics/funnel-rates.ts";
import { contactsByGang } from "../../metrics/gang-counts.ts";
import { precisionAt } from "../../metrics/rates.ts";
import {
  BOTH_CHANNELS,
  CALLS,
  CELLS,
  MESSAGES,
  SCORE_BIN_WIDTH,
  SCORE_BINS,
  SCORE_MIN,
  type Tally,
} from "../../metrics/tally.ts";
import { t } from "../../ui/words.ts";
import type { RunResult } from "../head.ts";
import { falseInterception, fraudRate, precision, prevalence } from "../screening-rates.ts";
import { columnsOf, curves, figure, figureOf, row, rows, section, type Stated, table } from "../statement.ts";

export const threshold = section("line", t`Where to draw the line`, (run) => [
  thresholds(run.tally),
  rows("rates", t`Precision: fraud, of all blocked`, { unit: "share", folded: true }, [
    figure("precision", t`all blocked`, precision(run.tally)),
    figure("precisionCalls", t`calls blocked`, precision(run.tally, CALLS)),
    figure("precisionMessages", t`messages blocked`, precision(run.tally, MESSAGES)),
    figure("prevalence", t`share of events that are fraud`, prevalence(run.tally)),
  ]),
  ...ifFraudIsRare(run),
]);

const SHARE = { unit: "share", min: 0, max: 1 } as const;
const PRECISION = { words: t`precision: fraud, of all blocked`, ...SHARE };

function thresholds(tally: Tally): Stated {
  const lines = [
    { words: t`all`, ink: "text", mark: "solid", ...curve(tally, BOTH_CHANNELS) },
    { words: t`calls`, ink: "calls", mark: "dashed", ...curve(tally, CALLS) },
    { words: t`messages`, ink: "messages", mark: "dotted", ...curve(tally, MESSAGES) },
  ] as const;
  const here = { x: figureOf(fraudRate(tally)), y: figureOf(precision(tally)) };
  return curves("precisionRecall", t`What would a stricter or a laxer line cost?`, {
    reading: t`Each point is a score from which events would be blocked: further right catches more fraud, further down blocks more that is benign. The diamond is this run, with 95 % intervals over gangs and callers. Curves are at this scenario's share of fraud.`,
    x: { words: t`recall: fraud blocked, of all fraud`, ...SHARE },
    y: PRECISION,
    lines,
    marks: [{ words: t`this run`, ink: "ours", mark: "diamond", ...here }],
  });
}

/** Without thresholds that change nothing. */
function curve({ columns: { scores } }: Tally, channels: readonly number[]) {
  const inBin = (bin: number, fraud: number): number =>
    channels.reduce((sum, channel) => sum + scores[bin * CELLS + 2 * fraud + channel]!, 0);
  const bins = Array.from({ length: SCORE_BINS }, (_, bin) => bin);
  const contacts = bins.reduce((sum, bin) => sum + inBin(bin, 1), 0);
  const points: [recall: number, precision: number][] = [];
  const values: number[] = [];
  let [fraud, all] = [0, 0];
  for (const bin of contacts === 0 ? [] : bins.toReversed()) {
    const [caught, hurt] = [inBin(bin, 1), inBin(bin, 0)];
    if (caught + hurt === 0) continue;
    fraud += caught;
    all += caught + hurt;
    points.push([fraud / contacts, fraud / all]);
    values.push((SCORE_MIN + bin * SCORE_BIN_WIDTH) / 100);
  }
  return { points, at: { words: t`score`, values } };
}

/** Shares of fraud in real traffic: a round figure, and the lower of the published ones. */
const REAL_PREVALENCES = [0.01, 0.0036] as const;
const LEAST_PREVALENCE = 0.0001;
const CURVE_POINTS = 49;

function ifFraudIsRare({ tally, traced }: RunResult): Stated[] {
  const here = prevalence(tally).value;
  const [recall, hurt, blocked] = [fraudRate(tally), falseInterception(tally), precision(tally)];
  const accuracy = accuracyOverSources(traced, tally.handle.gangs);
  const sources = countSources(traced, tally.handle.gangs);
  const { contacts } = contactsByGang(tally, BLOCK);
  const weighed = REAL_PREVALENCES.map((prevalence_) => ({
    id: String(prevalence_).replace(".", ","),
    share: prevalence_ as number | null,
    precision: precisionAt(prevalence_, recall, hurt),
    accuracy: accuracyAt(prevalence_, here, accuracy, sources, contacts),
  }));
  const all = [{ id: "scenario", share: here, precision: blocked, accuracy }, ...weighed];
  const shares = Array.from({ length: CURVE_POINTS }, (_, at) => LEAST_PREVALENCE ** (1 - at / (CURVE_POINTS - 1)));
  const points = shares.flatMap((share): [number, number][] => {
    const right = share * (recall.value ?? 0);
    const both = right + (1 - share) * (hurt.value ?? 0);
    return both === 0 ? [] : [[share, right / both]];
  });
  return [
    curves("prevalence", t`How much of what is blocked is benign, if fraud is rare?`, {
      reading: t`Precision against the share of events that are fraud. Recall and false interceptions stay as measured here, and still precision falls as fraud grows rare: most of what is blocked is then benign. Re-weighted: with as many more people who meet no gang. Of false alarms, only those that name no gang's number or host grow with them. Bars are 95 % intervals over gangs and callers.`,
      x: { words: t`share of events that are fraud`, unit: "share", scale: "log", min: LEAST_PREVALENCE, max: 1 },
      y: PRECISION,
      lines: [{ words: t`as it follows from recall and false interceptions`, ink: "muted", mark: "solid", points }],
      marks: all.map(({ id, share, precision: found }) => ({
        words: id === "scenario" ? t`this run` : t`re-weighted`,
        ink: id === "scenario" ? "ours" : "reference",
        mark: id === "scenario" ? "diamond" : "dot",
        x: { value: share },
        y: figureOf(found),
      })),
    }),
    table(
      "precisionByPrevalence",
      t`If fraud is rare`,
      { summary: true },
      columnsOf("share", { precision: t`precision`, accuracy: t`accuracy` }),
      all.map(({ id, share, ...found }) =>
        row(
          id,
          id === "scenario" ? t`${percent(share)} fraud, as here` : t`${percent(share)} fraud, re-weighted`,
          found.precision,
          found.accuracy,
        ),
      ),
    ),
  ];
}

function percent(share: number | null): string {
  return share === null ? "0 %" : `${Number((100 * share).toPrecision(3))} %`;
}
