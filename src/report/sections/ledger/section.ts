/** That each event was decided once: generated = allowed + flagged + blocked. */
import { z } from "zod";
import { balanceLedger } from "../../../metrics/ledger.ts";
import { formatCount } from "../../format.ts";
import type { ReportTable } from "../../report-table.ts";
import { count } from "../../schema-parts.ts";
import { named } from "../names.ts";
import type { Fields, Section } from "../section.ts";

const entry = z.strictObject({ generated: count, allowed: count, flagged: count, blocked: count });

const ledgerSchema = {
  ledger: entry.extend({ byChannel: z.strictObject({ calls: entry, messages: entry }) }),
};

/** Throws RingfenceError("invariant") if the ledger does not balance. */
export const ledgerSection: Section<typeof ledgerSchema> = {
  id: "ledger",
  title: { en: "Ledger", zh: "账目" },
  schema: ledgerSchema,
  make: ({ tally, planned }) => ({ ledger: balanceLedger(tally, planned) }),
  show: ({ ledger }) => [{ table: ledgerTable(ledger) }],
};

function ledgerTable(ledger: Fields<typeof ledgerSchema>["ledger"]): ReportTable {
  const rows = { calls: ledger.byChannel.calls, messages: ledger.byChannel.messages, all: ledger };
  return {
    head: [
      { en: "Events", zh: "事件" },
      { en: "generated", zh: "产生" },
      { en: "allowed", zh: "放行" },
      { en: "flagged", zh: "标记" },
      { en: "blocked", zh: "拦截" },
    ],
    rows: Object.entries(rows).map(([name, { generated, allowed, flagged, blocked }]) => [
      named(name),
      ...[generated, allowed, flagged, blocked].map(formatCount),
    ]),
    notes: [
      {
        en: "Generated = allowed + flagged + blocked, or there would be no report.",
        zh: "产生 = 放行 + 标记 + 拦截，否则不会有报告。",
      },
    ],
  };
}
