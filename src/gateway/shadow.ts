/**
 * Another configuration beside the one that decides: it screens the same events in a thread of its own, and is only
 * counted. Where it cannot keep up events pass it by, before any waits for it.
 */
import { messageOf } from "../core/errors.ts";
import type { Country } from "../rows/country.ts";
import type { ScreenerEvent } from "../screen/screened-event.ts";
import type { ListChange, ListsGiven, ScreenerOptions } from "../screen/screener-options.ts";
import { type Compared, ShadowScreener } from "../screen/shadow-screener.ts";
import { nowWritten } from "./clock.ts";
import { keptVerdict } from "./kept-event.ts";
import { Latest } from "./latest.ts";
import type { Waiting } from "./load.ts";
import { maskedId, maskedParts } from "./masked-event.ts";
import type { Counter, Metrics } from "./metrics.ts";
import { classOf, type Watcher } from "./watcher.ts";
import { CLASSES, type EventClass, type ShadowAnswer, type Verdict } from "./protocol.ts";

export interface ShadowOptions {
  /** As of `createScreener`: all that it screens with. */
  readonly options: ScreenerOptions;
  /** The model that it names itself; null: that of the gateway. */
  readonly ownModel: string | null;
  /** What differs, in words, for people. */
  readonly differs: readonly string[];
  /** What callers did, to begin with. */
  readonly history: string | null;
  readonly country: Country;
  readonly waiting: Pick<Waiting, "longestMs">;
  /** Events that have waited half as long have no time for this. */
  readonly deadlineMs: number;
  readonly metrics: Metrics;
  readonly tell: (words: string) => void;
}

interface Pending {
  readonly event: ScreenerEvent;
  readonly verdict: Verdict;
}

/** Events a task, and tasks that its thread has at a time. */
const EVENTS_A_TASK = 500;
const TASKS = 4;
/** Events that may wait for it, and UTF-16 units of their texts. */
const MOST_WAITING = 20_000;
const MOST_UNITS = 8_000_000;
const MOST_LAST = 100;
type Outcome = "same" | "different" | "shed" | "failed";
type Decided = Exclude<Verdict["verdict"], "unscreened">;

export class Shadow implements Watcher {
  readonly #shadow: ShadowScreener;
  readonly #given: ShadowOptions;
  readonly #since = nowWritten();
  readonly #events: Counter;
  readonly #differences: Counter;
  readonly #counts: Record<Outcome, number> = { same: 0, different: 0, shed: 0, failed: 0 };
  /** By the two verdicts and class. */
  readonly #kinds = new Map<string, ShadowAnswer["kinds"][number]>();
  readonly #last = new Latest<ShadowAnswer["last"][number]>(MOST_LAST);
  #pending: Pending[] = [];
  #units = 0;
  #tasks = 0;
  #underWay = 0;
  #isDue = false;
  #isClosed = false;
  /** Why it is over; null: it goes on. */
  #problem: string | null = null;
  /** Events and lists go over in one order. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(shadow: ShadowScreener, given: ShadowOptions) {
    this.#shadow = shadow;
    this.#given = given;
    const { metrics } = given;
    this.#events = metrics.counter(
      "ringfence_shadow_events_total",
      "Events by what the shadow made of them.",
      "outcome",
    );
    this.#differences = metrics.counter(
      "ringfence_shadow_differences_total",
      "Events of which the shadow decided otherwise.",
      "verdict",
      "shadow",
    );
    metrics.gauge("ringfence_shadow_up", "Whether the shadow goes on.", () => Number(this.#problem === null));
    metrics.gauge("ringfence_shadow_waiting", "Events that wait for the shadow.", () => this.#pending.length);
  }

  /** Throws as `createScreener`. */
  static async start(given: ShadowOptions): Promise<Shadow> {
    return new Shadow(await ShadowScreener.start(given.options, given.history), given);
  }

  decided(events: readonly ScreenerEvent[], verdicts: readonly Verdict[]): void {
    const units = events.reduce((sum, { text }) => sum + (text?.length ?? 0), 0);
    if (!this.#hasRoom(events.length, units)) {
      this.#count("shed", events.length);
      return;
    }
    for (const [at, event] of events.entries()) this.#pending.push({ event, verdict: keptVerdict(verdicts[at]!) });
    this.#units += units;
    this.#goOn();
  }

  /** Nobody decided on it. */
  passed(): void {}

  /** Once what was decided before has been compared; so `change`. */
  reload({ model, ...lists }: ListsGiven, tables: number): void {
    const { ownModel } = this.#given;
    // Its own is read anew with the other.
    const own = model === undefined ? {} : { model: ownModel ?? model };
    this.#before(tables, () => this.#shadow.reload({ ...lists, ...own }));
  }

  change(change: ListChange, tables: number): void {
    this.#before(tables, () => this.#shadow.change(change));
  }

  #before(tables: number, act: () => Promise<void>): void {
    const before = this.#pending.filter(({ verdict }) => verdict.tables < tables);
    this.#pending = this.#pending.filter(({ verdict }) => verdict.tables >= tables);
    for (let from = 0; from < before.length; from += EVENTS_A_TASK)
      this.#send(before.slice(from, from + EVENTS_A_TASK));
    this.#turn = this.#turn.then(act).catch((error: unknown) => this.#fail(error));
  }

  /** As `GET /v1/shadow` answers. */
  shown(): ShadowAnswer {
    return { ...this.counts(), kinds: [...this.#kinds.values()], last: [...this.#last] };
  }

  counts(): Omit<ShadowAnswer, "kinds" | "last"> {
    return {
      since: this.#since,
      differs: [...this.#given.differs],
      problem: this.#problem,
      ...this.#counts,
      waiting: this.#pending.length + this.#underWay,
    };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#shadow.close();
  }

  #hasRoom(events: number, units: number): boolean {
    const { waiting, deadlineMs } = this.#given;
    if (this.#problem !== null || this.#isClosed || waiting.longestMs > deadlineMs / 2) return false;
    return this.#pending.length + events <= MOST_WAITING && this.#units + units <= MOST_UNITS;
  }

  /** After what is under way: who waits for a verdict has it first. */
  #goOn(): void {
    if (this.#isDue || this.#tasks >= TASKS) return;
    this.#isDue = true;
    setImmediate(() => {
      this.#isDue = false;
      while (this.#tasks < TASKS && this.#pending.length > 0) this.#send(this.#pending.splice(0, EVENTS_A_TASK));
    });
  }

  #send(sent: readonly Pending[]): void {
    this.#tasks++;
    this.#underWay += sent.length;
    this.#units -= sent.reduce((sum, { event }) => sum + (event.text?.length ?? 0), 0);
    const compared = this.#turn.then(() =>
      this.#shadow.compare(
        sent.map(({ event }) => event),
        sent.map(({ verdict }) => verdict.verdict as Decided),
      ),
    );
    void compared
      .then(
        (found) => this.#note(sent, found),
        (error: unknown) => {
          this.#count("failed", sent.length);
          this.#fail(error);
        },
      )
      .finally(() => {
        this.#tasks--;
        this.#underWay -= sent.length;
        this.#goOn();
      });
  }

  #note(sent: readonly Pending[], { different, failed }: Compared): void {
    this.#count("failed", failed);
    this.#count("same", sent.length - failed - different.length);
    this.#count("different", different.length);
    for (const { at, verdict, score, evidence } of different) {
      const { event, verdict: decided } = sent[at]!;
      this.#differences.add(`${decided.verdict} ${verdict}`);
      this.#countKind(decided.verdict as Decided, verdict, classOf(event));
      this.#last.add({
        id: maskedId(decided.id, event, this.#given.country),
        class: classOf(event),
        ...maskedParts(event, this.#given.country),
        decided: { verdict: decided.verdict as Decided, score: decided.score ?? 0, evidence: kindsOf(decided) },
        shadow: { verdict, score, evidence: [...evidence] },
      });
    }
  }

  #countKind(verdict: Decided, shadow: Decided, of: EventClass): void {
    const name = `${verdict} ${shadow} ${CLASSES.indexOf(of)}`;
    const kind = this.#kinds.get(name);
    this.#kinds.set(name, { verdict, shadow, class: of, events: (kind?.events ?? 0) + 1 });
  }

  #count(outcome: Outcome, events: number): void {
    if (events === 0) return;
    this.#counts[outcome] += events;
    this.#events.add(outcome, events);
  }

  /** It is over for the shadow, and for nobody else. */
  #fail(error: unknown): void {
    if (this.#problem !== null || this.#isClosed) return;
    this.#problem = messageOf(error);
    this.#count("shed", this.#pending.length);
    this.#pending = [];
    this.#given.tell(`the shadow is over: ${this.#problem}. Verdicts go on as they were.`);
    void this.#shadow.close();
  }
}

function kindsOf({ evidence }: Verdict): string[] {
  return evidence.map(({ kind }) => kind);
}
