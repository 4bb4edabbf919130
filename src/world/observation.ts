/**
 * What the platform gets to see of what happens, kind by kind. What it does not see never reaches it: neither as an
 * event that was put through, nor as something that a person did. Draws are keyed by the event, and by who did what
 * when, so that results do not depend on batches.
 *
 * What screening looks at is another matter: that stands in the way of every event, and so does what it blocks.
 */
import { RandomStream, thresholdOf } from "../core/random.ts";
import { ACT_KINDS, type Act, type ActKind } from "../event/act.ts";
import { type EventBatch, KIND_CALL } from "../event/event-batch.ts";
import type { Scenario } from "../scenario/schema.ts";

type Share = keyof Scenario["observation"];

/** Which share an act falls under. */
const SHARE_OF: Readonly<Record<ActKind, Share>> = {
  callBack: "calls",
  reply: "messages",
  lookUp: "lookUps",
  install: "installs",
  chat: "chats",
  payment: "payments",
};

export class Observation {
  /** Shares as thresholds that a word of a draw stays below: decisions compare integers. */
  readonly #calls: number;
  readonly #messages: number;
  readonly #acts: Readonly<Record<ActKind, number>>;
  readonly #ofEvents: RandomStream;
  readonly #ofActs: RandomStream;

  constructor({ observation }: Scenario, seed: number) {
    this.#calls = thresholdOf(observation.calls);
    this.#messages = thresholdOf(observation.messages);
    const thresholds = ACT_KINDS.map((kind) => [kind, thresholdOf(observation[SHARE_OF[kind]])] as const);
    this.#acts = Object.fromEntries(thresholds) as Record<ActKind, number>;
    this.#ofEvents = new RandomStream(seed, "observation-event");
    this.#ofActs = new RandomStream(seed, "observation-act");
  }

  /** Whether the record of an event that was put through reaches the platform. One draw, 15 ns. */
  seesEvent({ kind, idLow, idHigh }: EventBatch, row: number): boolean {
    // Signed words, which a draw takes for the same: unsigned ones above 2^31 would each be boxed on the way.
    const word = this.#ofEvents.draw(idLow[row]! | 0, idHigh[row]! | 0)[0]!;
    return word < (kind[row] === KIND_CALL ? this.#calls : this.#messages);
  }

  /** Whether what somebody did reaches the platform. */
  seesAct({ kind, subscriber, timeMs }: Act): boolean {
    return this.#ofActs.draw(subscriber, Math.floor(timeMs), ACT_KINDS.indexOf(kind))[0]! < this.#acts[kind];
  }
}
