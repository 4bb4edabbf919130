/** The rates of a run. The page has them at its head; other sections show them where they fit. */
import { t } from "../../../ui/words.ts";
import { accuracyAt, countSources, type WarningSources } from "../../../metrics/accuracy-at.ts";
import { BLOCK } from "../../../event/findings.ts";
import { funnelRates } from "../../../metrics/funnel-rates.ts";
import { contactsByGang } from "../../../metrics/gang-counts.ts";
import { precisionAt } from "../../../metrics/rates.ts";
import type { Section } from "../section.ts";
import { headlineRates } from "./make.ts";
import { type RatesFields, ratesSchema } from "./schema.ts";

export const ratesSection: Section<typeof ratesSchema> = {
  id: "rates",
  title: t`Rates`,
  schema: ratesSchema,
  make: ({ tally, traced, loop }) => {
    const rates = { ...headlineRates(tally), ...funnelRates(traced, loop.episodes, tally.handle.gangs) };
    return {
      rates,
      precisionByPrevalence: precisionRows(
        rates,
        countSources(traced, tally.handle.gangs),
        contactsByGang(tally, BLOCK).contacts,
      ),
    };
  },
  show: () => [],
};

/**
 * Shares of fraud in real traffic to which precision and accuracy are re-weighted: a round figure, and the lower of the
 * published ones.
 */
const REAL_PREVALENCES = [0.01, 0.0036] as const;

function precisionRows(
  { prevalence: { value: here }, precision, recall, falseInterception, accuracy }: RatesFields["rates"],
  sources: WarningSources,
  contacts: Float64Array,
): RatesFields["precisionByPrevalence"] {
  return [
    { prevalence: here, basis: "scenario", precision, accuracy },
    ...REAL_PREVALENCES.map((prevalence) => ({
      prevalence,
      basis: "re-weighted" as const,
      precision: precisionAt(prevalence, recall, falseInterception),
      accuracy: accuracyAt(prevalence, here, accuracy, sources, contacts),
    })),
  ];
}
