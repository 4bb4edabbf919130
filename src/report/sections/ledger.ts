/** That each event was decided once: generated = allowed + flagged + blocked, or there would be no report. */
import { balanceLedger } from "../../metrics/ledger.ts";
import { t } from "../../ui/words.ts";
import { columnsOf, row, section, table } from "../statement.ts";

export const ledger = section("ledger", t`Ledger`, ({ tally, planned }) => {
  const { byChannel, ...all } = balanceLedger(tally, planned);
  const columns = columnsOf("count", {
    generated: t`generated`,
    allowed: t`allowed`,
    flagged: t`flagged`,
    blocked: t`blocked`,
  });
  const counts = ({ generated, allowed, flagged, blocked }: typeof all) => [generated, allowed, flagged, blocked];
  return [
    table("ledger", t`Events`, {}, columns, [
      row("byChannel.calls", t`calls`, ...counts(byChannel.calls)),
      row("byChannel.messages", t`messages`, ...counts(byChannel.messages)),
      row("", t`all`, ...counts(all)),
    ]),
  ];
});
