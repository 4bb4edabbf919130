/** What banks held, rightly and wrongly, and the stopped money next to the reported figure. */
import { t } from "../../../ui/words.ts";
import type { ReferenceFields } from "../reference/schema.ts";
import type { Section } from "../section.ts";
import { banksReport } from "./make.ts";
import { banksSchema } from "./schema.ts";
import { stoppedTable, transferTable } from "./tables.ts";

export const banksSection: Section<typeof banksSchema, Pick<ReferenceFields, "reference">> = {
  id: "banks",
  title: t`Transfers that banks held`,
  schema: banksSchema,
  make: ({ loop }) => ({ banks: banksReport(loop.banks ?? null) }),
  show: ({ banks, reference }) =>
    banks === null
      ? []
      : [
          { table: transferTable(banks) },
          { table: stoppedTable(banks, reference.find(({ id }) => id === "stoppedYuan")?.scaled ?? null) },
        ],
};
