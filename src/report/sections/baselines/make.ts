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
  rate,
  scaleClusteredRate,
} from "../../../metrics/rates.ts";
import { confusionOf } from "../rates/confusion.ts";
import type { RatesFields } from "../rates/schema.ts";
import type { BaselinesFields } from "./schema.ts";
import type { Tally } from "../../../metrics/tally.ts";

type OwnRates = Pick<RatesFields["rates"], "recall" | "precision" | "falseInterception" | "mcc">;
type Baseline = BaselinesFields["baselines"][number];

/** `rates`: of the run itself. Rules that are fixed by definition have no interval. */
export function baselineRows(tally: Tally, rates: OwnRates): Baseline[] {
  const ringfence = confusionOf(tally);
  const fraud = ringfence.tp + ringfence.fn;
  const benign = ringfence.fp + ringfence.tn;
  const against = (tp: number, fp: number): Confusion => ({ tp, fn: fraud - tp, fp, tn: benign - fp });
  const { recall, precision, falseInterception, mcc } = rates;
  return [
    baseline("do nothing", "allow everything", against(0, 0)),
    blocklistOnly(tally, against),
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
