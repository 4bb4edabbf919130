/** Gangs: they learn what was blocked, and give up lines and domains that no longer get through. */
import type { DailyBooks } from "../../record/money.ts";
import type { Participant } from "./participant.ts";
import type { Scene } from "./scene.ts";

export interface GangStatement {
  readonly books: DailyBooks;
}

interface GangState {
  readonly gangs: number;
  /** Sum over gangs, in yuan: below 0 if debts are more. */
  readonly heldYuan: number;
  readonly inDebt: number;
  readonly broke: number;
}

export interface GangLoopState {
  /** Some microseconds for a hundred gangs. */
  readonly gangs: () => GangState;
}

export function joinGangs({ world, episodes }: Scene): Participant<GangStatement, GangLoopState> {
  const { books, economy, gangs } = world;
  const state = (): GangState => {
    // Balances include payments for hours that are still being screened.
    const held = gangs.all.map(({ id }) => economy.ledger.heldYuan(id));
    return {
      gangs: held.length,
      heldYuan: held.reduce((sum, yuan) => sum + yuan, 0),
      inDebt: held.filter((yuan) => yuan < 0).length,
      broke: economy.sizes.broke,
    };
  };
  return {
    name: "gangs",
    settle(tick) {
      books.noteEnded(episodes.ended);
      world.react(tick.number, tick.result.reactions);
    },
    statement: () => ({ books: books.statement() }),
    state: () => ({ gangs: state }),
  };
}
