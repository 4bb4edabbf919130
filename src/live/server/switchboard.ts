/** What a student may begin while a run goes on, and what of it has begun. */
import { RingfenceError } from "../../core/errors.ts";
import type { Switches } from "../../engine/observer.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { SWITCH_KEYS, type Switch, type SwitchIdleReason, type SwitchKey } from "./protocol.ts";

interface Rule {
  /** From which hour on it works in a scenario as it stands; null: never. */
  readonly fromHour: (scenario: Scenario) => number | null;
  /** What the scenario lacks for it to matter; null where it lacks nothing. */
  readonly lacks: (scenario: Scenario) => SwitchIdleReason | null;
  /** What to `--set` for the same from the start. */
  readonly write: (fromHour: number, scenario: Scenario) => string[];
}

const RULES: Readonly<Record<SwitchKey, Rule>> = {
  crackdown: {
    fromHour: ({ crackdown, cards }) => (crackdown.enabled && cards.traded ? crackdown.fromHour : null),
    lacks: ({ cards }) => (cards.traded ? null : "noCards"),
    write: (fromHour) => ["crackdown.enabled=true", `crackdown.fromHour=${fromHour}`],
  },
  adaptation: {
    fromHour: ({ adversary }) => (adversary.mode === "adaptive" ? adversary.fromHour : null),
    lacks: ({ adversary, gangs }) =>
      adversary.reviewsPerWeek === 0 || gangs.count === 0 || !Object.values(adversary.knobs).includes(true)
        ? "noReviews"
        : null,
    write: (fromHour, { adversary }) => [
      "adversary.mode=adaptive",
      `adversary.fromHour=${fromHour}`,
      // Which gangs in mode fixed did not follow.
      ...(adversary.mode === "fixed" && adversary.schedule.length > 0 ? ["adversary.schedule=[]"] : []),
    ],
  },
};

const REASONS: Readonly<Record<SwitchIdleReason, string>> = {
  noCards: "in this scenario no cards are traded: take one in which they are, as card-breaking",
  noReviews: "in this scenario gangs review nothing: set adversary.reviewsPerWeek above 0, and a knob",
  begun: "it has begun already: start the run anew to begin it at another hour",
};

export class Switchboard {
  /** What has begun, as `--set` takes it. */
  readonly settings: string[] = [];
  readonly #scenario: Scenario;
  readonly #states: Record<SwitchKey, Switch>;

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    this.#states = Object.fromEntries(
      SWITCH_KEYS.map((key) => [key, { fromHour: RULES[key].fromHour(scenario), idle: RULES[key].lacks(scenario) }]),
    ) as Record<SwitchKey, Switch>;
  }

  get states(): Readonly<Record<SwitchKey, Switch>> {
    return { ...this.#states };
  }

  /**
   * Begins it in all worlds at the first hour that none of them has come to. Throws RingfenceError "usage" where it
   * cannot begin, or the run is too near its end.
   */
  begin(key: SwitchKey, worlds: readonly Switches[]): void {
    const { fromHour: planned, idle } = this.#states[key];
    const fromHour = Math.max(...worlds.map(({ earliestHour }) => earliestHour));
    if (idle !== null) throw refusal(key, REASONS[idle]);
    if (planned !== null && planned <= fromHour) throw refusal(key, REASONS.begun);
    if (fromHour >= this.#scenario.hours) throw refusal(key, "the run is at its end: start it anew");
    for (const world of worlds) world.begin(key, fromHour);
    this.settings.push(...RULES[key].write(fromHour, this.#scenario));
    this.#states[key] = { fromHour, idle: "begun" };
  }
}

function refusal(key: SwitchKey, reason: string): RingfenceError {
  return new RingfenceError("usage", `${key} cannot begin: ${reason}`);
}
