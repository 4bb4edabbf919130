import { BLOCK, FLAG } from "../../../event/findings.ts";
import { BENIGN_CLASSES } from "../../../event/taxonomy.ts";
import { blockedRate } from "../../../metrics/false-positive-rate.ts";
import { scaleClusteredRate } from "../../../metrics/rates.ts";
import { benignCell, CHANNELS, type Tally } from "../../../metrics/tally.ts";
import type { MarkCounts } from "../../../record/marks.ts";
import type { BenignFields } from "./schema.ts";

type Benign = BenignFields["benign"];

export function benignByClass(tally: Tally, marks: MarkCounts): Benign {
  const entries = BENIGN_CLASSES.map((name, index) => {
    const [calls, messages] = CHANNELS.map((_, channel) => benignCounts(tally, index, channel));
    const total = calls!.total + messages!.total;
    const intercepted = calls!.intercepted + messages!.intercepted;
    const flagged = calls!.flagged + messages!.flagged;
    const interceptedPer10000 = scaleClusteredRate(blockedRate(tally, index, total), 10_000);
    const marked = marks.byClass[name];
    return [
      name,
      { total, intercepted, flagged, marked, interceptedPer10000, calls: calls!, messages: messages! },
    ] as const;
  });
  const sum = (key: "total" | "intercepted" | "flagged"): number => entries.reduce((all, [, row]) => all + row[key], 0);
  return {
    total: sum("total"),
    intercepted: sum("intercepted"),
    flagged: sum("flagged"),
    fraudMarked: marks.fraud,
    byClass: Object.fromEntries(entries) as Benign["byClass"],
  };
}

function benignCounts(tally: Tally, benignClass: number, channel: number) {
  const { benign } = tally.columns;
  const at = benignCell(benignClass, channel);
  return {
    total: benign[at]! + benign[at + FLAG]! + benign[at + BLOCK]!,
    intercepted: benign[at + BLOCK]!,
    flagged: benign[at + FLAG]!,
  };
}
