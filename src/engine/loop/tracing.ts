/** Tracing: the police trace listed numbers and reported accounts to their holders, and raid dealers. */
import { HOURS_PER_DAY } from "../../core/time.ts";
import type { CardStatement, CrackdownCounts } from "../../record/cards.ts";
import { TracingDesk } from "../../respond/tracing/tracing-desk.ts";
import type { Participant } from "./participant.ts";
import type { Scene } from "./scene.ts";

export interface TracingStatement {
  /** Null if no cards are traded. */
  readonly cards: CardStatement | null;
}

interface CardState extends Pick<CrackdownCounts, "dealersDestroyed" | "suspectsArrested" | "holdersPenalised"> {
  /** Price of a set of cards for gangs, in yuan, and dealers at work, when the day began. */
  readonly priceYuan: number;
  readonly dealers: number;
}

export interface TracingState {
  /** Null if no cards are traded. Truth: for an observer only. */
  readonly cards: () => CardState | null;
}

export function joinTracing({ options, world }: Scene): Participant<TracingStatement, TracingState> {
  const name = "tracing";
  const { trade } = world;
  if (trade === null) return { name, statement: () => ({ cards: null }), state: () => ({ cards: () => null }) };
  const desk = new TracingDesk(options.scenario.crackdown, options.seed, trade);
  return {
    name,
    settle({ number, endMs, listings, complaints }) {
      desk.take(listings, complaints, endMs);
      desk.hear(trade.takeAppeals(), endMs);
      world.obey(desk.advance(endMs), number);
    },
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
