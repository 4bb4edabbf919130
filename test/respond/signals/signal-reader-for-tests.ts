/**
 * A signal reader over a small network, and windows of events as plain objects that reach it through batches, as in a
 * run.
 */
import { ABSENT, LISTED, listingsFound } from "../../../src/detect/blocklist/found.ts";
import { scriptsFound } from "../../../src/detect/matcher/found.ts";
import assert from "node:assert/strict";
import { NO_VALUE } from "../../../src/core/key-index.ts";
import { HOUR_MS } from "../../../src/core/time.ts";
import type { Act } from "../../../src/record/act.ts";
import type { Complaint } from "../../../src/record/complaint.ts";
import { domainKey } from "../../../src/event/link/domain-key.ts";
import { EventBatch, KIND_CALL, KIND_MESSAGE } from "../../../src/event/event-batch.ts";
import { WITHHELD, canonicalIdentity, formatIdentity, parseIdentity } from "../../../src/event/identity.ts";
import type { Signal } from "../../../src/record/signals.ts";
import { DECISIONS, type Decision, Findings } from "../../../src/event/findings.ts";
import { NotedEvents } from "../../../src/respond/signals/noted-events.ts";
import { SignalReader } from "../../../src/respond/signals/signal-reader.ts";
import { listOf } from "../../event/signals-for-tests.ts";
import type { Scenario } from "../../../src/scenario/schema.ts";

export const MINUTE_MS = HOUR_MS / 60;

/** How long the reader of the tests remembers. */
export const MEMORY = { suspectHours: 3, lookBackHours: 5 };

export const SETTINGS: Scenario["signals"] = {
  rememberedContacts: 0.1,
  flaggedContact: 0.125,
  suspectCall: 1,
  callBack: 2,
  reply: 3,
  lookUp: 4,
  severalNumbers: 5,
  install: 6,
  chat: 7,
  payment: 8,
  lookBackFactor: 0.5,
};

/** A screened event. Minutes are counted from the start of the run. */
export interface Seen {
  readonly minute: number;
  readonly caller: string;
  /** Subscriber called; null: somebody of another network. */
  readonly to: number | null;
  readonly isCall: boolean;
  readonly decision: Decision;
  /** What the batch says, be the call blocked or not. */
  readonly answered: boolean;
  readonly durationS: number;
  readonly hosts: readonly string[];
  /** Number of the script that it matched; -1: none. */
  readonly template: number;
}

export function call(minute: number, caller: string, to: number | null, more: Partial<Seen> = {}): Seen {
  return {
    minute,
    caller,
    to,
    isCall: true,
    decision: "allow",
    answered: true,
    durationS: 300,
    hosts: [],
    template: -1,
    ...more,
  };
}

export function text(minute: number, caller: string, to: number | null, more: Partial<Seen> = {}): Seen {
  return call(minute, caller, to, { isCall: false, answered: false, durationS: 0, ...more });
}

/** Of a number, but for what is done with a domain. */
export function act(minute: number, kind: Exclude<Act["kind"], "payment">, subscriber: number, what: string): Act {
  const isOfHost = kind === "lookUp" || kind === "install";
  return {
    kind,
    subscriber,
    timeMs: minute * MINUTE_MS,
    identity: isOfHost ? null : parseIdentity(what),
    host: isOfHost ? what : null,
    account: null,
  };
}

export function payment(minute: number, subscriber: number, account: number): Act {
  return { kind: "payment", subscriber, timeMs: minute * MINUTE_MS, identity: null, host: null, account };
}

/** A subscriber reports something, whatever it is unless told. */
export function report(minute: number, subscriber: number, more: Partial<Complaint> = {}): Complaint {
  const unknown = { host: null, app: null, account: null, text: null, called: 0, scriptKnown: false };
  return { subscriber, timeMs: minute * MINUTE_MS, weight: 1, identity: WITHHELD, ...unknown, ...more };
}

export interface PlainWindow {
  readonly seen?: readonly Seen[];
  /** In order of time. */
  readonly acts?: readonly Act[];
  readonly reports?: readonly Complaint[];
  /** Numbers and domains listed at its end. */
  readonly listed?: readonly string[];
  /** Batch of each event, in the order of batches; all in one where it says nothing. */
  readonly batchOf?: readonly number[];
}

const FIRST_NUMBER = 13_300_000_000;
const SUBSCRIBERS = 1000;
const NOBODY = 15_500_000_000;

const ALL_RECORDS = { seesEvent: () => true };
const EVERY_FLAG = (): boolean => true;

/** Batches are used again, so what is not copied out of them is lost. */
const BATCH_EVENTS = 32;
const EVENTS = EventBatch.allocate(BATCH_EVENTS);
const FINDINGS = Findings.allocate(BATCH_EVENTS);

export class SignalReaderForTests {
  readonly #settings: Scenario["signals"];
  readonly #signalReader: SignalReader;
  readonly #listed = new Set<number>();
  #hour = 0;

  constructor(settings: Partial<Scenario["signals"]> = {}, listed: readonly string[] = [], memory = MEMORY) {
    this.#settings = { ...SETTINGS, ...settings };
    for (const what of listed) this.#listed.add(keyOf(what));
    const network: ConstructorParameters<typeof SignalReader>[2] = {
      subscribersInto: (numbers, had, count, out) => {
        assert.deepEqual([...had.subarray(0, count)], [...numbers.subarray(0, count)].map(findPlace));
        for (let i = 0; i < count; i++) {
          const subscriber = numbers[i]! - FIRST_NUMBER;
          out[i] = subscriber >= 0 && subscriber < SUBSCRIBERS ? subscriber : NO_VALUE;
        }
      },
      isListed: (key) => this.#listed.has(key),
      isListedHost: (host) => this.#listed.has(domainKey(host)),
      listedInto: (keys, were, count, out) => {
        for (let i = 0; i < count; i++) out[i] = Number(this.#listed.has(keys[i]!));
        assert.deepEqual(were.subarray(0, count), out.subarray(0, count));
      },
    };
    this.#signalReader = new SignalReader(this.#settings, SUBSCRIBERS, network, memory);
  }

  /** Signals of the next hour. */
  read({ seen = [], acts = [], reports = [], listed = [], batchOf = [] }: PlainWindow): Signal[] {
    const startMs = this.#hour++ * HOUR_MS;
    const notedEvents = NotedEvents.allocate(1);
    for (const batch of cut(seen, batchOf)) {
      fillBatch(batch, this.#listed);
      const ofBatch = NotedEvents.allocate(BATCH_EVENTS);
      ofBatch.note(EVENTS, FINDINGS, connected(), ALL_RECORDS, EVERY_FLAG);
      notedEvents.append(ofBatch);
    }
    const keys = new Set(listed.map(keyOf));
    const signals = this.#signalReader.read({
      notedEvents,
      acts,
      complaints: reports,
      listed: keys,
      startMs,
      endMs: startMs + HOUR_MS,
    });
    for (const key of keys) this.#listed.add(key);
    return listOf(signals);
  }

  /** The same, one line a signal, sorted. */
  describe(window: PlainWindow): string[] {
    return this.read(window).map(describeSignal).sort();
  }

  skipTo(hour: number): void {
    while (this.#hour < hour) this.read({});
  }
}

/** What is noted of one batch: which rows, and which keys. */
export function noted(seen: readonly Seen[]): { rows: number[]; blocked: number[] } {
  fillBatch(seen.map((event, id) => ({ ...event, id })));
  const notedEvents = NotedEvents.allocate(BATCH_EVENTS);
  notedEvents.note(EVENTS, FINDINGS, connected(), ALL_RECORDS, EVERY_FLAG);
  const { idLow, blocked } = notedEvents.columns;
  return { rows: [...idLow.subarray(0, notedEvents.count)], blocked: [...blocked.subarray(0, notedEvents.blocked)] };
}

export function describeSignal({ kind, subscriber, timeMs, strength, identity, host }: Signal): string {
  const what = identity === null ? host : formatIdentity(identity);
  return `${kind} ${subscriber} at ${timeMs / MINUTE_MS}: ${strength}${what === null ? "" : ` ${what}`}`;
}

/** Where a number stands in a register that has them all. */
function findPlace(number: number): number {
  return number - FIRST_NUMBER;
}

function connected(): Uint32Array {
  return Uint32Array.from(EVENTS.callee.subarray(0, EVENTS.count), findPlace);
}

type Numbered = Seen & { readonly id: number };

function cut(seen: readonly Seen[], batchOf: readonly number[]): Numbered[][] {
  const batches: Numbered[][] = [];
  for (const [id, event] of seen.entries()) (batches[batchOf[id] ?? 0] ??= []).push({ ...event, id });
  return batches.filter((batch) => batch !== undefined);
}

function fillBatch(seen: readonly Numbered[], listed: ReadonlySet<number> = new Set()): void {
  const { links, outcome } = FINDINGS;
  const blocklist = listingsFound(FINDINGS);
  const match = scriptsFound(FINDINGS);
  let [link, unit] = [0, 0];
  for (const [row, event] of seen.entries()) {
    EVENTS.idLow[row] = event.id;
    EVENTS.idHigh[row] = 7;
    EVENTS.timeMs[row] = event.minute * MINUTE_MS;
    EVENTS.kind[row] = event.isCall ? KIND_CALL : KIND_MESSAGE;
    EVENTS.caller[row] = parseIdentity(event.caller);
    EVENTS.callee[row] = event.to === null ? NOBODY : FIRST_NUMBER + event.to;
    EVENTS.answered[row] = event.answered ? 1 : 0;
    EVENTS.durationS[row] = event.durationS;
    blocklist.caller[row] = listed.has(keyOf(event.caller)) ? LISTED : ABSENT;
    outcome.decision[row] = DECISIONS.indexOf(event.decision);
    match.template[row] = event.template;
    links.count[row] = event.hosts.length;
    links.first[row] = link;
    for (const host of event.hosts) {
      links.hostStart[link++] = unit;
      for (let i = 0; i < host.length; i++) links.host[unit++] = host.charCodeAt(i);
      links.hostStart[link] = unit;
    }
    links.first[row + 1] = link;
  }
  EVENTS.count = seen.length;
}

export function keyOf(what: string): number {
  return what.includes(".") ? domainKey(what) : canonicalIdentity(parseIdentity(what));
}
