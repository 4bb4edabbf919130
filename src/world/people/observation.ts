/**
 * What the platform sees of events and acts. Draws are keyed by the event, or by person, act and time. It sees and can
 * refuse only look-ups through an operator's resolver; a telephone's resolver never changes, so one draw a subscriber
 * decides both. Screening itself sees every event, as it stands in the way.
 */
import { RandomStream, thresholdOf } from "../../core/random.ts";
import { ACT_KINDS, type Act, type ActKind } from "../../record/act.ts";
import { type EventBatch, KIND_CALL } from "../../event/event-batch.ts";
import type { Scenario } from "../../scenario/schema.ts";

type Share = keyof Scenario["observation"];

const SHARE_OF: Readonly<Record<Exclude<ActKind, "lookUp">, Share>> = {
  callBack: "calls",
  reply: "messages",
  install: "installs",
  chat: "chats",
  payment: "payments",
};

export class Observation {
  readonly #below: Readonly<Record<Share, number>>;
  readonly #ofEvents: RandomStream;
  readonly #ofActs: RandomStream;
  readonly #resolvers: RandomStream;

  constructor({ observation }: Scenario, seed: number) {
    const thresholds = Object.entries(observation).map(([name, share]) => [name, thresholdOf(share)]);
    this.#below = Object.fromEntries(thresholds) as Record<Share, number>;
    this.#ofEvents = new RandomStream(seed, "observation-event");
    this.#ofActs = new RandomStream(seed, "observation-act");
    this.#resolvers = new RandomStream(seed, "observation-resolver");
  }

  /** Whether the record of an event that was put through reaches the platform. One draw, 15 ns. */
  seesEvent({ kind, idLow, idHigh }: EventBatch, row: number): boolean {
    // Signed words give the same draw; unsigned ones above 2^31 would each be boxed.
    const word = this.#ofEvents.draw(idLow[row]! | 0, idHigh[row]! | 0)[0]!;
    return word < (kind[row] === KIND_CALL ? this.#below.calls : this.#below.messages);
  }

  seesAct({ kind, subscriber, timeMs }: Act): boolean {
    if (kind === "lookUp") return this.asksOperator(subscriber);
    return this.#ofActs.draw(subscriber, Math.floor(timeMs), ACT_KINDS.indexOf(kind))[0]! < this.#below[SHARE_OF[kind]];
  }

  /** Whether a subscriber's look-ups pass an operator's resolver, which sees them, and may refuse them. */
  asksOperator(subscriber: number): boolean {
    return this.#resolvers.draw(subscriber, 0)[0]! < this.#below.lookUps;
  }
}
