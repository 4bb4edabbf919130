/** Gangs: how their victims fared and what was blocked; they give up what no longer gets through. */
import type { GangState } from "../../record/gang-state.ts";
import type { DailyBooks } from "../../record/money.ts";
import type { Participant } from "./participant.ts";
import type { Scene } from "./scene.ts";

export interface GangStatement {
  readonly books: DailyBooks;
}

export interface GangLoopState {
  /** What gangs have. Truth: for an observer alone. Some microseconds for a hundred gangs. */
  readonly gangs: () => Omit<GangState, "cards">;
}

export function joinGangs({ world, episodes }: Scene): Participant<GangStatement, GangLoopState> {
  const { books, economy, gangs } = world;
  const state = (): Omit<GangState, "cards"> => {
    // Hours that are being screened may have been paid for.
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
