/** What warnings change: the run next to the same world and luck with interception alone. */
import { netEffect } from "../../metrics/net-effect.ts";
import { t } from "../../ui/words.ts";
import { figure, rows, section } from "../statement.ts";

export const saved = section("net", t`What warnings changed`, ({ loop, tally }) => {
  const net = netEffect(loop, tally.handle.gangs);
  if (net === null) return [];
  const [share, yuan, number] = [{ unit: "share" }, { unit: "yuan" }, { unit: "number" }] as const;
  return [
    rows(
      "netEffect",
      t`Episodes that lost money`,
      {
        notes: [
          t`Somebody whom two gangs rob counts twice here. People saved stand at the head of the report.`,
          t`95 %: if the gangs were drawn again. Numbers of warnings and hours are taken for fixed. A study compares seeds instead.`,
        ],
      },
      [
        figure("lostUnwarned", t`lost money, interception alone`, net.lostUnwarned),
        figure("lost", t`lost money, with warnings too`, net.lost),
        figure("saved", t`avoided by warnings`, net.saved),
        figure("savedShare", t`avoided, of those with interception alone`, net.savedShare, share),
        figure("savedPer100Warnings", t`avoided for 100 warnings`, net.savedPer100Warnings, number),
        figure("workedHours", t`hours that agents and teams worked`, net.workedHours),
        figure("savedPer100Hours", t`avoided for 100 hours of work`, net.savedPer100Hours, number),
        figure("lostUnwarnedYuan", t`money lost, interception alone`, net.lostUnwarnedYuan, yuan),
        figure("savedYuan", t`loss avoided by warnings`, net.savedYuan, yuan),
        figure("savedYuanShare", t`loss avoided, of that with interception alone`, net.savedYuanShare, share),
        figure("savedYuanPerWarning", t`loss avoided for a warning`, net.savedYuanPerWarning, yuan),
        figure("savedYuanPerHour", t`loss avoided for an hour of work`, net.savedYuanPerHour, yuan),
      ],
    ),
  ];
});
