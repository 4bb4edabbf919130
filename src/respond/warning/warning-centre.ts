/**
 * The warning centre: signals -> exposure -> early warnings -> dissuasion. One warning for one episode of exposure:
 * while it is open, rising exposure raises its level; after it is closed there is none for a while.
 */
import { assert } from "../../core/assert.ts";
import { HOUR_MS } from "../../core/time.ts";
import type { Signals } from "../../record/signals.ts";
import type {
  TeamState,
  TeamStatistics,
  Delivery,
  EarlyWarning,
  WarningLevel,
  WarningRecord,
} from "../../record/warning.ts";
import { Dissuasion } from "./dissuasion.ts";
import { ExposureTable } from "./exposure-table.ts";
import { isAtLeast } from "./levels.ts";
import type { People } from "./people.ts";
import { type Pursuit, countCalls } from "./pursuit.ts";
import type { Scenario } from "../../scenario/schema.ts";

interface WarningCentreOptions {
  readonly warnings: Scenario["warnings"];
  readonly dissuasion: Scenario["dissuasion"];
  readonly seed: number;
  readonly people: People;
  /** For triage: what a subscriber stands to lose, as the platform believes, in yuan; at least 0. */
  readonly expectedLossYuan: (subscriber: number) => number;
}

export class WarningCentre {
  readonly warnings: EarlyWarning[] = [];
  readonly #options: WarningCentreOptions;
  readonly #exposures: ExposureTable;
  readonly #dissuasion: Dissuasion;
  /** The last warning to each subscriber who had one. */
  readonly #latest = new Map<number, Pursuit>();

  constructor(options: WarningCentreOptions) {
    const { warnings, dissuasion, seed, people } = options;
    this.#options = options;
    this.#exposures = new ExposureTable(warnings.halfLifeHours);
    this.#dissuasion = new Dissuasion({
      settings: dissuasion,
      maxAgeHours: warnings.maxAgeHours,
      seed,
      people,
      onSettled: (subscriber, timeMs) => this.#exposures.settle(subscriber, timeMs),
    });
  }

  /** All deliveries so far, in order of time. */
  get deliveries(): readonly Delivery[] {
    return this.#dissuasion.deliveries;
  }

  /**
   * Takes the signals, in any order, of the window that ends at `nowMs`; the centre has advanced so far. Each
   * subscriber concerned is judged as of then. Asks nothing of people.
   */
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
    // Signals only add to exposure: whoever reaches a level is in this list.
    for (const subscriber of new Set(exposed.sort((a, b) => a - b))) this.#judge(subscriber, nowMs);
  }

  /**
   * All reading, calling and visiting before `untilMs`, in the order of time over both teams; people are asked in that
   * order too. About 2 microseconds a call.
   */
  advance(untilMs: number): void {
    this.#dissuasion.advance(untilMs);
  }

  /** The run is over: closes what is open. */
  finish(nowMs: number): void {
    this.#dissuasion.finish(nowMs);
  }

  /** The warnings that are closed, in the order of their ids: all of them after `finish`. */
  records(): WarningRecord[] {
    return this.#dissuasion.pursuits.flatMap((pursuit) => {
      const { warning, level, visit, replies, closed } = pursuit;
      return closed === null
        ? []
        : {
            ...warning,
            finalLevel: level,
            calls: countCalls(pursuit),
            visits: visit?.tries ?? 0,
            replies: { ...replies },
            closedMs: closed.timeMs,
            closedBecause: closed.reason,
          };
    });
  }

  /** The highest level that a warning had risen to at `timeMs`, that moment included. */
  levelAt({ id, level }: EarlyWarning, timeMs: number): WarningLevel {
    const { raises } = this.#dissuasion.pursuits[id]!;
    return raises.findLast((raise) => raise.timeMs <= timeMs)?.level ?? level;
  }

  /** What each team is doing: telephone, then visit. */
  get teams(): TeamState[] {
    return this.#dissuasion.teams;
  }

  /**
   * What each team did: telephone, then visit. Load and queue of the first `hours`. Jobs count as waiting from when
   * they are due.
   */
  statistics(hours: number): TeamStatistics[] {
    return this.#dissuasion.statistics(hours);
  }

  #judge(subscriber: number, nowMs: number): void {
    const { warnings } = this.#options;
    const exposure = this.#exposures.total(subscriber, nowMs);
    const level = findLevel(exposure, warnings);
    if (level === null) return;
    const latest = this.#latest.get(subscriber);
    if (latest && !latest.closed) {
      if (isAtLeast(latest.level, level)) return;
      this.#dissuasion.raise(latest, level, this.#priority(subscriber, exposure), nowMs);
    } else if (!latest?.closed || nowMs >= latest.closed.timeMs + warnings.cooldownHours * HOUR_MS) {
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
    this.#latest.set(subscriber, this.#dissuasion.follow(warning, ordinal, this.#priority(subscriber, exposure)));
  }

  /** Fixed until the level rises. */
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
