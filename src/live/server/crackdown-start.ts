/** The crackdown, which a student may begin during a run. */
import { RingfenceError } from "../../core/errors.ts";
import type { CrackdownSwitch } from "../../engine/observer.ts";
import type { Scenario } from "../../scenario/schema.ts";
import type { CrackdownState } from "./protocol.ts";

export class CrackdownStart {
  state: CrackdownState;
  /** That repeat what was begun. */
  settings: readonly string[] = [];
  readonly #hours: number;

  constructor({ crackdown, cards, hours }: Scenario) {
    this.#hours = hours;
    this.state = { fromHour: crackdown.enabled && cards.traded ? crackdown.fromHour : null, canBegin: cards.traded };
  }

  /** Begins it in all worlds at the first hour that none has reached. Throws RingfenceError "usage" if it cannot. */
  begin(worlds: readonly CrackdownSwitch[]): void {
    const fromHour = Math.max(...worlds.map(({ earliestHour }) => earliestHour));
    const planned = this.state.fromHour;
    if (planned !== null && (planned <= fromHour || !this.state.canBegin)) {
      throw refusal("it has begun already: start the run anew to begin it at another hour");
    }
    if (!this.state.canBegin) {
      throw refusal("in this scenario no cards are traded: take one in which they are, as card-breaking");
    }
    if (fromHour >= this.#hours) throw refusal("the run is at its end: start it anew");
    for (const world of worlds) world.beginCrackdown(fromHour);
    this.settings = ["crackdown.enabled=true", `crackdown.fromHour=${fromHour}`];
    this.state = { fromHour, canBegin: false };
  }
}

function refusal(reason: string): RingfenceError {
  return new RingfenceError("usage", `crackdown cannot begin: ${reason}`);
}
