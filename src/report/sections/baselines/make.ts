import { sumOf } from "../../../core/sum.ts";
import { BLOCK } from "../../../event/findings.ts";
import {
  correlationDesignEffect,
  groupedDesignEffect,
  shareDesignEffect,
  sumDesignEffect,
} from "../../../metrics/design-effect.ts";
import { rateDesignEffect } from "../../../metrics/cluster-effect.ts";
import { contactsByGang } from "../../../metrics/gang-counts.ts";
import {
  clustered,
  clusteredMatthews,
  clusteredRate,
  type Confusion,
  type Rate,
  rate,
  scaleClusteredRate,
} from "../../../metrics/rates.ts";
import { confusionOf } from "../rates/confusion.ts";
import type { RatesFields } from "../rates/schema.ts";
import type { BaselinesFields } from "./schema.ts";
import { bestAtLeast, rankSingleFeatures } from "../../../metrics/single-feature.ts";
import { CALLS, MESSAGES, type Tally } from "../../../metrics/tally.ts";
import type { TextTrial } from "../../../metrics/text-trial.ts";

type OwnRates = Pick<RatesFields["rates"], "recall" | "precision" | "falseInterception" | "mcc">;
type Baseline = BaselinesFields["baselines"][number];

const DISGUISE_FEATURE = "disguise characters";

/** `rates`: of the run itself. Rules whose counts are not kept by gang and caller have no interval over them. */
export function baselineRows(tally: Tally, rates: OwnRates, textTrial: TextTrial | null): Baseline[] {
  const ringfence = confusionOf(tally);
  const fraud = ringfence.tp + ringfence.fn;
  const benign = ringfence.fp + ringfence.tn;
  const against = (tp: number, fp: number): Confusion => ({ tp, fn: fraud - tp, fp, tn: benign - fp });
  const best = rankSingleFeatures(tally)[0];
  const disguise = bestAtLeast(tally, DISGUISE_FEATURE);
  const { recall, precision, falseInterception, mcc } = rates;
  return [
    baseline("do nothing", "allow everything", against(0, 0)),
    blocklistOnly(tally, against),
    baseline("best single feature", best?.rule ?? "none varies", best?.confusion ?? against(0, 0)),
    baseline(DISGUISE_FEATURE, disguise?.rule ?? "none varies", disguise?.confusion ?? against(0, 0)),
    ...(textTrial ? [characterPairs(tally, textTrial)] : []),
    {
      name: "ringfence",
      rule: "all stages",
      recall,
      precision,
      falsePer10000: scaleClusteredRate(falseInterception, 10_000),
      mcc,
    },
    baseline("oracle", "knows the truth", against(fraud, 0)),
  ];
}

/** For a sample of messages, with as many calls as the run has to its messages: a text filter lets calls through. */
function characterPairs(tally: Tally, { messages, fraud, tp, fp }: TextTrial): Baseline {
  const calls = confusionOf(tally, CALLS);
  const all = confusionOf(tally, MESSAGES);
  const share = messages / (all.tp + all.fn + all.fp + all.tn);
  const fn = fraud - tp + Math.round((calls.tp + calls.fn) * share);
  const tn = messages - fraud - fp + Math.round((calls.fp + calls.tn) * share);
  const rule = `naive Bayes on unseen scripts, ${messages} messages`;
  return baseline("character pairs", rule, { tp, fn, fp, tn });
}

function blocklistOnly(tally: Tally, against: (tp: number, fp: number) => Confusion): Baseline {
  const { gangListed, groupListed } = tally.columns;
  const { contacts, kinds } = contactsByGang(tally, BLOCK);
  const confusion = against(sumOf(gangListed), sumOf(groupListed));
  const { tp, fp, tn } = confusion;
  const effects = {
    fraud: rateDesignEffect(gangListed, contacts, kinds),
    benign: groupedDesignEffect([...groupListed]),
  };
  return {
    name: "blocklist only",
    rule: "caller or domain listed",
    recall: clusteredRate(gangListed, contacts, kinds),
    precision: clustered(
      rate(tp, tp + fp),
      shareDesignEffect(tp, fp, { ...effects, fraud: sumDesignEffect(gangListed) }),
    ),
    falsePer10000: scaleClusteredRate(clustered(rate(fp, fp + tn), effects.benign), 10_000),
    mcc: clusteredMatthews(confusion, correlationDesignEffect(confusion, effects)),
  };
}

export function singleFeatureRows(tally: Tally): BaselinesFields["singleFeatures"] {
  return rankSingleFeatures(tally).map(({ feature, rule, confusion: { tp, fn, fp }, f1 }) => ({
    feature,
    rule,
    recall: valueAlone(rate(tp, tp + fn)),
    precision: valueAlone(rate(tp, tp + fp)),
    f1,
  }));
}

/** Features are not counted by gang or caller, so the spread between worlds is unknown. */
function valueAlone({ value, n }: Rate): Rate {
  return { value, low: null, high: null, n };
}

function baseline(name: Baseline["name"], rule: string, confusion: Confusion): Baseline {
  const { tp, fn, fp, tn } = confusion;
  return {
    name,
    rule,
    recall: clustered(rate(tp, tp + fn), null),
    precision: clustered(rate(tp, tp + fp), null),
    falsePer10000: scaleClusteredRate(clustered(rate(fp, fp + tn), null), 10_000),
    mcc: clusteredMatthews(confusion, null),
  };
}
