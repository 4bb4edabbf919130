/**
 * A team: agents who call, or teams that visit. A free member takes the most urgent errand that is due, tries, and is
 * free again when the try is over. An errand that failed is due again later, until it has been tried often enough.
 *
 *     due -> queue -> on the way -> nobody met ----------> due again soon, or used up
 *                               `-> talk: delivered halfway, ends -> due again later, or used up
 */
import { HOUR_MS } from "../../core/time.ts";
import { type Delivery, noReplies, type Reply, type TeamState, type TeamStatistics } from "../../record/warning.ts";
import { Heap } from "../../core/agenda.ts";

export type CallAnswer = "answered" | "refused" | "busy" | "away";
export type DoorAnswer = Exclude<CallAnswer, "busy">;

/**
 * What the warning centre meets when it tries to reach people. It knows of their thoughts only what they say.
 * `ordinal`: 1 for the subscriber's first warning, 2 for the second: ids depend on other people's warnings.
 */
export interface People {
  /** Milliseconds from sending until the text of a warning is read; null if it never is. */
  readsMessage(subscriber: number, ordinal: number): number | null;
  /** `attempt` counts from 1. */
  answersCall(subscriber: number, ordinal: number, attempt: number, timeMs: number): CallAnswer;
  answersDoor(subscriber: number, ordinal: number, attempt: number, timeMs: number): DoorAnswer;
  hasFamily(subscriber: number): boolean;
  familyAnswers(subscriber: number, ordinal: number, attempt: number, timeMs: number): boolean;
  /** The warning arrives. Silence follows a message, and what a relative passes on. Calls come in order of time. */
  hear(delivery: Delivery, ordinal: number): Reply;
  /** The operator lets no stranger through until `untilMs`. */
  suspendLine(subscriber: number, timeMs: number, untilMs: number): void;
}

export class Errand {
  readonly id: number;
  priority: number;
  isWaiting = false;
  readonly isToFamily: boolean;
  /** Tries with a known outcome, and those that reached the subscriber. */
  tries = 0;
  talks = 0;
  answer: CallAnswer = "away";
  isUnderWay = false;
  isOver = false;

  constructor(id: number, priority: number, isToFamily: boolean) {
    this.id = id;
    this.priority = priority;
    this.isToFamily = isToFamily;
  }
}

const DUE = 0;
const ARRIVAL = 1;
/** The subscriber has been told: a talk is half over. */
const DELIVERED = 2;
const TALKED = 3;
const MISSED = 4;
export const ERRAND_STEPS = 5;

/** How a team works. Times are whole milliseconds, so that sums of them are exact. */
interface TeamOrders {
  readonly channel: TeamStatistics["channel"];
  readonly size: number;
  readonly maxTries: number;
  readonly talkMs: number;
  /** Length of a try that meets nobody, without the way. */
  readonly missedMs: number;
  /** From a missed try, and from a talk, until the errand is due again. */
  readonly retryMs: number;
  readonly recallMs: number;
  wayMs(errand: Errand, attempt: number): number;
  meet(errand: Errand, attempt: number, timeMs: number): CallAnswer;
  /** `errand.talks` counts this delivery. */
  deliver(errand: Errand, timeMs: number): Reply;
  onEnd(errand: Errand, timeMs: number): void;
  plan(timeMs: number, errand: Errand, step: number): void;
}

export class Team {
  readonly #orders: TeamOrders;
  readonly #queue = new TriageQueue();
  readonly #queueByHour: number[] = [];
  readonly #busyByHour: number[] = [];
  readonly #outcomes: Record<CallAnswer, number> = { answered: 0, refused: 0, busy: 0, away: 0 };
  readonly #replies = noReplies();
  #free: number;
  /** Up to `#sinceMs`, when somebody last set out or became free. */
  #busyMs = 0;
  #sinceMs = 0;

  constructor(orders: TeamOrders) {
    this.#orders = orders;
    this.#free = orders.size;
  }

  send(id: number, priority: number, timeMs: number, isToFamily = false): Errand {
    const errand = new Errand(id, priority, isToFamily);
    this.#orders.plan(timeMs, errand, DUE);
    return errand;
  }

  setPriority(errand: Errand, priority: number): void {
    this.#queue.setPriority(errand, priority);
  }

  takeStep(errand: Errand, step: number, timeMs: number): void {
    if (step === DUE) this.#enqueue(errand);
    else if (step === ARRIVAL) this.#meet(errand, timeMs);
    else if (step === DELIVERED) this.#deliver(errand, timeMs);
    else {
      if (step === MISSED) this.#count(errand);
      this.#end(errand, timeMs);
    }
  }

  /** A talk under way goes on to its end. A team on its way hears about it on arrival, and leaves. */
  callOff(errand: Errand): void {
    errand.isOver = true;
    this.#queue.withdraw(errand);
  }

  /** Free members set out. Call it once all errands due at `timeMs` are queued: the most urgent is first. */
  dispatch(timeMs: number): void {
    while (this.#free > 0) {
      const errand = this.#queue.take();
      if (!errand) return;
      this.#changeFree(-1, timeMs);
      errand.isUnderWay = true;
      const wayMs = this.#orders.wayMs(errand, errand.tries + 1);
      this.#orders.plan(timeMs + wayMs, errand, ARRIVAL);
    }
  }

  markHour(timeMs: number): void {
    this.#queueByHour.push(this.#queue.size);
    this.#busyByHour.push(this.#busyUntil(timeMs));
  }

  get state(): TeamState {
    const { channel, size } = this.#orders;
    const { answered, refused, busy, away } = this.#outcomes;
    return {
      channel,
      size,
      busy: size - this.#free,
      queue: this.#queue.size,
      attempts: answered + refused + busy + away,
      reached: answered,
    };
  }

  /** Tries and outcomes cover the whole run; time spent and queue its first `hours`: the tail would dilute them. */
  statistics(hours: number, nowMs: number): TeamStatistics {
    const { channel, size } = this.#orders;
    const { answered, refused, busy, away } = this.#outcomes;
    return {
      channel,
      size,
      attempts: answered + refused + busy + away,
      delivered: answered,
      refused,
      busy,
      away,
      replies: { ...this.#replies },
      busyMs: this.#busyByHour[hours - 1] ?? this.#busyUntil(nowMs),
      availableMs: size * hours * HOUR_MS,
      queueByHour: this.#queueByHour.slice(0, hours),
    };
  }

  #busyUntil(timeMs: number): number {
    return this.#busyMs + (this.#orders.size - this.#free) * (timeMs - this.#sinceMs);
  }

  #enqueue(errand: Errand): void {
    if (!errand.isOver) this.#queue.put(errand);
  }

  #meet(errand: Errand, timeMs: number): void {
    if (errand.isOver) return this.#end(errand, timeMs);
    const { talkMs, missedMs } = this.#orders;
    errand.answer = this.#orders.meet(errand, errand.tries + 1, timeMs);
    if (errand.answer === "answered") {
      this.#orders.plan(timeMs + Math.round(talkMs / 2), errand, DELIVERED);
      this.#orders.plan(timeMs + talkMs, errand, TALKED);
    } else {
      this.#orders.plan(timeMs + missedMs, errand, MISSED);
    }
  }

  #deliver(errand: Errand, timeMs: number): void {
    this.#count(errand);
    errand.talks++;
    const reply = this.#orders.deliver(errand, timeMs);
    if (reply !== "silence") this.#replies[reply]++;
  }

  #count(errand: Errand): void {
    errand.tries++;
    this.#outcomes[errand.answer]++;
  }

  #end(errand: Errand, timeMs: number): void {
    const { maxTries, retryMs, recallMs } = this.#orders;
    this.#changeFree(1, timeMs);
    errand.isUnderWay = false;
    if (errand.tries >= maxTries) errand.isOver = true;
    const waitMs = errand.answer === "answered" ? recallMs : retryMs;
    if (!errand.isOver) this.#orders.plan(timeMs + waitMs, errand, DUE);
    this.#orders.onEnd(errand, timeMs);
  }

  #changeFree(change: number, timeMs: number): void {
    this.#busyMs = this.#busyUntil(timeMs);
    this.#sinceMs = timeMs;
    this.#free += change;
  }
}

/** By highest priority, then lowest id. Logarithmic costs. Only the queue changes priorities and who waits. */
export class TriageQueue {
  /** By the priority at the time of adding. An entry that is out of date is dropped when it comes up. */
  readonly #heap = new Heap<Errand>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  put(item: Errand): void {
    if (!item.isWaiting) this.#size++;
    item.isWaiting = true;
    this.#heap.add(-item.priority, item.id, item);
  }

  setPriority(item: Errand, priority: number): void {
    item.priority = priority;
    if (item.isWaiting) this.put(item);
  }

  withdraw(item: Errand): void {
    if (item.isWaiting) this.#size--;
    item.isWaiting = false;
  }

  take(): Errand | undefined {
    for (;;) {
      const rank = this.#heap.leastRank;
      const item = this.#heap.take();
      if (!item) return undefined;
      if (!item.isWaiting || -item.priority !== rank) continue;
      this.withdraw(item);
      return item;
    }
  }
}
