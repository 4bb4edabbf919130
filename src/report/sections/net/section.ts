import { t } from "../../../ui/words.ts";
import { netEffect } from "../../../metrics/net-effect.ts";
import type { BanksFields } from "../banks/schema.ts";
import type { Section } from "../section.ts";
import type { WarningsFields } from "../warnings/schema.ts";
import { netSchema } from "./schema.ts";
import { netTable } from "./table.ts";

export const netSection: Section<typeof netSchema, Pick<WarningsFields, "warnings"> & BanksFields> = {
  id: "net",
  title: t`What warnings changed`,
  schema: netSchema,
  make: ({ loop, tally }) => ({ netEffect: netEffect(loop, tally.handle.gangs) }),
  show: (report) => [{ table: netTable(report) }],
};
