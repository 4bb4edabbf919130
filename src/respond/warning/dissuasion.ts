/**
 * Dissuasion: how a warning that was pushed is brought to its subscriber.
 *
 *     every level           a message, sent by itself; it may be read long after, or never
 *     from telephoneFrom    agents call until somebody listens, or callAttempts or talks are used up; then a visit
 *     from visitFrom        a visit at once, beside the calls
 *
 * A subscriber who says that he or she will heed it, or has nothing to fear, is settled: calls and visits stop. A visit
 * that does not persuade ends the warning too. One that asks for a message alone stays open until it is too old, so
 * that it can still be raised.
 */
import { assert } from "../../core/assert.ts";
import { Agenda } from "../../core/agenda.ts";
import { lognormal } from "../../core/distributions.ts";
import { RandomStream } from "../../core/random.ts";
import { HOUR_MS, MINUTE_MS } from "../../core/time.ts";
import {
  type ClosingReason,
  type TeamState,
  type TeamStatistics,
  type Delivery,
  type DeliveryChannel,
  type EarlyWarning,
  WARNING_LEVELS,
  type WarningLevel,
} from "../../event/warning.ts";
import { Team, ERRAND_STEPS, type Errand } from "./team.ts";
import type { People } from "./people.ts";
import type { DissuasionSettings } from "./settings.ts";

const SECOND_MS = 1000;

/** Standard deviation of the logarithm of the way to a visit. Assumed. */
const TRAVEL_SIGMA = 0.5;

// What is due of a warning: a step.

const SEND_MESSAGE = 0;
const READ_MESSAGE = 1;
const GROW_OLD = 2;
/** The steps of its errands, each from here on. */
const CALL = 3;
const VISIT = CALL + ERRAND_STEPS;
const STEPS = VISIT + ERRAND_STEPS;

/** How far a warning has got. For others to read; only Dissuasion writes it. */
export interface Pursuit {
  readonly warning: EarlyWarning;
  /** 1 for the first warning of the run to this subscriber. */
  readonly ordinal: number;
  /** The highest level so far. */
  level: WarningLevel;
  /** Each level that it rose to after the push, and when. */
  readonly raises: { readonly level: WarningLevel; readonly timeMs: number }[];
  telephone: Errand | null;
  visit: Errand | null;
  /** Null while it is open. */
  closed: { readonly timeMs: number; readonly reason: ClosingReason } | null;
}

export interface DissuasionOptions {
  readonly settings: DissuasionSettings;
  readonly maxAgeHours: number;
  readonly seed: number;
  readonly people: People;
  /** The subscriber told an agent or a team that all is well. */
  readonly onSettled: (subscriber: number, timeMs: number) => void;
}

export class Dissuasion {
  readonly deliveries: Delivery[] = [];
  readonly #options: DissuasionOptions;
  readonly #ways: RandomStream;
  /** Warnings and their steps, each as id * STEPS + step: nothing is made for one, whose time may be days away. */
  readonly #agenda = new Agenda<number>();
  readonly #agents: Team;
  readonly #teams: Team;
  /** By the id of their warnings. */
  readonly #pursuits: Pursuit[] = [];
  #nowMs = 0;
  #markedHours = 0;

  constructor(options: DissuasionOptions) {
    this.#options = options;
    this.#ways = new RandomStream(options.seed, "warning-way");
    this.#agents = this.#gatherAgents(options.settings);
    this.#teams = this.#gatherTeams(options.settings);
  }

  get pursuits(): readonly Pursuit[] {
    return this.#pursuits;
  }

  /** Takes up the next warning, just pushed. Priority: the higher, the sooner an agent or a team takes it. */
  follow(warning: EarlyWarning, ordinal: number, priority: number): Pursuit {
    assert(warning.id === this.#pursuits.length, "warnings are followed in the order of their ids");
    assert(warning.pushedMs >= this.#nowMs, "a warning is pushed after all that has been done");
    const { settings, maxAgeHours } = this.#options;
    const { level, pushedMs } = warning;
    const pursuit = { warning, ordinal, level, raises: [], telephone: null, visit: null, closed: null };
    this.#pursuits.push(pursuit);
    this.#plan(pushedMs + wholeMs(settings.messageSeconds, SECOND_MS), warning.id, SEND_MESSAGE);
    this.#plan(pushedMs + wholeMs(maxAgeHours, HOUR_MS), warning.id, GROW_OLD);
    this.#send(pursuit, priority, pushedMs);
    return pursuit;
  }

  /**
   * A higher level for a warning that is open: what it asks for beyond the old is sent, what waits moves up. No second
   * text.
   */
  raise(pursuit: Pursuit, level: WarningLevel, priority: number, nowMs: number): void {
    const { telephone, visit } = pursuit;
    pursuit.level = level;
    pursuit.raises.push({ level, timeMs: nowMs });
    if (telephone) this.#agents.setPriority(telephone, priority);
    if (visit) this.#teams.setPriority(visit, priority);
    this.#send(pursuit, priority, nowMs);
  }

  /** Does all that is due before `untilMs`, in the order of time. The same however the time is cut. */
  advance(untilMs: number): void {
    assert(untilMs >= this.#nowMs, `time does not go back from ${this.#nowMs} to ${untilMs}`);
    const agenda = this.#agenda;
    for (let now = agenda.nextMs; now < untilMs; now = agenda.nextMs) {
      this.#markHours(now);
      while (agenda.nextMs === now) this.#takeStep(agenda.take()!, now);
      this.#agents.dispatch(now);
      this.#teams.dispatch(now);
    }
    this.#markHours(untilMs);
    this.#nowMs = untilMs;
  }

  /** Closes what is open. */
  finish(nowMs: number): void {
    this.advance(nowMs);
    for (const pursuit of this.#pursuits) {
      if (!pursuit.closed) this.#close(pursuit, "runEnded", nowMs);
    }
  }

  /** What each team is doing: telephone, then visit. */
  get teams(): TeamState[] {
    return [this.#agents.state, this.#teams.state];
  }

  statistics(hours: number): TeamStatistics[] {
    return [this.#agents, this.#teams].map((team) => team.statistics(hours, this.#nowMs));
  }

  #gatherAgents(settings: DissuasionSettings): Team {
    const { people } = this.#options;
    return new Team({
      channel: "telephone",
      size: settings.agents,
      maxTries: settings.callAttempts,
      maxTalks: settings.talks,
      talkMs: wholeMs(settings.talkMinutes, MINUTE_MS),
      missedMs: wholeMs(settings.missedMinutes, MINUTE_MS),
      retryMs: wholeMs(settings.retryMinutes, MINUTE_MS),
      wayMs: () => 0,
      meet: ({ id }, attempt, timeMs) => {
        const { warning, ordinal } = this.#pursuits[id]!;
        return people.answersCall(warning.subscriber, ordinal, attempt, timeMs);
      },
      deliver: (errand, timeMs) => this.#talk(errand, "telephone", timeMs),
      onEnd: ({ id }, timeMs) => this.#afterCall(this.#pursuits[id]!, timeMs),
      plan: (timeMs, { id }, step) => this.#plan(timeMs, id, CALL + step),
    });
  }

  #gatherTeams(settings: DissuasionSettings): Team {
    const { people } = this.#options;
    return new Team({
      channel: "visit",
      size: settings.visitTeams,
      maxTries: settings.visitAttempts,
      maxTalks: 1,
      talkMs: wholeMs(settings.visitMinutes, MINUTE_MS),
      missedMs: 0,
      retryMs: wholeMs(settings.retryMinutes, MINUTE_MS),
      wayMs: ({ id }, attempt) => this.#wayMs(this.#pursuits[id]!, attempt),
      meet: ({ id }, attempt, timeMs) => {
        const { warning, ordinal } = this.#pursuits[id]!;
        return people.isAtHome(warning.subscriber, ordinal, attempt, timeMs) ? "answered" : "away";
      },
      deliver: (errand, timeMs) => this.#talk(errand, "visit", timeMs),
      onEnd: ({ id }, timeMs) => this.#afterVisit(this.#pursuits[id]!, timeMs),
      plan: (timeMs, { id }, step) => this.#plan(timeMs, id, VISIT + step),
    });
  }

  #plan(timeMs: number, id: number, step: number): void {
    this.#agenda.add(timeMs, id * STEPS + step);
  }

  #takeStep(due: number, timeMs: number): void {
    const pursuit = this.#pursuits[Math.floor(due / STEPS)]!;
    const step = due % STEPS;
    if (step >= VISIT) this.#teams.takeStep(pursuit.visit!, step - VISIT, timeMs);
    else if (step >= CALL) this.#agents.takeStep(pursuit.telephone!, step - CALL, timeMs);
    else if (step === SEND_MESSAGE) this.#sendMessage(pursuit, timeMs);
    else if (step === READ_MESSAGE) this.#tell(pursuit.warning, "message", 1, timeMs);
    else this.#review(pursuit, timeMs);
  }

  /** Keyed as what people do is (people.ts). */
  #wayMs({ warning, ordinal }: Pursuit, attempt: number): number {
    const words = this.#ways.draw(warning.subscriber, ordinal, attempt);
    const minutes = lognormal(words[0]!, words[1]!, Math.max(this.#options.settings.travelMinutes, 1e-9), TRAVEL_SIGMA);
    return wholeMs(minutes, MINUTE_MS);
  }

  #send(pursuit: Pursuit, priority: number, timeMs: number): void {
    const { telephoneFrom, visitFrom } = this.#options.settings;
    const { warning, level } = pursuit;
    if (isAtLeast(level, telephoneFrom)) pursuit.telephone ??= this.#agents.send(warning.id, priority, timeMs);
    if (isAtLeast(level, visitFrom)) pursuit.visit ??= this.#teams.send(warning.id, priority, timeMs);
  }

  #sendMessage({ warning, ordinal, closed }: Pursuit, sentMs: number): void {
    if (closed) return;
    const delayMs = this.#options.people.readsMessage(warning.subscriber, ordinal);
    // Once sent it is read whatever else happens: nobody can take it back.
    if (delayMs !== null) this.#plan(sentMs + Math.round(delayMs), warning.id, READ_MESSAGE);
  }

  #talk({ id, talks }: Errand, channel: DeliveryChannel, timeMs: number): void {
    const pursuit = this.#pursuits[id]!;
    const { warning } = pursuit;
    if (!this.#tell(warning, channel, talks, timeMs)) return;
    this.#options.onSettled(warning.subscriber, timeMs);
    this.#close(pursuit, "settled", timeMs);
  }

  #tell({ id, subscriber }: EarlyWarning, channel: DeliveryChannel, ordinal: number, timeMs: number): boolean {
    const delivery = { warning: id, subscriber, channel, ordinal, timeMs };
    this.deliveries.push(delivery);
    return this.#options.people.hear(delivery);
  }

  #afterCall(pursuit: Pursuit, timeMs: number): void {
    const { telephone, warning, closed } = pursuit;
    const hasFailed = !closed && telephone!.isOver;
    if (hasFailed) pursuit.visit ??= this.#teams.send(warning.id, telephone!.priority, timeMs);
    this.#review(pursuit, timeMs);
  }

  #afterVisit(pursuit: Pursuit, timeMs: number): void {
    const { telephone, visit } = pursuit;
    // Who does not listen at the door will not on the telephone.
    if (telephone && visit!.talks > 0) this.#agents.callOff(telephone);
    this.#review(pursuit, timeMs);
  }

  /**
   * Closes a warning that is too old or has nothing left to try, unless a try is under way: its end comes here again.
   */
  #review(pursuit: Pursuit, timeMs: number): void {
    const { warning, telephone, visit, closed } = pursuit;
    if (closed || telephone?.isUnderWay || visit?.isUnderWay) return;
    const isUsedUp = (telephone ?? visit) !== null && (telephone?.isOver ?? true) && (visit?.isOver ?? true);
    const isOld = timeMs >= warning.pushedMs + wholeMs(this.#options.maxAgeHours, HOUR_MS);
    if (isUsedUp) this.#close(pursuit, "exhausted", timeMs);
    else if (isOld) this.#closeUnfinished(pursuit, timeMs);
  }

  #closeUnfinished(pursuit: Pursuit, timeMs: number): void {
    this.#close(pursuit, pursuit.telephone || pursuit.visit ? "expired" : "messageOnly", timeMs);
  }

  #close(pursuit: Pursuit, reason: ClosingReason, timeMs: number): void {
    const { telephone, visit, closed } = pursuit;
    if (closed) return;
    pursuit.closed = { timeMs, reason };
    if (telephone) this.#agents.callOff(telephone);
    if (visit) this.#teams.callOff(visit);
  }

  /** What waits at each full hour up to `timeMs`, before anything that is due at that hour. */
  #markHours(timeMs: number): void {
    for (; (this.#markedHours + 1) * HOUR_MS <= timeMs; this.#markedHours++) {
      const hourMs = (this.#markedHours + 1) * HOUR_MS;
      this.#agents.markHour(hourMs);
      this.#teams.markHour(hourMs);
    }
  }
}

export function isAtLeast(level: WarningLevel, from: WarningLevel): boolean {
  return WARNING_LEVELS.indexOf(level) >= WARNING_LEVELS.indexOf(from);
}

function wholeMs(count: number, unitMs: number): number {
  return Math.round(count * unitMs);
}
