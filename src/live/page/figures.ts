/** The figures that a student should see first, from the hours of a run. */
import { count, decimal, NOTHING, percent, shareOf, yuan } from "../../ui/browser/speech.ts";
import type { TermKey } from "../../ui/glossary.ts";
import { t, type Text } from "../../ui/words.ts";
import type { HistoryPoint, Intervals } from "../server/frame.ts";
import type { PastRun } from "./state.ts";

/** As of the end of `hour`: its totals, and the sums of all hours until then. */
export interface Figures extends HistoryPoint {
  readonly benign: number;
  readonly fraud: number;
  readonly blockedFraud: number;
  readonly blockedBenign: number;
  readonly warnings: number;
}

/** Null where the run was stopped before that hour. A run that came to its end keeps its last figures. */
export function figuresAt({ history, hasEnded }: Pick<PastRun, "history" | "hasEnded">, hour: number): Figures | null {
  const points = history.filter((point) => point.hour <= hour);
  const last = points.at(-1);
  if (last === undefined || (last.hour < hour && !hasEnded)) return null;
  const sum = (of: (point: HistoryPoint) => number): number => points.reduce((all, point) => all + of(point), 0);
  return {
    ...last,
    benign: sum(({ eventsInHour, fraudInHour }) => eventsInHour - fraudInHour),
    fraud: sum(({ fraudInHour }) => fraudInHour),
    blockedFraud: sum(({ blockedFraudInHour }) => blockedFraudInHour),
    blockedBenign: sum(({ blockedBenignInHour }) => blockedBenignInHour),
    warnings: sum(({ warningsInHour }) => warningsInHour),
  };
}

interface Tile {
  readonly key: string;
  readonly title: Text;
  readonly term?: TermKey;
  readonly value: (figures: Figures) => string;
  readonly interval?: keyof Intervals;
  readonly detail: (figures: Figures) => Text;
}

/** Losses first, then the effect of warnings; then all in order: a lower threshold raises more false alarms. */
export const TILES: readonly Tile[] = [
  {
    key: "lost",
    title: t`People who lost money`,
    value: ({ lost }) => count(lost),
    interval: "lost",
    detail: ({ lostUndefended, lostUnwarned }) =>
      t`${count(lostUndefended)} without defences, ${count(lostUnwarned)} with interception alone`,
  },
  {
    key: "lostYuan",
    title: t`Money lost`,
    term: "avoided",
    value: ({ lostYuan }) => yuan(lostYuan),
    interval: "lostYuan",
    detail: ({ lostYuanUndefended, lostYuanUnwarned }) =>
      t`${yuan(lostYuanUndefended)} without defences, ${yuan(lostYuanUnwarned)} with interception alone`,
  },
  {
    key: "saved",
    title: t`People saved by warnings`,
    term: "saved",
    value: ({ lost, lostUnwarned }) => count(lostUnwarned - lost),
    interval: "saved",
    detail: ({ lostYuan, lostYuanUnwarned }) =>
      t`and ${yuan(lostYuanUnwarned - lostYuan)}: so much less is lost than with interception alone`,
  },
  {
    key: "fraud",
    title: t`Fraud blocked`,
    term: "intercepted",
    value: ({ blockedFraud, fraud }) => percent(shareOf(blockedFraud, fraud)),
    detail: ({ blockedFraud, fraud }) => t`${count(blockedFraud)} of ${count(fraud)}`,
  },
  {
    key: "benign",
    title: t`Benign events blocked`,
    term: "benignBlocked",
    value: ({ blockedBenign }) => count(blockedBenign),
    detail: ({ blockedBenign, benign }) => {
      const inTenThousand = benign > 0 ? decimal((blockedBenign / benign) * 10_000, 1) : NOTHING;
      return t`of ${count(benign)} benign calls and messages; ${inTenThousand} in 10,000`;
    },
  },
  {
    key: "falseAlarms",
    title: t`False alarms`,
    term: "falseAlarm",
    value: ({ falseAlarms }) => count(falseAlarms),
    detail: ({ falseAlarms, warnings }) =>
      t`${percent(shareOf(falseAlarms, warnings))} of ${count(warnings)} warnings, to people no gang was working on`,
  },
];

/** The share that a user meets: it falls as fraud gets rarer, though both rates above stay. */
export function precisionText({ blockedFraud, blockedBenign }: Figures): Text {
  const blocked = blockedFraud + blockedBenign;
  if (blocked === 0) return t`Nothing has been blocked so far.`;
  const share = percent(shareOf(blockedFraud, blocked));
  return t`Of what is blocked, ${share} is fraud: ${count(blockedFraud)} of ${count(blocked)} calls and messages.`;
}
