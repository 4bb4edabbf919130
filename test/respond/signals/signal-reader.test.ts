import assert from "node:assert/strict";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { NO_VALUE } from "../../../src/core/key-index.ts";
import { HOUR_MS, MINUTE_MS } from "../../../src/core/time.ts";
import { ABSENT, LISTED, listingsFound } from "../../../src/detect/blocklist/found.ts";
import { EventBatch, KIND_CALL, KIND_MESSAGE } from "../../../src/event/event-batch.ts";
import { DECISIONS, Findings } from "../../../src/event/findings.ts";
import { canonicalIdentity, formatIdentity, parseIdentity } from "../../../src/event/identity.ts";
import { domainKey } from "../../../src/event/link/domain-key.ts";
import type { ActKind } from "../../../src/record/act.ts";
import { NotedEvents } from "../../../src/respond/signals/noted-events.ts";
import { SignalReader } from "../../../src/respond/signals/signal-reader.ts";
import type { Scenario } from "../../../src/scenario/schema.ts";
import { listOf } from "../../event/signals-for-tests.ts";
import { forAll } from "../../for-all.ts";

const MEMORY = { suspectHours: 3, lookBackHours: 5 };
const SETTINGS: Scenario["signals"] = {
  rememberedContacts: 0.1,
  flaggedContact: 0.125,
  suspectCall: 1,
  callBack: 2,
  reply: 3,
  lookUp: 4,
  install: 6,
  chat: 7,
  payment: 8,
  lookBackFactor: 0.5,
};
const FIRST_NUMBER = 13_300_000_000;
const NOBODY = 15_500_000_000;
const SUBSCRIBERS = 1000;

const CALLERS = ["13800000017", "+8613800000017", "13900000029", "13700000031", "13600000041", "95588", "ICBC"];
/** As screening folds them. */
const HOSTS = ["a.com", "b.com", "sub.a.com"];
const ACCOUNTS = ["account 622", "account 623"];

const someone = fc.nat({ max: 2 });
/** Events often coincide, so that only their ids give their order. */
const minute = fc.constantFrom(0, 20, 40, 59);
const event = fc.record({
  minute,
  caller: fc.constantFrom(...CALLERS),
  /** Null: somebody of another network. */
  to: fc.option(someone, { nil: null, freq: 9 }),
  isCall: fc.boolean(),
  decision: fc.constantFrom(...DECISIONS, "flag" as const),
  answered: fc.constantFrom(true, true, false),
  durationS: fc.constantFrom(0, 59, 60, 400),
  hosts: fc.array(fc.constantFrom(...HOSTS), { maxLength: 3 }),
  batch: fc.nat({ max: 3 }),
});
function actsOf(kinds: readonly ActKind[], towards: readonly string[]) {
  return fc.record({
    minute,
    kind: fc.constantFrom(...kinds),
    subscriber: someone,
    towards: fc.constantFrom(...towards),
  });
}
const act = fc.oneof(
  actsOf(["callBack", "reply", "chat"], CALLERS),
  actsOf(["lookUp", "install"], [...HOSTS, "B.com"]),
  actsOf(["payment"], ACCOUNTS),
);
const report = fc.record({
  minute,
  subscriber: fc.nat({ max: 9 }),
  identity: fc.constantFrom("", ...CALLERS),
  host: fc.option(fc.constantFrom(...HOSTS), { nil: null }),
  account: fc.option(fc.constantFrom(...ACCOUNTS), { nil: null }),
});
const window = fc.record({
  /** Hours since the last window; 120 is as long as an account stays suspect. */
  later: fc.constantFrom(1, 1, 1, 1, 2, 3, 4, 6, 119, 120),
  seen: fc.array(event, { maxLength: 20 }),
  acts: fc.array(act, { maxLength: 6 }).map((acts) => acts.toSorted((a, b) => a.minute - b.minute)),
  reports: fc.array(report, { maxLength: 2 }).map((reports) => reports.toSorted((a, b) => a.minute - b.minute)),
  /** Listed at its end. */
  listed: fc.subarray([...CALLERS, ...HOSTS], { maxLength: 1 }),
});
type Part<T> = T extends fc.Arbitrary<infer U> ? U : never;
type PlainEvent = Part<typeof event>;
type PlainWindow = Part<typeof window>;

function isAccount(what: string): boolean {
  return what.startsWith("account");
}

function keyOf(what: string): number {
  if (isAccount(what)) return Number(what.slice(8));
  return what.includes(".") ? domainKey(what) : canonicalIdentity(parseIdentity(what));
}

const NOTHING_TOLD = { weight: 1, app: null, text: null, called: 0, scriptKnown: false };

/** One line a signal, sorted. */
class ReaderUnderTest {
  readonly #reader: SignalReader;
  readonly #listed = new Set<number>();

  constructor(rememberedContacts: number) {
    const network: ConstructorParameters<typeof SignalReader>[2] = {
      subscribersInto: (numbers, had, count, out) => {
        assert.deepEqual([...had.subarray(0, count)], [...numbers.subarray(0, count)].map(findPlace));
        for (let i = 0; i < count; i++) out[i] = numbers[i] === NOBODY ? NO_VALUE : findPlace(numbers[i]!);
      },
      isListed: (key) => this.#listed.has(key),
      isListedHost: (host) => this.#listed.has(domainKey(host)),
      listedInto: (keys, were, count, out) => {
        for (let i = 0; i < count; i++) out[i] = Number(this.#listed.has(keys[i]!));
        assert.deepEqual(were.subarray(0, count), out.subarray(0, count));
      },
    };
    this.#reader = new SignalReader({ ...SETTINGS, rememberedContacts }, SUBSCRIBERS, network, MEMORY);
  }

  read({ seen, acts, reports, listed }: PlainWindow, startMs: number, batches: number): string[] {
    const notedEvents = NotedEvents.allocate(1);
    for (let at = 0; at < batches; at++) {
      const rows = [...seen.entries()].filter(([, { batch }]) => batch % batches === at);
      fillBatch(rows, startMs, this.#listed);
      const connected = Uint32Array.from(EVENTS.callee.subarray(0, EVENTS.count), findPlace);
      NOTED.clear();
      NOTED.note(EVENTS, FINDINGS, connected, { seesEvent: () => true }, () => true);
      notedEvents.append(NOTED);
    }
    const keys = listed.map(keyOf);
    const signals = this.#reader.read({
      notedEvents,
      acts: acts.map(({ kind, subscriber, towards, minute: at }) => ({
        kind,
        subscriber,
        timeMs: startMs + at * MINUTE_MS,
        identity: isAccount(towards) || towards.includes(".") ? null : parseIdentity(towards),
        host: towards.includes(".") ? towards : null,
        account: isAccount(towards) ? keyOf(towards) : null,
      })),
      complaints: reports.map(({ identity, account, minute: at, ...rest }) => ({
        ...NOTHING_TOLD,
        ...rest,
        timeMs: startMs + at * MINUTE_MS,
        identity: parseIdentity(identity),
        account: account === null ? null : keyOf(account),
      })),
      listed: keys,
      startMs,
      endMs: startMs + HOUR_MS,
    });
    for (const key of keys) this.#listed.add(key);
    return listOf(signals)
      .map(({ kind, subscriber, timeMs, strength, identity, host }) =>
        lineOf(kind, subscriber, timeMs, strength, identity === null ? "" : formatIdentity(identity), host ?? ""),
      )
      .toSorted();
  }
}

function lineOf(kind: string, subscriber: number, timeMs: number, strength: number, number: string, host: string) {
  return `${kind} ${subscriber} at ${timeMs / MINUTE_MS}: ${strength} ${number} ${host}`;
}

/** Where a number stands in a register that has them all. */
function findPlace(number: number): number {
  return number - FIRST_NUMBER;
}

/** Batches are used again, so what is not copied out of them is lost. */
const EVENTS = EventBatch.allocate(32);
const FINDINGS = Findings.allocate(32);
const NOTED = NotedEvents.allocate(32);

function fillBatch(seen: readonly [id: number, PlainEvent][], startMs: number, listed: ReadonlySet<number>): void {
  const { links, outcome } = FINDINGS;
  let [link, unit] = [0, 0];
  for (const [row, [id, plain]] of seen.entries()) {
    EVENTS.idLow[row] = id;
    EVENTS.timeMs[row] = startMs + plain.minute * MINUTE_MS;
    EVENTS.kind[row] = plain.isCall ? KIND_CALL : KIND_MESSAGE;
    EVENTS.caller[row] = parseIdentity(plain.caller);
    EVENTS.callee[row] = plain.to === null ? NOBODY : FIRST_NUMBER + plain.to;
    EVENTS.answered[row] = Number(plain.answered);
    EVENTS.durationS[row] = plain.durationS;
    listingsFound(FINDINGS).caller[row] = listed.has(keyOf(plain.caller)) ? LISTED : ABSENT;
    outcome.decision[row] = DECISIONS.indexOf(plain.decision);
    links.first[row] = link;
    for (const host of plain.isCall ? [] : plain.hosts) {
      links.hostStart[link++] = unit;
      for (let i = 0; i < host.length; i++) links.host[unit++] = host.charCodeAt(i);
      links.hostStart[link] = unit;
    }
    links.first[row + 1] = link;
  }
  EVENTS.count = seen.length;
}

/** The same with lists and maps. */
class PlainReader {
  readonly #capacity: number;
  readonly #untilMs = new Map<number, number>();
  readonly #listed = new Set<number>();
  readonly #names = new Map<number, string>();
  readonly #reportedMs = new Map<number, number>();
  #log: { key: number | null; kind: ActKind | "suspectCall"; subscriber: number; timeMs: number }[] = [];
  #lines: string[] = [];

  constructor(rememberedContacts: number) {
    this.#capacity = Math.ceil(rememberedContacts * SUBSCRIBERS);
  }

  read({ seen, acts, reports, listed }: PlainWindow, startMs: number): string[] {
    this.#lines = [];
    for (const { decision, caller, hosts, isCall } of seen) {
      if (decision !== "block") continue;
      // What was blocked counts from the start of the window on.
      for (const what of [caller, ...(isCall ? [] : hosts)]) this.#suspect(what, startMs, MEMORY.suspectHours);
    }
    const steps = [
      ...seen.map((one) => ({ minute: one.minute, take: (timeMs: number) => this.#event(one, timeMs) })),
      ...acts.map((one) => ({ minute: one.minute, take: (timeMs: number) => this.#act(one, timeMs) })),
    ];
    for (const step of steps.toSorted((a, b) => a.minute - b.minute)) step.take(startMs + step.minute * MINUTE_MS);
    const found = listed.map(keyOf);
    for (const { subscriber, account, minute: at } of reports) {
      const timeMs = startMs + at * MINUTE_MS;
      this.#reportedMs.set(subscriber, timeMs);
      if (account === null) continue;
      if (!this.#isSuspect(account, timeMs)) found.push(keyOf(account));
      this.#suspect(account, timeMs, 120);
    }
    for (const key of found) this.#lookBack(key, startMs + HOUR_MS);
    for (const what of listed) this.#listed.add(keyOf(what));
    return this.#lines.toSorted();
  }

  #event({ caller, to, isCall, decision, answered, durationS, hosts }: PlainEvent, timeMs: number): void {
    if (to === null) return;
    const number = keyOf(caller);
    const shown = formatIdentity(parseIdentity(caller));
    const isLong = isCall && answered && durationS >= 60;
    const isSuspectCall = isLong && decision !== "block" && this.#isSuspect(caller, timeMs);
    if (isSuspectCall) this.#tell("suspectCall", to, timeMs, shown);
    else {
      if (isLong && decision !== "block") this.#remember(number, "suspectCall", to, timeMs);
      if (decision === "flag") this.#tell("flaggedContact", to, timeMs, shown, isCall ? undefined : hosts[0]);
    }
  }

  #act({ kind, subscriber, towards }: Part<typeof act>, timeMs: number): void {
    const isHost = towards.includes(".");
    const shown = isHost || isAccount(towards) ? "" : formatIdentity(parseIdentity(towards));
    if (this.#isSuspect(towards, timeMs)) return this.#tell(kind, subscriber, timeMs, shown, isHost ? towards : "");
    if (isHost) this.#names.set(keyOf(towards), towards);
    this.#remember(keyOf(towards), kind, subscriber, timeMs);
  }

  #tell(kind: ActKind | "flaggedContact" | "suspectCall", to: number, timeMs: number, shown: string, host = "") {
    this.#lines.push(lineOf(kind, to, timeMs, SETTINGS[kind], shown, host));
  }

  #suspect(what: string, sinceMs: number, hours: number): void {
    this.#untilMs.set(keyOf(what), sinceMs + hours * HOUR_MS);
  }

  #isSuspect(what: string, timeMs: number): boolean {
    return this.#listed.has(keyOf(what)) || timeMs < (this.#untilMs.get(keyOf(what)) ?? 0);
  }

  #remember(key: number, kind: ActKind | "suspectCall", subscriber: number, timeMs: number): void {
    this.#log.push({ key, kind, subscriber, timeMs });
    this.#log = this.#log.slice(Math.max(0, this.#log.length - this.#capacity));
  }

  #lookBack(key: number, endMs: number): void {
    const isNumber = key >= 1000 && key < 8e15;
    for (const contact of this.#log) {
      if (contact.key !== key || contact.timeMs < endMs - MEMORY.lookBackHours * HOUR_MS) continue;
      // A logged contact that was taken keeps its place: it is overwritten in its turn.
      contact.key = null;
      if (contact.timeMs <= (this.#reportedMs.get(contact.subscriber) ?? -1)) continue;
      const shown = isNumber ? formatIdentity(key as ReturnType<typeof canonicalIdentity>) : "";
      const strength = SETTINGS[contact.kind] * SETTINGS.lookBackFactor;
      this.#lines.push(lineOf("lookBack", contact.subscriber, endMs, strength, shown, this.#names.get(key) ?? ""));
    }
  }
}

test("the signals of a window are those of a plain reader, however its events were cut into batches", () => {
  const told = new Map<string, number>();
  const windows = fc.array(window, { minLength: 1, maxLength: 8, size: "max" });
  forAll(
    [windows, fc.constantFrom(0, 0.001, 0.004, 0.1, 0.1), fc.integer({ min: 2, max: 4 })],
    400,
    (given, remembered, batches) => {
      const plain = new PlainReader(remembered);
      const [whole, parted] = [new ReaderUnderTest(remembered), new ReaderUnderTest(remembered)];
      let startMs = 0;
      for (const each of given) {
        const expected = plain.read(each, startMs);
        expect(whole.read(each, startMs, 1)).toEqual(expected);
        expect(parted.read(each, startMs, batches)).toEqual(expected);
        for (const line of expected) told.set(line.split(" ")[0]!, (told.get(line.split(" ")[0]!) ?? 0) + 1);
        startMs += each.later * HOUR_MS;
      }
    },
  );
  // The property is not empty.
  for (const kind of ["flaggedContact", "lookBack", "payment", "suspectCall", "chat"])
    expect(told.get(kind)).toBeGreaterThan(100);
});
