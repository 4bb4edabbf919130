import { t, type Text, type Localised } from "../../../ui/words.ts";
import type { Rate } from "../../../metrics/rates.ts";
import { HOLD_REASONS, type HoldReason } from "../../../record/bank.ts";
import { amountInterval, amountText, formatCount, formatPercent, formatPercentInterval, NONE } from "../../format.ts";
import type { ReportTable } from "../../report-table.ts";
import type { BanksReport } from "./schema.ts";

const REASONS: Readonly<Record<HoldReason, Localised>> = {
  account: t`  refused: account on a list`,
  score: t`  held: looks odd`,
  call: t`  held: looks odd, after a call`,
};

export function transferTable({ victims, innocents, rightlyHeld }: BanksReport): ReportTable {
  const delay = innocents.held.n === 0 ? null : innocents.delayHours / innocents.held.n;
  return {
    head: [t`Transfers`, t`of victims`, t`of the innocent`],
    rows: [
      [t`banks were asked for`, formatCount(victims.asked), formatCount(innocents.asked)],
      [t`held or refused`, formatPercent(victims.held, 1), formatPercent(innocents.held, 2)],
      ...HOLD_REASONS.map((reason): Text[] => [
        REASONS[reason],
        formatCount(victims.byReason[reason]),
        formatCount(innocents.byReason[reason]),
      ]),
      [t`people held up`, "", formatCount(innocents.people)],
      [t`hours of delay for all of them`, "", formatCount(Math.round(innocents.delayHours))],
      [t`minutes of delay for a transfer`, "", minutesOf(delay)],
      shareRow(t`gave up when asked`, victims.dissuaded),
      shareRow(t`took another way, of those who insisted`, victims.otherWays),
      [t`accounts that gangs gave up`, formatCount(victims.accountsTurned), ""],
      [t`told by a gang what to say`, formatCount(victims.coached), ""],
    ],
    notes: [
      t`of all that were held ${shareOf(rightlyHeld)} were of victims. Banks are not told which`,
      t`after a call: with a number that the network holds suspect, at that time or a short while before`,
    ],
  };
}

/** `reported`: the scenario's part of it; null if the period reported none. */
export function stoppedTable(banks: BanksReport, reported: number | null): ReportTable {
  const { stoppedYuan, heldYuan, victims } = banks;
  return {
    head: [t`Money of victims, yuan`, "", "95 %"],
    rows: [
      [t`held at least once`, amountText(heldYuan), ""],
      [t`stopped`, amountText(stoppedYuan.value), amountInterval(stoppedYuan)],
      [t`reported as stopped, at this scale`, reported === null ? NONE : amountText(reported), ""],
      [t`sent in another way`, amountText(victims.otherWaysYuan), ""],
    ],
    notes: [
      t`stopped: held, and not sent in that episode. Warnings had a part in it where the person was warned too. It is no loss avoided: who is kept by the bank today may have been warned tomorrow. \`study compare --ablate\` tells what banks change`,
      t`reported: stopped by the police and banks together, of all frauds`,
    ],
  };
}

function shareRow(name: Localised, share: Rate): Text[] {
  const interval = formatPercentInterval(share, 0);
  return [name, interval === "" ? NONE : `${formatPercent(share, 1)} (${interval})`, ""];
}

function shareOf(share: Rate): string {
  return formatPercent(share, 2);
}

function minutesOf(hours: number | null): string {
  return hours === null ? NONE : (60 * hours).toFixed(1);
}
