/**
 * Dissuasion: how a warning that was pushed is brought to its subscriber, by the channels that the policy asks for.
 *
 *     message      sent by itself; it may be read long after, or never
 *     telephone    agents call until their calls are used up; then a visit
 *     visit        a team sets out
 *
 * What follows a reply is in pursuit.ts: an agreement, or a denial that is believed, closes the warning. Otherwise
 * a visit, a call to a relative, or a suspended line may follow. A warning is closed too when every way is used up, or
 * when it is too old. One that asks for a message alone stays open until then, so that it can still be raised.
 */
import { assert } from "../../core/assert.ts";
import { Agenda } from "../../core/agenda.ts";
import { lognormal } from "../../core/distributions.ts";
import { RandomStream } from "../../core/random.ts";
import { HOUR_MS, MINUTE_MS, wholeMs } from "../../core/time.ts";
import {
  type ClosingReason,
  type TeamState,
  type TeamStatistics,
  type Delivery,
  type DeliveryChannel,
  type EarlyWarning,
  REPLIES,
  type Reply,
  type WarningLevel,
} from "../../record/warning.ts";
import type { PolicyChannel } from "../../record/warning-policy.ts";
import { afterReply, Pursuit } from "./pursuit.ts";
import { type CallAnswer, ERRAND_STEPS, type Errand, type People, Team } from "./team.ts";
import type { Scenario } from "../../scenario/schema.ts";

/** Until a warning message is sent: text in seconds, without manual steps (news report). */
const MESSAGE_MS = 20_000;

/** How long no stranger is let through. Assumed; changes no headline figure. */
const SUSPEND_MS = 48 * HOUR_MS;

/** Spread of the way to a visit: standard deviation of its logarithm. Assumed. */
const TRAVEL_SIGMA = 0.5;

/** Length of a visit that finds somebody in; assumed. */
const VISIT_MS = 25 * MINUTE_MS;

// Steps of a warning; those of an errand are counted from its first.
const SEND_MESSAGE = 0;
const READ_MESSAGE = 1;
const GROW_OLD = 2;
const CALL = 3;
const VISIT = CALL + ERRAND_STEPS;
const FAMILY = VISIT + ERRAND_STEPS;
const STEPS = FAMILY + ERRAND_STEPS;

interface DissuasionOptions {
  readonly settings: Scenario["dissuasion"];
  readonly maxAgeHours: number;
  readonly seed: number;
  readonly people: People;
  readonly onSettled: (subscriber: number, timeMs: number) => void;
}

export class Dissuasion {
  readonly deliveries: Delivery[] = [];
  readonly #options: DissuasionOptions;
  readonly #ways: RandomStream;
  /** Warnings and their steps, each as id * STEPS + step: no object waits for days. */
  readonly #agenda = new Agenda<number>();
  readonly #agents: Team;
  readonly #teams: Team;
  readonly pursuits: Pursuit[] = [];
  #nowMs = 0;
  #markedHours = 0;

  constructor(options: DissuasionOptions) {
    this.#options = options;
    this.#ways = new RandomStream(options.seed, "warning-way");
    this.#agents = this.#gatherAgents(options.settings);
    this.#teams = this.#gatherTeams(options.settings);
  }

  follow(warning: EarlyWarning, ordinal: number, priority: number, channels: ReadonlySet<PolicyChannel>): Pursuit {
    assert(warning.id === this.pursuits.length, "warnings are followed in the order of their ids");
    assert(warning.pushedMs >= this.#nowMs, "a warning is pushed after all that has been done");
    const { maxAgeHours } = this.#options;
    const { pushedMs } = warning;
    const pursuit = new Pursuit(warning, ordinal);
    this.pursuits.push(pursuit);
    this.#plan(pushedMs + wholeMs(maxAgeHours, HOUR_MS), warning.id, GROW_OLD);
    this.#send(pursuit, channels, priority, pushedMs);
    return pursuit;
  }

  /** Adds channels to an open warning and moves waiting jobs up. No second text. */
  raise(
    pursuit: Pursuit,
    level: WarningLevel,
    priority: number,
    channels: ReadonlySet<PolicyChannel>,
    nowMs: number,
  ): void {
    const { telephone, family, visit } = pursuit;
    if (level !== pursuit.level) pursuit.raises.push({ level, timeMs: nowMs });
    pursuit.level = level;
    for (const errand of [telephone, family]) if (errand) this.#agents.setPriority(errand, priority);
    if (visit) this.#teams.setPriority(visit, priority);
    this.#send(pursuit, channels, priority, nowMs);
  }

  /** Does all that is due before `untilMs`, in the order of time. Results do not depend on the steps of time. */
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

  finish(nowMs: number): void {
    this.advance(nowMs);
    for (const pursuit of this.pursuits) {
      if (!pursuit.closed) this.#close(pursuit, "runEnded", nowMs);
    }
  }

  /** Telephone, then visit. */
  get teams(): TeamState[] {
    return [this.#agents.state, this.#teams.state];
  }

  /** Telephone, then visit. Load and queue cover the first `hours`. Jobs wait from when they are due. */
  statistics(hours: number): TeamStatistics[] {
    return [this.#agents, this.#teams].map((team) => team.statistics(hours, this.#nowMs));
  }

  #gatherAgents(settings: Scenario["dissuasion"]): Team {
    return new Team({
      channel: "telephone",
      size: settings.agents,
      maxTries: settings.callAttempts,
      talkMs: wholeMs(settings.talkMinutes, MINUTE_MS),
      missedMs: wholeMs(settings.missedMinutes, MINUTE_MS),
      retryMs: wholeMs(settings.retryMinutes, MINUTE_MS),
      recallMs: wholeMs(settings.recallHours, HOUR_MS),
      wayMs: () => 0,
      meet: (errand, attempt, timeMs) => this.#call(errand, attempt, timeMs),
      deliver: (errand, timeMs) =>
        errand.isToFamily ? this.#tellFamily(errand, timeMs) : this.#talk(errand, "telephone", timeMs),
      onEnd: ({ id }, timeMs) => this.#afterCall(this.pursuits[id]!, timeMs),
      plan: (timeMs, errand, step) => this.#plan(timeMs, errand.id, (errand.isToFamily ? FAMILY : CALL) + step),
    });
  }

  #gatherTeams(settings: Scenario["dissuasion"]): Team {
    const { people } = this.#options;
    return new Team({
      channel: "visit",
      size: settings.visitTeams,
      maxTries: settings.visits,
      talkMs: VISIT_MS,
      missedMs: 0,
      retryMs: wholeMs(settings.retryMinutes, MINUTE_MS),
      recallMs: wholeMs(settings.recallHours, HOUR_MS),
      wayMs: ({ id }, attempt) => this.#wayMs(this.pursuits[id]!, attempt),
      meet: ({ id }, attempt, timeMs) => {
        const { warning, ordinal } = this.pursuits[id]!;
        return people.answersDoor(warning.subscriber, ordinal, attempt, timeMs);
      },
      deliver: (errand, timeMs) => this.#talk(errand, "visit", timeMs),
      onEnd: ({ id }, timeMs) => this.#afterVisit(this.pursuits[id]!, timeMs),
      plan: (timeMs, { id }, step) => this.#plan(timeMs, id, VISIT + step),
    });
  }

  /** Whole milliseconds to a visit; draws have the same keys as what people do (team.ts). */
  #wayMs({ warning, ordinal }: Pursuit, attempt: number): number {
    const words = this.#ways.draw(warning.subscriber, ordinal, attempt);
    // A median must be positive.
    const medianMinutes = Math.max(this.#options.settings.travelMinutes, 1e-9);
    return wholeMs(lognormal(words[0]!, words[1]!, medianMinutes, TRAVEL_SIGMA), MINUTE_MS);
  }

  #plan(timeMs: number, id: number, step: number): void {
    this.#agenda.add(timeMs, id * STEPS + step);
  }

  #takeStep(due: number, timeMs: number): void {
    const pursuit = this.pursuits[Math.floor(due / STEPS)]!;
    const step = due % STEPS;
    if (step >= FAMILY) this.#agents.takeStep(pursuit.family!, step - FAMILY, timeMs);
    else if (step >= VISIT) this.#teams.takeStep(pursuit.visit!, step - VISIT, timeMs);
    else if (step >= CALL) this.#agents.takeStep(pursuit.telephone!, step - CALL, timeMs);
    else if (step === SEND_MESSAGE) this.#sendMessage(pursuit, timeMs);
    else if (step === READ_MESSAGE) this.#tell(pursuit, "message", 1, timeMs);
    else this.#review(pursuit, timeMs);
  }

  #send(pursuit: Pursuit, channels: ReadonlySet<PolicyChannel>, priority: number, timeMs: number): void {
    const { warning, hasMessage } = pursuit;
    if (!hasMessage && channels.has("message")) {
      pursuit.hasMessage = true;
      this.#plan(timeMs + MESSAGE_MS, warning.id, SEND_MESSAGE);
    }
    if (channels.has("telephone")) pursuit.telephone ??= this.#agents.send(warning.id, priority, timeMs);
    if (channels.has("visit")) pursuit.visit ??= this.#teams.send(warning.id, priority, timeMs);
  }

  #sendMessage({ warning, ordinal, closed }: Pursuit, sentMs: number): void {
    if (closed) return;
    const delayMs = this.#options.people.readsMessage(warning.subscriber, ordinal);
    // A sent message cannot be recalled: it is read in any case.
    if (delayMs !== null) this.#plan(sentMs + Math.round(delayMs), warning.id, READ_MESSAGE);
  }

  #call(errand: Errand, attempt: number, timeMs: number): CallAnswer {
    const { people } = this.#options;
    const { warning, ordinal } = this.pursuits[errand.id]!;
    const { subscriber } = warning;
    if (!errand.isToFamily) return people.answersCall(subscriber, ordinal, attempt, timeMs);
    return people.familyAnswers(subscriber, ordinal, attempt, timeMs) ? "answered" : "away";
  }

  #talk({ id, talks, priority }: Errand, channel: DeliveryChannel, timeMs: number): Reply {
    const pursuit = this.pursuits[id]!;
    const reply = this.#tell(pursuit, channel, talks, timeMs);
    assert(reply !== "silence", "somebody who is talked to says something");
    pursuit.replies[reply]++;
    if (pursuit.closed) return reply;
    const { subscriber } = pursuit.warning;
    const { settings, people, onSettled } = this.#options;
    const { closes, visits, asksFamily, suspendsLine } = afterReply(reply, pursuit.replies, pursuit.level, settings);
    if (closes !== null) {
      onSettled(subscriber, timeMs);
      this.#close(pursuit, closes, timeMs);
    }
    if (visits) pursuit.visit ??= this.#teams.send(id, priority, timeMs);
    if (asksFamily && people.hasFamily(subscriber)) pursuit.family ??= this.#agents.send(id, priority, timeMs, true);
    if (suspendsLine && !pursuit.isLineSuspended) {
      pursuit.isLineSuspended = true;
      people.suspendLine(subscriber, timeMs, timeMs + SUSPEND_MS);
    }
    return reply;
  }

  /** Once is enough: the relative passes it on, and reports no outcome. */
  #tellFamily(errand: Errand, timeMs: number): Reply {
    this.#agents.callOff(errand);
    return this.#tell(this.pursuits[errand.id]!, "family", errand.talks, timeMs);
  }

  #tell(
    { warning: { id, subscriber }, ordinal }: Pursuit,
    channel: DeliveryChannel,
    talk: number,
    timeMs: number,
  ): Reply {
    const delivery = { warning: id, subscriber, channel, ordinal: talk, timeMs };
    this.deliveries.push(delivery);
    const reply = this.#options.people.hear(delivery, ordinal);
    assert(REPLIES.includes(reply), () => `people answer a warning in words, got ${JSON.stringify(reply)}`);
    return reply;
  }

  #afterCall(pursuit: Pursuit, timeMs: number): void {
    const { telephone, warning, closed } = pursuit;
    const hasFailed = !closed && telephone !== null && telephone.isOver;
    if (hasFailed && this.#options.settings.visitFrom !== "never") {
      pursuit.visit ??= this.#teams.send(warning.id, telephone.priority, timeMs);
    }
    this.#review(pursuit, timeMs);
  }

  #afterVisit(pursuit: Pursuit, timeMs: number): void {
    const { telephone, visit } = pursuit;
    // A person who does not listen at the door will not listen on the telephone.
    if (telephone && visit!.isOver && visit!.talks > 0) this.#agents.callOff(telephone);
    this.#review(pursuit, timeMs);
  }

  /** Closes a warning that is too old or has nothing left to try, once no try is under way. */
  #review(pursuit: Pursuit, timeMs: number): void {
    const { warning, closed } = pursuit;
    const errands = [pursuit.telephone, pursuit.family, pursuit.visit].filter((errand) => errand !== null);
    if (closed || errands.some(({ isUnderWay }) => isUnderWay)) return;
    const isUsedUp = errands.length > 0 && errands.every(({ isOver }) => isOver);
    const isOld = timeMs >= warning.pushedMs + wholeMs(this.#options.maxAgeHours, HOUR_MS);
    if (isUsedUp) this.#close(pursuit, "exhausted", timeMs);
    else if (isOld) this.#close(pursuit, errands.length > 0 ? "expired" : "messageOnly", timeMs);
  }

  #close(pursuit: Pursuit, reason: ClosingReason, timeMs: number): void {
    const { telephone, family, visit, closed } = pursuit;
    if (closed) return;
    pursuit.closed = { timeMs, reason };
    for (const errand of [telephone, family]) if (errand) this.#agents.callOff(errand);
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
