/** Tracing: the police trace listed numbers and reported accounts to their holders, and raid dealers. */
import { HOURS_PER_DAY } from "../../core/time.ts";
import type { CardStatement } from "../../record/cards.ts";
import type { CardState } from "../../record/gang-state.ts";
import { TracingDesk } from "../../respond/tracing/tracing-desk.ts";
import type { Participant } from "./participant.ts";
import type { Scene } from "./scene.ts";

export interface TracingStatement {
  /** Null if no cards are traded. */
  readonly cards: CardStatement | null;
}

export interface TracingState {
  /** Null if no cards are traded. Truth: for an observer only. */
  readonly cards: () => CardState | null;
}

export function joinTracing({ options, world }: Scene): Participant<TracingStatement, TracingState> {
  const name = "tracing";
  const { trade } = world;
  if (trade === null) return { name, statement: () => ({ cards: null }), state: () => ({ cards: () => null }) };
  const desk = new TracingDesk(options.scenario.crackdown, options.seed, trade, (dealer) => trade.raid(dealer));
  return {
    name,
    settle({ number, endMs, listings, complaints }) {
      desk.take(listings, complaints, endMs);
      desk.hear(trade.takeAppeals(), endMs);
      world.obey(desk.advance(endMs), number);
    },
    beginCrackdown: (fromHour) => desk.begin(fromHour),
    statement: () => ({ cards: world.cardStatement(desk.counts()) }),
    state: ({ number }) => ({
      cards() {
        const { priceYuan, dealers } = trade.days[Math.floor(number / HOURS_PER_DAY)]!;
        const { dealersDestroyed, suspectsArrested, holdersPenalised } = desk.counts();
        return { priceYuan, dealers, dealersDestroyed, suspectsArrested, holdersPenalised };
      },
    }),
  };
}
