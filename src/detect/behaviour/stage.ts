/** The stage `behaviour`: how many people did the caller reach lately, and how did they take it? */
import { t, countOf, type Localised } from "../../ui/words.ts";
import { type Findings, sectionValues } from "../../event/findings.ts";
import type { StageOf } from "../stage.ts";
import { type ActivityHandle, type Activity, attachActivity, recallBehaviour } from "./recall-behaviour.ts";
import { ACTIVITY_COLUMNS, activityFound } from "./found.ts";
import { Sketches } from "./sketches.ts";
import { formatCount } from "../../core/counted.ts";

/** Fewer calls say nothing about answered share and length. Assumed; changes no headline figure. */
export const MIN_CALLS = 8;

/** Answered share, in thousandths, below which few calls are answered. Assumed; changes no headline figure. */
export const ANSWERED_LOW_PERMILLE = 400;

/** Mean length, in seconds, from which calls are long. Assumed; changes no headline figure. */
export const CALLS_LONG_S = 60;

export const BEHAVIOUR = {
  name: "behaviour",
  title: t`Behaviour`,
  question: t`How many people did the caller reach lately?`,
  summary: "What the caller did in the last half-day to day.",
  needsPast: true,
  columns: ACTIVITY_COLUMNS,
  // Long calls speak for a caller: most people hang up on a gang.
  evidence: {
    fanOutHigh: { weight: 90, words: t`reached many people` },
    fanOutExtreme: { weight: 70, words: t`reached very many people` },
    answeredLow: { weight: 80, words: t`few calls answered` },
    callsLong: { weight: -100, words: t`long talks with many people` },
  },
  marks: {
    fanOutHigh: {
      default: 18,
      min: 1,
      max: 1000,
      unit: "count",
      words: "Distinct callees in the window from which fan-out is high.",
    },
    fanOutExtreme: {
      default: 50,
      min: 1,
      max: 1000,
      unit: "count",
      words: "Distinct callees in the window from which fan-out is extreme.",
    },
  },
  readEvidence: (_, findings, { marks }, bitOf) => {
    const { fanOut, calls, answered, meanDurationS } = activityFound(findings);
    const [fanOutHigh, fanOutExtreme] = [marks["fanOutHigh"]!, marks["fanOutExtreme"]!];
    const [high, extreme] = [bitOf("fanOutHigh"), bitOf("fanOutExtreme")];
    const [answeredLow, callsLong] = [bitOf("answeredLow"), bitOf("callsLong")];
    return (row) => {
      let bits = 0;
      const reachesMany = fanOut[row]! >= fanOutHigh;
      if (reachesMany) bits |= high;
      if (fanOut[row]! >= fanOutExtreme) bits |= extreme;
      if (calls[row]! < MIN_CALLS) return bits;
      if (answered[row]! * 1000 < ANSWERED_LOW_PERMILLE * calls[row]!) bits |= answeredLow;
      if (reachesMany && answered[row]! > 0 && meanDurationS[row]! >= CALLS_LONG_S) bits |= callsLong;
      return bits;
    };
  },
  // A simulation has one memory of callers, so sketches are attached once.
  attacher: () => {
    let sketches: Sketches | undefined;
    return {
      attach: (handle, { claimant }) => attachActivity(handle, claimant, (sketches ??= Sketches.attach(handle.memory))),
    };
  },
  screen: recallBehaviour,
  saw: (_, findings, row) => valuesOf(findings, row),
  explain: (_events, _findings, _row, saw) => saw && explainBehaviour(saw),
  record: (_, findings, row) => valuesOf(findings, row),
  fields: (
    [
      ["attempts", "behaviour_attempts"],
      ["fanOut", "behaviour_fan_out"],
      ["calls", "behaviour_calls"],
      ["answered", "behaviour_answered"],
      ["meanDurationS", "behaviour_mean_duration_s"],
    ] as const
  ).map(([column, name]) => ({
    name,
    type: "int32",
    of: (findings, row) => activityFound(findings)[column][row]!,
  })),
} as const satisfies StageOf<ActivityHandle, Activity, SeenBehaviour>;

function valuesOf(findings: Findings, row: number): SeenBehaviour {
  return sectionValues(findings, BEHAVIOUR.name, row) as SeenBehaviour;
}

/** What the caller did in the window before this tick. */
export type SeenBehaviour = Readonly<Record<keyof typeof ACTIVITY_COLUMNS, number>>;

function explainBehaviour({ attempts, fanOut, calls, answered, meanDurationS }: SeenBehaviour): Localised | null {
  if (attempts + calls === 0) return null;
  const tried = t`${countOf(attempts, "attempt")} at ${countOf(fanOut, "person", "people")}`;
  if (calls === 0) return tried;
  const [of, seconds] = [formatCount(answered), formatCount(meanDurationS)];
  return t`${tried}; of ${countOf(calls, "call")} ${of} answered, ${seconds} s on average`;
}
