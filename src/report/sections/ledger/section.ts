/** That each event was decided once: generated = allowed + flagged + blocked. */
import { t, word } from "../../../ui/words.ts";
import { z } from "zod";
import { balanceLedger } from "../../../metrics/ledger.ts";
import { formatCount } from "../../format.ts";
import type { ReportTable } from "../../report-table.ts";
import { count } from "../../schema-parts.ts";
import type { Fields, Section } from "../section.ts";

const entry = z.strictObject({ generated: count, allowed: count, flagged: count, blocked: count });

const ledgerSchema = {
  ledger: entry.extend({ byChannel: z.strictObject({ calls: entry, messages: entry }) }),
};

/** Throws RingfenceError("invariant") if the ledger does not balance. */
export const ledgerSection: Section<typeof ledgerSchema> = {
  id: "ledger",
  title: t`Ledger`,
  schema: ledgerSchema,
  make: ({ tally, planned }) => ({ ledger: balanceLedger(tally, planned) }),
  show: ({ ledger }) => [{ table: ledgerTable(ledger) }],
};

function ledgerTable(ledger: Fields<typeof ledgerSchema>["ledger"]): ReportTable {
  const rows = { calls: ledger.byChannel.calls, messages: ledger.byChannel.messages, all: ledger };
  return {
    head: [t`Events`, t`generated`, t`allowed`, t`flagged`, t`blocked`],
    rows: Object.entries(rows).map(([name, { generated, allowed, flagged, blocked }]) => [
      word(name),
      ...[generated, allowed, flagged, blocked].map(formatCount),
    ]),
    notes: [t`Generated = allowed + flagged + blocked, or there would be no report.`],
  };
}
