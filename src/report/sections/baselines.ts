/** Other rules on the same events. Doing nothing and the oracle are what they are by definition: no interval. */
import { sumOf } from "../../core/sum.ts";
import { BLOCK } from "../../event/findings.ts";
import { rateDesignEffect } from "../../metrics/cluster-effect.ts";
import {
  correlationDesignEffect,
  groupedDesignEffect,
  shareDesignEffect,
  sumDesignEffect,
} from "../../metrics/design-effect.ts";
import { contactsByGang } from "../../metrics/gang-counts.ts";
import {
  clustered,
  clusteredMatthews,
  clusteredRate,
  type Confusion,
  rate,
  scaleClusteredRate,
} from "../../metrics/rates.ts";
import type { Tally } from "../../metrics/tally.ts";
import { t, type Text } from "../../ui/words.ts";
import { confusionOf, designEffects, falseInterception, fraudRate, precision } from "../screening-rates.ts";
import { row, section, table } from "../statement.ts";

export const baselines = section("baselines", t`Baselines`, ({ tally }) => {
  const ours = confusionOf(tally);
  const [fraud, benign] = [ours.tp + ours.fn, ours.fp + ours.tn];
  const against = (tp: number, fp: number): Confusion => ({ tp, fn: fraud - tp, fp, tn: benign - fp });
  return [
    table(
      "baselines",
      t`Baselines`,
      {
        notes: [
          t`oracle: blocks all fraud and nothing else, which only the truth makes possible. benign of 10,000: those that were blocked. MCC: Matthews' correlation of verdicts and labels`,
        ],
      },
      [
        { id: "recall", words: t`recall`, unit: "share" },
        { id: "precision", words: t`precision`, unit: "share" },
        { id: "falsePer10000", words: t`benign of 10,000`, unit: "number" },
        { id: "mcc", words: "MCC", unit: "number" },
      ],
      [
        byDefinition("do nothing", t`do nothing`, against(0, 0)),
        blocklistAlone(tally, against),
        row(
          "ringfence",
          "ringfence",
          fraudRate(tally),
          precision(tally),
          scaleClusteredRate(falseInterception(tally), 10_000),
          clusteredMatthews(ours, correlationDesignEffect(ours, designEffects(tally))),
        ),
        byDefinition("oracle", t`oracle`, against(fraud, 0)),
      ],
    ),
  ];
});

function byDefinition(id: string, words: Text, confusion: Confusion) {
  const { tp, fn, fp, tn } = confusion;
  const [recall, precise, hurt] = [rate(tp, tp + fn), rate(tp, tp + fp), rate(fp, fp + tn)].map((each) =>
    clustered(each, null),
  );
  return row(id, words, recall!, precise!, scaleClusteredRate(hurt!, 10_000), clusteredMatthews(confusion, null));
}

function blocklistAlone(tally: Tally, against: (tp: number, fp: number) => Confusion) {
  const { gangListed, groupListed } = tally.columns;
  const { contacts, kinds } = contactsByGang(tally, BLOCK);
  const confusion = against(sumOf(gangListed), sumOf(groupListed));
  const { tp, fp, tn } = confusion;
  const effects = {
    fraud: rateDesignEffect(gangListed, contacts, kinds),
    benign: groupedDesignEffect([...groupListed]),
  };
  return row(
    "blocklist only",
    t`blocklist only`,
    clusteredRate(gangListed, contacts, kinds),
    clustered(rate(tp, tp + fp), shareDesignEffect(tp, fp, { ...effects, fraud: sumDesignEffect(gangListed) })),
    scaleClusteredRate(clustered(rate(fp, fp + tn), effects.benign), 10_000),
    clusteredMatthews(confusion, correlationDesignEffect(confusion, effects)),
  );
}
