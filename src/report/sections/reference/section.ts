import { t } from "../../../ui/words.ts";
import type { Section } from "../section.ts";
import type { RunFields } from "../run/schema.ts";
import { crackdownRows, periodSection, referenceRows } from "./make.ts";
import { referenceSchema } from "./schema.ts";
import { referenceTable } from "./table.ts";

export const referenceSection: Section<typeof referenceSchema, Pick<RunFields, "hours">> = {
  id: "reference",
  title: t`Beside the reported figures`,
  schema: referenceSchema,
  make: ({ tally, loop, traced }) => {
    const reference = referenceRows(tally, loop, traced);
    return {
      reference: [...reference, ...crackdownRows(loop.cards)],
      referencePeriod: periodSection(loop.reference ?? "police-2020", reference),
    };
  },
  show: (report) => [{ table: referenceTable(report) }],
};
