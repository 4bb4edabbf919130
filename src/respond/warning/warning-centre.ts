/**
 * The warning centre: signals -> exposure -> early warnings -> dissuasion. One warning for one episode of exposure:
 * while it is open, rising exposure raises its level; after it is closed there is none for a while.
 */
import { assert } from "../../core/assert.ts";
import { HOUR_MS } from "../../core/time.ts";
import type { Signals } from "../../record/signals.ts";
import type { EarlyWarning, WarningLevel, WarningRecord } from "../../record/warning.ts";
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
  readonly people: People;
  /** The believed possible loss, for triage: yuan, at least 0. */
  readonly expectedLossYuan: (subscriber: number) => number;
  readonly hours?: Partial<typeof HOURS>;
}

export class WarningCentre {
  readonly warnings: EarlyWarning[] = [];
  readonly #options: WarningCentreOptions;
  readonly #cooldownMs: number;
  readonly #exposures: ExposureTable;
  readonly dissuasion: Dissuasion;
  readonly #latest = new Map<number, Pursuit>();

  constructor(options: WarningCentreOptions) {
    const { dissuasion, seed, people } = options;
    const { halfLife, cooldown, maxAge } = { ...HOURS, ...options.hours };
    this.#options = options;
    this.#cooldownMs = cooldown * HOUR_MS;
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
    for (const subscriber of new Set(exposed.sort((a, b) => a - b))) this.#judge(subscriber, nowMs);
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

  #judge(subscriber: number, nowMs: number): void {
    const { warnings } = this.#options;
    const exposure = this.#exposures.total(subscriber, nowMs);
    const level = findLevel(exposure, warnings);
    if (level === null) return;
    const latest = this.#latest.get(subscriber);
    if (latest && !latest.closed) {
      if (isAtLeast(latest.level, level)) return;
      this.dissuasion.raise(latest, level, this.#priority(subscriber, exposure), nowMs);
    } else if (!latest?.closed || nowMs >= latest.closed.timeMs + this.#cooldownMs) {
      this.#push(subscriber, level, exposure, nowMs);
    }
  }

  #push(subscriber: number, level: WarningLevel, exposure: number, nowMs: number): void {
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
    this.#latest.set(subscriber, this.dissuasion.follow(warning, ordinal, this.#priority(subscriber, exposure)));
  }

  #priority(subscriber: number, exposure: number): number {
    const priority = exposure * this.#options.expectedLossYuan(subscriber);
    assert(priority >= 0, () => `an expected loss must not be negative or missing: subscriber ${subscriber}`);
    return priority;
  }
}

function findLevel(exposure: number, { low, medium, high }: Scenario["warnings"]): WarningLevel | null {
  if (exposure >= high) return "high";
  if (exposure >= medium) return "medium";
  return exposure >= low ? "low" : null;
}

/** The loss expected of a subscriber by age band (18-25, 26-40, 41-55, 56-65, 66 and more). Assumed: no better is known. */
const BELIEVED_LOSS_YUAN = [4000, 6500, 9000, 10_000, 9000] as const;

export function expectedLossYuan(ageBand: number): number {
  return BELIEVED_LOSS_YUAN[ageBand] ?? BELIEVED_LOSS_YUAN[0];
}
