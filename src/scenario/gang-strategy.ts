/**
 * A strategy of gangs: once a day each gang gets what it sees of its own trade, and answers with the knobs that it turns
 * (knobs.ts). It sees neither labels nor what the platform does, only what arrives, what it earns, and prices.
 */
import { describeValue, isRecord } from "../core/describe-value.ts";
import { RingfenceError } from "../core/errors.ts";
import { EngineList } from "../core/module/engine-list.ts";
import { type Knob, KNOB_NAMES, SETTINGS, settingNamed } from "./knobs.ts";

export interface GangView {
  /** Days since the run began. */
  readonly day: number;
  readonly gang: number;
  /** Of the day that ended: calls and messages made, those that did not get through, and yuan. */
  readonly contacts: number;
  readonly blocked: number;
  /** From victims, after the parts of launderers and mules. */
  readonly incomeYuan: number;
  readonly spentYuan: number;
  readonly heldYuan: number;
  /** The going price of a set of cards; null where none are traded. */
  readonly setYuan: number | null;
  /** What the gang does now: by knob the name of its setting. */
  readonly policy: Readonly<Record<Knob, string>>;
  /** The same object for a gang all through a run, and a new one for each run. */
  readonly memory: Record<string, unknown>;
  /** From 0 to below 1: a stream of its own, so that runs can be repeated. */
  readonly random: () => number;
}

export interface GangStrategy {
  readonly name: string;
  /** Knobs that are not named stay. What a turned knob concerns is replaced within two hours. */
  readonly decide: (view: GangView) => Readonly<Partial<Record<Knob, string | number>>>;
}

/** For `export default strategyFrom({ name, decide })`. */
export function strategyFrom(strategy: GangStrategy): GangStrategy {
  return strategy;
}

/** The shipped strategy: gangs follow `adversary.schedule`, all alike. */
const SCHEDULE = strategyFrom({ name: "schedule", decide: () => ({}) });

/** Codes of settings, by knob. Throws RingfenceError "config" with day, gang and knob. */
export function knobsOf(strategy: GangStrategy, view: GangView): readonly (readonly [Knob, number])[] {
  const answer: unknown = strategy.decide(view);
  const refuse = (field: string, expected: string, found: unknown): RingfenceError => {
    const where = `strategy "${strategy.name}", day ${view.day}, gang ${view.gang}`;
    return new RingfenceError("config", `${where}: ${field}: expected ${expected}, found ${describeValue(found)}`);
  };
  if (!isRecord(answer) || typeof (answer as { then?: unknown }).then === "function") {
    throw refuse("answer", "{ knob: setting }", answer);
  }
  return Object.entries(answer).map(([name, value]) => {
    const knob = KNOB_NAMES.find((each) => each === name);
    if (knob === undefined) throw refuse("knob", `one of ${KNOB_NAMES.join(", ")}`, name);
    const setting = settingNamed(knob, String(value));
    if (setting === null) throw refuse(knob, `one of ${SETTINGS[knob].join(", ")}`, value);
    return [knob, setting] as const;
  });
}

function tryStrategy(strategy: GangStrategy): void {
  const policy = Object.fromEntries(KNOB_NAMES.map((name) => [name, "usual"])) as Record<Knob, string>;
  const trade = { contacts: 0, blocked: 0, incomeYuan: 0, spentYuan: 0, heldYuan: 0, setYuan: 300 };
  knobsOf(strategy, { day: 0, gang: 0, ...trade, policy, memory: {}, random: () => 0 });
}

export const DEFAULT_STRATEGY = SCHEDULE.name;

export const gangStrategies = new EngineList<GangStrategy>(
  { what: "strategy of gangs", functions: ["decide"], madeBy: "strategyFrom({ name, decide })", check: tryStrategy },
  [SCHEDULE],
);
