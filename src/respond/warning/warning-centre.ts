/**
 * The warning centre: signals -> exposure -> early warnings -> dissuasion. One warning for one episode of exposure:
 * while it is open, rising exposure raises its level; after it is closed there is none for a while.
 */
import { assert } from "../../core/assert.ts";
import { RandomStream, unit } from "../../core/random.ts";
import { HOUR_MS } from "../../core/time.ts";
import { SIGNAL_KINDS, type Signals } from "../../record/signals.ts";
import { type EarlyWarning, WARNING_LEVELS, type WarningLevel, type WarningRecord } from "../../record/warning.ts";
import {
  levelOf,
  noPeople,
  type PolicyChannel,
  type PolicyPeople,
  type PolicyView,
  type PolicyWarning,
  warningPolicies,
  warningsOf,
} from "../../record/warning-policy.ts";
import { Dissuasion } from "./dissuasion.ts";
import { ExposureTable } from "./exposure-table.ts";
import { isAtLeast, type Pursuit } from "./pursuit.ts";
import type { People } from "./team.ts";
import type { Scenario } from "../../scenario/schema.ts";

/** Exposure halves in `halfLife`. Assumed; changes no headline figure. */
const HOURS = {
  halfLife: 60,
  /** After a warning is closed, none to the same subscriber. */
  cooldown: 72,
  /** A warning that is open for so long is closed: nobody calls or visits any more. */
  maxAge: 18,
};

interface WarningCentreOptions {
  readonly warnings: Scenario["warnings"];
  readonly dissuasion: Scenario["dissuasion"];
  readonly seed: number;
  /** How many there are. */
  readonly subscribers: number;
  readonly people: People;
  /** The believed possible loss, for triage: yuan, at least 0. */
  readonly expectedLossYuan: (subscriber: number) => number;
  readonly hours?: Partial<typeof HOURS>;
}

export class WarningCentre {
  readonly warnings: EarlyWarning[] = [];
  readonly #options: WarningCentreOptions;
  readonly #settings: PolicyView["settings"];
  readonly #draws: RandomStream;
  readonly #memory: Record<string, unknown> = {};
  readonly #exposures: ExposureTable;
  readonly dissuasion: Dissuasion;
  readonly #latest = new Map<number, Pursuit>();

  constructor(options: WarningCentreOptions) {
    const { dissuasion, seed, people } = options;
    const { halfLife, cooldown, maxAge } = { ...HOURS, ...options.hours };
    this.#options = options;
    this.#settings = { ...options.warnings, ...dissuasion, cooldownHours: cooldown };
    this.#draws = new RandomStream(seed, "warning-policy");
    this.#exposures = new ExposureTable(halfLife);
    this.dissuasion = new Dissuasion({
      settings: dissuasion,
      maxAgeHours: maxAge,
      seed,
      people,
      onSettled: (subscriber, timeMs) => this.#exposures.settle(subscriber, timeMs),
    });
  }

  /** Takes the signals of the window that ends at `nowMs`, in any order, and judges each subscriber as of then. */
  note(signals: Signals, nowMs: number): void {
    const { warnings } = this.#options;
    if (!warnings.enabled) return;
    const inOrder = signals.inOrder();
    this.#exposures.touch(signals);
    const exposed: number[] = [];
    for (const row of inOrder) {
      assert(signals.timeMs[row]! <= nowMs, "a signal is noted after the platform learned of it");
      this.#exposures.add(signals, row);
      const subscriber = signals.subscriber[row]!;
      if (this.#exposures.total(subscriber, nowMs) >= warnings.low) exposed.push(subscriber);
    }
    // Signals only add to exposure, so the list has everybody who reaches a level.
    this.#ask(this.#peopleOf([...new Set(exposed.sort((a, b) => a - b))], nowMs), nowMs);
  }

  records(): WarningRecord[] {
    return this.dissuasion.pursuits.flatMap((pursuit) => {
      const { warning, level, telephone, visit, replies, closed } = pursuit;
      return closed === null
        ? []
        : {
            ...warning,
            finalLevel: level,
            calls: telephone?.tries ?? 0,
            visits: visit?.tries ?? 0,
            replies: { ...replies },
            closedMs: closed.timeMs,
            closedBecause: closed.reason,
          };
    });
  }

  levelAt({ id, level }: EarlyWarning, timeMs: number): WarningLevel {
    const { raises } = this.dissuasion.pursuits[id]!;
    return raises.findLast((raise) => raise.timeMs <= timeMs)?.level ?? level;
  }

  #peopleOf(exposed: readonly number[], nowMs: number): PolicyPeople {
    const people = noPeople();
    for (const subscriber of exposed) {
      const latest = this.#latest.get(subscriber);
      people.count++;
      people.person.push(subscriber);
      people.exposure.push(this.#exposures.total(subscriber, nowMs));
      for (const kind of SIGNAL_KINDS) people.signals[kind].push(this.#exposures.part(subscriber, kind, nowMs));
      people.expectedLossYuan.push(this.#options.expectedLossYuan(subscriber));
      people.warnings.push(latest?.ordinal ?? 0);
      people.level.push(latest && !latest.closed ? 1 + WARNING_LEVELS.indexOf(latest.level) : 0);
      people.hoursSinceClosed.push(latest?.closed ? (nowMs - latest.closed.timeMs) / HOUR_MS : Infinity);
      people.calls.push(latest?.telephone?.tries ?? 0);
      people.visits.push(latest?.visit?.tries ?? 0);
      people.denials.push(latest?.replies.denial ?? 0);
      people.refusals.push(latest?.replies.refusal ?? 0);
    }
    return people;
  }

  #ask(people: PolicyPeople, nowMs: number): void {
    const { warnings, subscribers } = this.#options;
    const [telephone, visit] = this.dissuasion.teams;
    const hour = nowMs / HOUR_MS;
    let draws = 0;
    const view: PolicyView = {
      hour,
      settings: this.#settings,
      people,
      teams: { telephone: telephone!, visit: visit! },
      memory: this.#memory,
      random: () => unit(this.#draws.draw(hour, draws++)[0]!),
    };
    const byPerson = new Map<number, PolicyWarning[]>();
    for (const warning of warningsOf(warningPolicies.of(warnings.policy), view, subscribers)) {
      const own = byPerson.get(warning.person);
      if (own === undefined) byPerson.set(warning.person, [warning]);
      else own.push(warning);
    }
    for (const [subscriber, asked] of byPerson) this.#warn(subscriber, asked, nowMs);
  }

  #warn(subscriber: number, asked: readonly PolicyWarning[], nowMs: number): void {
    const exposure = this.#exposures.total(subscriber, nowMs);
    const level = levelOf(exposure, this.#options.warnings);
    const channels = new Set(asked.map(({ channel }) => channel));
    const priority = asked.find((one) => one.priority !== undefined)?.priority ?? this.#priority(subscriber, exposure);
    const latest = this.#latest.get(subscriber);
    if (latest && !latest.closed) {
      const higher = isAtLeast(latest.level, level) ? latest.level : level;
      this.dissuasion.raise(latest, higher, priority, channels, nowMs);
    } else this.#push(subscriber, level, exposure, priority, channels, nowMs);
  }

  #push(
    subscriber: number,
    level: WarningLevel,
    exposure: number,
    priority: number,
    channels: ReadonlySet<PolicyChannel>,
    nowMs: number,
  ): void {
    const strongest = this.#exposures.strongest(subscriber, nowMs);
    const warning: EarlyWarning = {
      id: this.warnings.length,
      subscriber,
      pushedMs: nowMs,
      level,
      exposure,
      strongest: strongest?.worth ?? 0,
      reasons: this.#exposures.reasons(subscriber),
      identity: strongest?.identity ?? null,
      host: strongest?.host ?? null,
    };
    this.warnings.push(warning);
    const ordinal = (this.#latest.get(subscriber)?.ordinal ?? 0) + 1;
    this.#latest.set(subscriber, this.dissuasion.follow(warning, ordinal, priority, channels));
  }

  #priority(subscriber: number, exposure: number): number {
    const priority = exposure * this.#options.expectedLossYuan(subscriber);
    assert(priority >= 0, () => `an expected loss must not be negative or missing: subscriber ${subscriber}`);
    return priority;
  }
}

/** The loss expected of a subscriber by age band (18-25, 26-40, 41-55, 56-65, 66 and more). Assumed: no better is known. */
const BELIEVED_LOSS_YUAN = [4000, 6500, 9000, 10_000, 9000] as const;

export function expectedLossYuan(ageBand: number): number {
  return BELIEVED_LOSS_YUAN[ageBand] ?? BELIEVED_LOSS_YUAN[0];
}
