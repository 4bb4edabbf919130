/** The stage `behaviour`: how many people did the caller reach lately, and how did they take it? */
import type { StageOf } from "../stage.ts";
import type { ActivityHandle } from "./activity-handle.ts";
import { explainBehaviour, type SeenBehaviour, seenBehaviour } from "./explain-behaviour.ts";
import { type Activity, attachActivity, recallBehaviour } from "./recall-behaviour.ts";
import { Sketches } from "./sketches.ts";

export const BEHAVIOUR = {
  name: "behaviour",
  title: { en: "Behaviour", zh: "行为分析" },
  question: { en: "How many people did the caller reach lately?", zh: "主叫近期联系了多少人？" },
  summary: "What the caller did in the last half-day to day.",
  needsPast: true,
  columns: null,
  // Long calls speak for a caller: on a gang most people hang up.
  evidence: {
    fanOutHigh: { weight: 90, words: { en: "reached many people", zh: "联系了很多人" } },
    fanOutExtreme: { weight: 70, words: { en: "reached very many people", zh: "联系了极多人" } },
    answeredLow: { weight: 80, words: { en: "few calls answered", zh: "接通率低" } },
    callsLong: { weight: -100, words: { en: "long talks with many people", zh: "与多人长时间通话" } },
  },
  readEvidence: (_, { behaviour: { fanOut, calls, answered, meanDurationS } }, settings, bitOf) => {
    const { fanOutHigh, fanOutExtreme, minCalls, answeredLowPermille, callsLongS } = settings;
    const [high, extreme] = [bitOf("fanOutHigh"), bitOf("fanOutExtreme")];
    const [answeredLow, callsLong] = [bitOf("answeredLow"), bitOf("callsLong")];
    return (row) => {
      let bits = 0;
      const reachesMany = fanOut[row]! >= fanOutHigh;
      if (reachesMany) bits |= high;
      if (fanOut[row]! >= fanOutExtreme) bits |= extreme;
      if (calls[row]! < minCalls) return bits;
      if (answered[row]! * 1000 < answeredLowPermille * calls[row]!) bits |= answeredLow;
      if (reachesMany && answered[row]! > 0 && meanDurationS[row]! >= callsLongS) bits |= callsLong;
      return bits;
    };
  },
  // The same memory throughout a simulation.
  attacher: () => {
    let sketches: Sketches | undefined;
    return {
      attach: (handle, { claimant }) => attachActivity(handle, claimant, (sketches ??= Sketches.attach(handle.memory))),
    };
  },
  screen: recallBehaviour,
  clear: ({ behaviour }, count) => {
    for (const column of Object.values(behaviour)) column.fill(0, 0, count);
  },
  saw: (_, findings, row) => seenBehaviour(findings, row),
  explain: (_events, _findings, _row, saw) => saw && explainBehaviour(saw),
} as const satisfies StageOf<ActivityHandle, Activity, SeenBehaviour>;
