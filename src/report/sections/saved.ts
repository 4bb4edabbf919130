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
      t`Episodes that lost money, and what warnings changed`,
      {
        notes: [
          t`Somebody whom two gangs rob counts twice here. Saved is not kept: kept counts all who were warned in time and paid nothing, also those who would have paid nothing anyway.`,
          t`95 %: if the gangs were drawn again. Numbers of warnings and hours are taken for fixed. A study compares seeds instead.`,
        ],
      },
      [
        figure("lostUnwarned", t`lost money, interception alone`, net.lostUnwarned),
        figure("lost", t`lost money, with warnings too`, net.lost),
        figure("saved", t`saved`, net.saved),
        figure("savedShare", t`saved, of those who would have lost`, net.savedShare, share),
        figure("savedPer100Warnings", t`saved for 100 warnings`, net.savedPer100Warnings, number),
        figure("workedHours", t`hours that agents and teams worked`, net.workedHours),
        figure("savedPer100Hours", t`saved for 100 hours of work`, net.savedPer100Hours, number),
        figure("lostUnwarnedYuan", t`money lost, interception alone`, net.lostUnwarnedYuan, yuan),
        figure("savedYuan", t`money saved`, net.savedYuan, yuan),
        figure("savedYuanShare", t`money saved, of what would have been lost`, net.savedYuanShare, share),
        figure("savedYuanPerWarning", t`money saved for a warning`, net.savedYuanPerWarning, yuan),
        figure("savedYuanPerHour", t`money saved for an hour of work`, net.savedYuanPerHour, yuan),
      ],
    ),
  ];
});
