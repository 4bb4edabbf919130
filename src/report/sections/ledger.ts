/** That each event was decided once: generated = allowed + flagged + blocked, or there would be no report. */
import { balanceLedger } from "../../metrics/ledger.ts";
import { t } from "../../ui/words.ts";
import { row, section, table } from "../statement.ts";

export const ledger = section("ledger", t`Ledger`, ({ tally, planned }) => {
  const { byChannel, ...all } = balanceLedger(tally, planned);
  const columns = [
    { id: "generated", words: t`generated`, unit: "count" },
    { id: "allowed", words: t`allowed`, unit: "count" },
    { id: "flagged", words: t`flagged`, unit: "count" },
    { id: "blocked", words: t`blocked`, unit: "count" },
  ] as const;
  const counts = (found: typeof all): number[] => columns.map(({ id }) => found[id]);
  return [
    table("ledger", t`Events`, {}, columns, [
      row("byChannel.calls", t`calls`, ...counts(byChannel.calls)),
      row("byChannel.messages", t`messages`, ...counts(byChannel.messages)),
      row("", t`all`, ...counts(all)),
    ]),
  ];
});
