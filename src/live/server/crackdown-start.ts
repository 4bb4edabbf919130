/** The crackdown, which a student may begin during a run. */
import { RingfenceError } from "../../core/errors.ts";
import type { CrackdownSwitch } from "../../engine/observer.ts";
import type { Scenario } from "../../scenario/schema.ts";
import type { CrackdownIdleReason, CrackdownState } from "./protocol.ts";

const REASONS: Readonly<Record<CrackdownIdleReason, string>> = {
  noCards: "in this scenario no cards are traded: take one in which they are, as card-breaking",
  begun: "it has begun already: start the run anew to begin it at another hour",
};

export class CrackdownStart {
  readonly #hours: number;
  #state: CrackdownState;
  #settings: readonly string[] = [];

  constructor({ crackdown, cards, hours }: Scenario) {
    this.#hours = hours;
    this.#state = {
      fromHour: crackdown.enabled && cards.traded ? crackdown.fromHour : null,
      idle: cards.traded ? null : "noCards",
    };
  }

  get state(): CrackdownState {
    return this.#state;
  }

  get settings(): readonly string[] {
    return this.#settings;
  }

  /**
   * Begins it in all worlds at the first hour that none has reached. Throws RingfenceError "usage" if it cannot begin,
   * or the run is too near its end.
   */
  begin(worlds: readonly CrackdownSwitch[]): void {
    const { fromHour: planned, idle } = this.#state;
    const fromHour = Math.max(...worlds.map(({ earliestHour }) => earliestHour));
    if (idle !== null) throw refusal(REASONS[idle]);
    if (planned !== null && planned <= fromHour) throw refusal(REASONS.begun);
    if (fromHour >= this.#hours) throw refusal("the run is at its end: start it anew");
    for (const world of worlds) world.beginCrackdown(fromHour);
    this.#settings = ["crackdown.enabled=true", `crackdown.fromHour=${fromHour}`];
    this.#state = { fromHour, idle: "begun" };
  }
}

function refusal(reason: string): RingfenceError {
  return new RingfenceError("usage", `crackdown cannot begin: ${reason}`);
}
