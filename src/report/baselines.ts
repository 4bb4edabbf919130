/** What simpler defences, and perfect ones, would have done with the same events: the rows to read a run against. */
import { BENIGN_CLASSES } from "../event/taxonomy.ts";
import { BLOCK, DECISIONS } from "../event/verdict-batch.ts";
import { contactsByGang } from "./gang-counts.ts";
import { type Confusion, matthews, rate, scaleRate } from "./rates.ts";
import type { Report } from "./schema.ts";
import { rankSingleFeatures } from "./single-feature.ts";
import { benignCell, type Tally } from "./tally.ts";

type Baseline = Report["baselines"][number];

/** The decisions of the run against truth, in all or in one channel. */
export function confusionOf(tally: Tally, channel: number | null = null): Confusion {
  const channels = channel === null ? [0, 1] : [channel];
  const { benign } = tally.columns;
  const fraud = contactsByGang(tally, BLOCK, channels);
  const contacts = sum(fraud.contacts);
  const tp = sum(fraud.decided);
  let honest = 0;
  let fp = 0;
  for (const c of channels) {
    for (let index = 0; index < BENIGN_CLASSES.length; index++) {
      const at = benignCell(index, c);
      for (let decision = 0; decision < DECISIONS.length; decision++) honest += benign[at + decision]!;
      fp += benign[at + BLOCK]!;
    }
  }
  return { tp, fn: contacts - tp, fp, tn: honest - fp };
}

function sum(counts: Float64Array): number {
  return counts.reduce((total, count) => total + count, 0);
}

export function baselineRows(tally: Tally): Baseline[] {
  const ringfence = confusionOf(tally);
  const fraud = ringfence.tp + ringfence.fn;
  const benign = ringfence.fp + ringfence.tn;
  const against = (tp: number, fp: number): Confusion => ({ tp, fn: fraud - tp, fp, tn: benign - fp });
  const { blocklisted } = tally.columns;
  const best = rankSingleFeatures(tally)[0];
  return [
    baseline("do nothing", "allow everything", against(0, 0)),
    baseline(
      "blocklist only",
      "caller or domain listed",
      against(blocklisted[2]! + blocklisted[3]!, blocklisted[0]! + blocklisted[1]!),
    ),
    baseline("best single feature", best?.rule ?? "none varies", best?.confusion ?? against(0, 0)),
    baseline("ringfence", "all stages", ringfence),
    baseline("oracle", "knows the truth", against(fraud, 0)),
  ];
}

export function singleFeatureRows(tally: Tally): Report["singleFeatures"] {
  return rankSingleFeatures(tally).map(({ feature, rule, confusion: { tp, fn, fp }, f1 }) => ({
    feature,
    rule,
    recall: rate(tp, tp + fn),
    precision: rate(tp, tp + fp),
    f1,
  }));
}

function baseline(name: Baseline["name"], rule: string, confusion: Confusion): Baseline {
  const { tp, fn, fp, tn } = confusion;
  return {
    name,
    rule,
    recall: rate(tp, tp + fn),
    precision: rate(tp, tp + fp),
    falsePer10000: scaleRate(rate(fp, fp + tn), 10_000),
    mcc: matthews(confusion),
  };
}
