/** A warning centre among scripted people, who note down all that they are asked and told. */
import { HOUR_MS } from "../../../src/core/time.ts";
import { RandomStream, unit } from "../../../src/core/random.ts";
import type { Signal, SignalKind } from "../../../src/record/signals.ts";
import type { Delivery, Reply, SpokenReply } from "../../../src/record/warning.ts";
import { dissuasionGroup, warningsGroup } from "../../../src/scenario/warning-parameters.ts";
import type { CallAnswer, DoorAnswer, People } from "../../../src/respond/warning/team.ts";
import { WarningCentre } from "../../../src/respond/warning/warning-centre.ts";
import { signalsOf } from "../../event/signals-for-tests.ts";
import type { Scenario } from "../../../src/scenario/schema.ts";

export const MINUTE_MS = 60_000;

/** The scenario's own defaults, which shows that its groups satisfy the settings. */
export const WARNINGS: Scenario["warnings"] = warningsGroup().parse(undefined);
export const DISSUASION: Scenario["dissuasion"] = dissuasionGroup().parse(undefined);

/** Everybody reads, answers, is at home and agrees, and nobody has family, unless the script says otherwise. */
export interface Script {
  readsMessage?: (subscriber: number) => number | null;
  answersCall?: (subscriber: number, attempt: number) => CallAnswer;
  isAtHome?: (subscriber: number, attempt: number) => boolean;
  /** What is said to a call or a visit. */
  says?: (delivery: Delivery) => SpokenReply;
  hasFamily?: (subscriber: number) => boolean;
}

export class ScriptedPeople implements People {
  /** "call 7 #1", "visit 7 #1", "telephone 7 #1", ... with the minute. */
  readonly log: string[] = [];
  readonly times: number[] = [];
  readonly #script: Script;

  constructor(script: Script) {
    this.#script = script;
  }

  readsMessage(subscriber: number): number | null {
    return this.#script.readsMessage ? this.#script.readsMessage(subscriber) : 30 * MINUTE_MS;
  }

  answersCall(subscriber: number, _: number, attempt: number, timeMs: number): CallAnswer {
    this.#note(`call ${subscriber} #${attempt}`, timeMs);
    return this.#script.answersCall?.(subscriber, attempt) ?? "answered";
  }

  answersDoor(subscriber: number, _: number, attempt: number, timeMs: number): DoorAnswer {
    this.#note(`visit ${subscriber} #${attempt}`, timeMs);
    return (this.#script.isAtHome?.(subscriber, attempt) ?? true) ? "answered" : "away";
  }

  hasFamily(subscriber: number): boolean {
    return this.#script.hasFamily?.(subscriber) ?? false;
  }

  familyAnswers(subscriber: number, _: number, attempt: number, timeMs: number): boolean {
    this.#note(`call to family of ${subscriber} #${attempt}`, timeMs);
    return this.#script.isAtHome?.(subscriber, attempt) ?? true;
  }

  hear(delivery: Delivery): Reply {
    const { channel, subscriber, ordinal, timeMs } = delivery;
    this.#note(`${channel} ${subscriber} #${ordinal}`, timeMs);
    if (channel === "message" || channel === "family") return "silence";
    return this.#script.says?.(delivery) ?? "agreement";
  }

  suspendLine(subscriber: number, timeMs: number, untilMs: number): void {
    this.#note(`suspend ${subscriber} for ${(untilMs - timeMs) / HOUR_MS} h`, timeMs);
  }

  #note(what: string, timeMs: number): void {
    this.log.push(`${what} at ${Math.round(timeMs / MINUTE_MS)}`);
    this.times.push(timeMs);
  }
}

/** People of whom every answer is drawn: for properties that must hold among any. */
export function fickleScript(seed: number): Script {
  const stream = new RandomStream(seed, "fickle");
  const draw = (subscriber: number, attempt: number, part: number) => unit(stream.draw(subscriber, attempt, part)[0]!);
  return {
    readsMessage: (subscriber) => (draw(subscriber, 0, 0) < 0.9 ? draw(subscriber, 1, 0) * 5 * HOUR_MS : null),
    answersCall: (subscriber, attempt) => {
      const x = draw(subscriber, attempt, 1);
      return x < 0.4 ? "refused" : x < 0.55 ? "busy" : x < 0.7 ? "away" : "answered";
    },
    // Some are hardly ever there.
    isAtHome: (subscriber, attempt) => draw(subscriber, attempt, 2) < 0.15 * (subscriber % 8),
    says: ({ subscriber, ordinal }) => {
      const x = draw(subscriber, ordinal, 3);
      return x < 0.5 ? "agreement" : x < 0.8 ? "denial" : "refusal";
    },
    hasFamily: (subscriber) => draw(subscriber, 0, 4) < 0.5,
  };
}

/** Exposures of round numbers fall on either side. */
const LEVELS = { low: 0.95, medium: 1.5, high: 2.5 };

export function centreAmong(
  script: Script,
  settings: {
    warnings?: Partial<Scenario["warnings"]>;
    dissuasion?: Partial<Scenario["dissuasion"]>;
    hours?: { readonly maxAge?: number; readonly cooldown?: number };
    lossYuan?: number[];
  } = {},
) {
  const people = new ScriptedPeople(script);
  const centre = new WarningCentre({
    warnings: { ...WARNINGS, ...LEVELS, ...settings.warnings },
    dissuasion: { ...DISSUASION, travelMinutes: 0, ...settings.dissuasion },
    ...(settings.hours && { hours: settings.hours }),
    seed: 1,
    subscribers: 1000,
    people,
    expectedLossYuan: (subscriber) => settings.lossYuan?.[subscriber] ?? 1000,
  });
  return { centre, people };
}

export function signal(subscriber: number, strength: number, timeMs: number, kind: SignalKind = "lookUp"): Signal {
  return { kind, subscriber, timeMs, strength, identity: null, host: `${kind}.top` };
}

/** A signal that is there in full when it is noted. One of a kind that was there adds only what it is stronger by. */
export function noteNow(
  centre: WarningCentre,
  hour: number,
  strengths: Readonly<Record<number, number>>,
  kind?: SignalKind,
): void {
  const nowMs = hour * HOUR_MS;
  const signals = Object.entries(strengths).map(([subscriber, strength]) =>
    signal(Number(subscriber), strength, nowMs, kind),
  );
  centre.note(signalsOf(signals), nowMs);
}
