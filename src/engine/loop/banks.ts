/** Banks: they learn of calls and accounts, and people who are in no episode pay each other. */
import type { BankStatement } from "../../record/bank.ts";
import type { Participant } from "./participant.ts";
import type { Scene } from "./scene.ts";

export interface BanksStatement {
  readonly banks: BankStatement | null;
}

/** Acts before the participant that brings episodes forward: victims pay in the same hours. */
export function joinBanks({ banks, episodes }: Scene): Participant<BanksStatement> {
  const name = "banks";
  if (banks === null) return { name, statement: () => ({ banks: null }) };
  return {
    name,
    settle(tick) {
      banks.hear(tick.result.notedEvents, tick.startMs);
      if (!tick.isDraining) banks.serveInnocents(tick.number);
    },
    conclude(tick) {
      banks.listAccounts(tick.complaints, tick.endMs);
    },
    statement: () => ({ banks: { victims: episodes.heldTransfers()!, innocents: banks.innocents() } }),
  };
}
