/** What banks held, rightly and wrongly. */
import { sumOverGangs } from "../../metrics/gang-sum.ts";
import { rate } from "../../metrics/rates.ts";
import { HOLD_REASONS, type HoldReason, type TransferCounts } from "../../record/bank.ts";
import { t, type Text } from "../../ui/words.ts";
import { columnsOf, figure, row, rows, section, table } from "../statement.ts";

const REASONS: Readonly<Record<HoldReason, Text>> = {
  account: t`refused: account on a list`,
  score: t`held: looks odd`,
  call: t`held: looks odd, soon after a call with a suspect number`,
};

export const banks = section("banks", t`Transfers that banks held`, ({ loop }) => {
  if (!loop.banks) return [];
  const { victims, innocents } = loop.banks;
  const [ofVictims, ofInnocents] = [heldOf(victims), heldOf(innocents)];
  const columns = columnsOf("count", { victims: t`of victims`, innocents: t`of the innocent` });
  const share = { unit: "share" } as const;
  return [
    table("banks", t`Transfers that banks held`, {}, columns, [
      row("*.asked", t`banks were asked for`, victims.asked, innocents.asked),
      {
        ...row("*.held", t`held or refused`, rate(ofVictims, victims.asked), rate(ofInnocents, innocents.asked)),
        ...share,
      },
      ...HOLD_REASONS.map((reason) =>
        row(`*.byReason.${reason}`, REASONS[reason], victims.held[reason], innocents.held[reason]),
      ),
      row("*.people", t`people held up`, undefined, innocents.people),
      row("*.delayHours", t`hours of delay for all of them`, undefined, innocents.delayHours),
      { ...row("*.dissuaded", t`gave up when asked`, rate(victims.dissuaded, ofVictims)), ...share },
      {
        ...row(
          "*.otherWays",
          t`took another way, of those who insisted`,
          rate(victims.otherWays, ofVictims - victims.dissuaded),
        ),
        ...share,
      },
      row("*.coached", t`told by a gang what to say`, victims.coached),
      row("*.accountsTurned", t`accounts that gangs gave up`, victims.accountsTurned),
    ]),
    rows(
      "banks",
      t`Money of victims`,
      {
        unit: "yuan",
        notes: [
          t`stopped: held, and not sent in that episode. It is no loss avoided: who is kept by the bank today may have been warned tomorrow. \`study compare --ablate\` tells what banks change.`,
        ],
      },
      [
        figure("heldYuan", t`held at least once`, victims.heldYuan),
        figure("stoppedYuan", t`stopped`, sumOverGangs(victims.stoppedYuan)),
        figure("victims.otherWaysYuan", t`sent in another way`, victims.otherWaysYuan),
        figure("rightlyHeld", t`transfers of victims, of all held`, rate(ofVictims, ofVictims + ofInnocents), share),
      ],
    ),
  ];
});

function heldOf({ held }: TransferCounts): number {
  return held.account + held.score + held.call;
}
