import type { Text, Localised } from "../../../core/words.ts";
import type { Rate } from "../../../metrics/rates.ts";
import { HOLD_REASONS, type HoldReason } from "../../../record/bank.ts";
import { amountInterval, amountText, formatCount, formatPercent, formatPercentInterval, NONE } from "../../format.ts";
import type { ReportTable } from "../../report-table.ts";
import type { BanksReport } from "./schema.ts";

const REASONS: Readonly<Record<HoldReason, Localised>> = {
  account: { en: "  refused: account on a list", zh: "  拒付：账户在名单上" },
  score: { en: "  held: looks odd", zh: "  暂缓：转账异常" },
  call: { en: "  held: looks odd, after a call", zh: "  暂缓：通话后转账异常" },
};

export function transferTable({ victims, innocents, rightlyHeld }: BanksReport): ReportTable {
  const delay = innocents.held.n === 0 ? null : innocents.delayHours / innocents.held.n;
  return {
    head: [
      { en: "Transfers", zh: "转账" },
      { en: "of victims", zh: "受害人" },
      { en: "of the innocent", zh: "无辜者" },
    ],
    rows: [
      [{ en: "banks were asked for", zh: "向银行提出" }, formatCount(victims.asked), formatCount(innocents.asked)],
      [{ en: "held or refused", zh: "暂缓或拒付" }, formatPercent(victims.held, 1), formatPercent(innocents.held, 2)],
      ...HOLD_REASONS.map((reason): Text[] => [
        REASONS[reason],
        formatCount(victims.byReason[reason]),
        formatCount(innocents.byReason[reason]),
      ]),
      [{ en: "people held up", zh: "受阻的人" }, "", formatCount(innocents.people)],
      [{ en: "hours of delay for all of them", zh: "合计延误小时" }, "", formatCount(Math.round(innocents.delayHours))],
      [{ en: "minutes of delay for a transfer", zh: "平均每笔延误分钟" }, "", minutesOf(delay)],
      shareRow({ en: "gave up when asked", zh: "经询问后放弃" }, victims.dissuaded),
      shareRow({ en: "took another way, of those who insisted", zh: "坚持者中改用其他渠道" }, victims.otherWays),
      [{ en: "accounts that gangs gave up", zh: "团伙弃用的账户" }, formatCount(victims.accountsTurned), ""],
      [{ en: "told by a gang what to say", zh: "受团伙教唆应答" }, formatCount(victims.coached), ""],
    ],
    notes: [
      {
        en: `of all that were held ${shareOf(rightlyHeld)} were of victims. Banks are not told which`,
        zh: `所有被暂缓的转账中 ${shareOf(rightlyHeld)} 属于受害人，银行并不知道是哪些`,
      },
      {
        en: "after a call: with a number that the network holds suspect, at that time or a short while before",
        zh: "通话后：付款时或不久前与网络认为可疑的号码通话",
      },
    ],
  };
}

/** `reported`: the scenario's part of it; null if the period reported none. */
export function stoppedTable(banks: BanksReport, reported: number | null): ReportTable {
  const { stoppedYuan, heldYuan, victims } = banks;
  return {
    head: [{ en: "Money of victims, yuan", zh: "受害人的钱款，元" }, "", "95 %"],
    rows: [
      [{ en: "held at least once", zh: "曾被暂缓" }, amountText(heldYuan), ""],
      [{ en: "stopped", zh: "止付" }, amountText(stoppedYuan.value), amountInterval(stoppedYuan)],
      [
        { en: "reported as stopped, at this scale", zh: "报告的止付金额，按此比例" },
        reported === null ? NONE : amountText(reported),
        "",
      ],
      [{ en: "sent in another way", zh: "改用其他渠道付出" }, amountText(victims.otherWaysYuan), ""],
    ],
    notes: [
      {
        en:
          "stopped: held, and not sent in that episode. Warnings had a part in it where the person was warned too. It is no loss avoided: " +
          "who is kept by the bank today may have been warned tomorrow. `study compare --ablate` tells what banks change",
        zh: "止付：被暂缓，且在该骗局中未再付出；若此人也得到预警，预警亦有作用。它不等于挽回的损失，银行的作用见 `study compare --ablate`",
      },
      {
        en: "reported: stopped by the police and banks together, of all frauds",
        zh: "报告的金额：公安与银行共同止付，涵盖各类诈骗",
      },
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
