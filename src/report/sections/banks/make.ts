import { sumOverGangs } from "../../../metrics/gang-sum.ts";
import { rate } from "../../../metrics/rates.ts";
import type { BankStatement, TransferCounts } from "../../../record/bank.ts";
import type { BanksReport } from "./schema.ts";

/** Null if banks hold nothing. */
export function banksReport(statement: BankStatement | null): BanksReport | null {
  if (statement === null) return null;
  const { victims, innocents } = statement;
  const [heldOfVictims, heldOfInnocents] = [heldOf(victims), heldOf(innocents)];
  return {
    stoppedYuan: sumOverGangs(victims.stoppedYuan),
    heldYuan: victims.heldYuan,
    victims: {
      ...transfersOf(victims),
      dissuaded: rate(victims.dissuaded, heldOfVictims),
      otherWays: rate(victims.otherWays, heldOfVictims - victims.dissuaded),
      otherWaysYuan: victims.otherWaysYuan,
      accountsTurned: victims.accountsTurned,
      coached: victims.coached,
    },
    innocents: { ...transfersOf(innocents), people: innocents.people, delayHours: innocents.delayHours },
    rightlyHeld: rate(heldOfVictims, heldOfVictims + heldOfInnocents),
  };
}

function transfersOf(counts: TransferCounts): Pick<BanksReport["victims"], "asked" | "held" | "byReason"> {
  return { asked: counts.asked, held: rate(heldOf(counts), counts.asked), byReason: { ...counts.held } };
}

function heldOf({ held }: TransferCounts): number {
  return held.account + held.score + held.call;
}
