import type { Section } from "../section.ts";
import type { RunFields } from "../run/schema.ts";
import { crackdownRows, periodSection, referenceRows } from "./make.ts";
import { referenceSchema } from "./schema.ts";
import { referenceTable } from "./table.ts";

export const referenceSection: Section<typeof referenceSchema, Pick<RunFields, "hours">> = {
  id: "reference",
  title: { en: "Beside the reported figures", zh: "与公开数据对照" },
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
