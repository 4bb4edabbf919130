/** Random screened events as plain objects, and the columns they fill: for tests of what counts them. */
import { activityFound } from "../../src/detect/behaviour/found.ts";
import { listingsFound } from "../../src/detect/blocklist/found.ts";
import { imitationsFound } from "../../src/detect/lookalike/found.ts";
import { scriptsFound } from "../../src/detect/matcher/found.ts";
import * as fc from "fast-check";
import { EventBatch, KIND_MESSAGE } from "../../src/event/event-batch.ts";
import { parseIdentity } from "../../src/event/identity.ts";
import { EVIDENCE } from "../../src/detect/evidence.ts";
import { NO_DOMAIN, TruthBatch } from "../../src/event/truth.ts";
import { DISGUISE, SECOND_SPACE } from "../../src/event/unit-traits.ts";
import { Findings } from "../../src/event/findings.ts";

export const GANGS = 4;
export const DOMAINS = 5;

const upTo = (max: number) => fc.integer({ min: 0, max });

const CALLERS =
  "13800000017 +8613800000017 95588 01012345678 +12125550100 0012125550100 +861012345678 008695588 +8 +880123456789 0085212345678 1069012345 ICBC "
    .split(" ")
    .map(parseIdentity);
const PHRASE_UNITS = "您的ab Z09, 。!\u3000Ａ３\u200bеα中\ud83d\uffff\u0000".split("");
const HOSTS = "evil.com icbc.com.cn t.cn a.net b.org x.top y.xyz z.ru com 1.2.3.4 例子.中国 n.et con.co ".split(" ");

export const plainEvent = fc
  .record({
    idLow: upTo(0xffffffff),
    idHigh: upTo(0xffffffff),
    timeMs: upTo(1_000_000_000),
    kind: upTo(1),
    route: upTo(4),
    caller: fc.constantFrom(...CALLERS),
    textUnits: upTo(400),
    /** The text is this, over and over, cut to `textUnits`; spaces where it is empty. */
    phrase: fc.string({ unit: fc.constantFrom(...PHRASE_UNITS), minLength: 1, maxLength: 12 }),
    callerListed: upTo(2),
    domainListed: upTo(2),
    callerLookalike: upTo(2),
    domainLookalike: upTo(2),
    links: upTo(3),
    host: fc.constantFrom(...HOSTS),
    template: fc.integer({ min: -1, max: 20 }),
    distance: upTo(10),
    length: fc.integer({ min: 10, max: 60 }),
    attempts: upTo(65_535),
    fanOut: upTo(65_535),
    calls: upTo(30),
    answered: upTo(30),
    evidence: upTo((1 << EVIDENCE.length) - 1),
    score: fc.integer({ min: -1500, max: 2500 }),
    decision: upTo(2),
    fraud: upTo(1),
    benignClass: upTo(10),
    gang: upTo(GANGS - 1),
    typology: upTo(11),
    technology: upTo(6),
    obfuscation: upTo(5),
    domain: fc.oneof(upTo(DOMAINS - 1), fc.constant(NO_DOMAIN)),
  })
  .map((event) => ({
    ...event,
    answered: Math.min(event.answered, event.calls),
    textUnits: event.kind === KIND_MESSAGE ? event.textUnits : 0,
  }));

export type PlainEvent = Readonly<typeof plainEvent extends fc.Arbitrary<infer Event> ? Event : never>;

/** The columns of the given events; `counters` are the blocklist's. */
export function fillBatch(plain: readonly PlainEvent[], counters: readonly number[] = [0, 0, 0, 0]) {
  const capacity = Math.max(1, plain.length);
  const events = EventBatch.allocate(capacity);
  const findings = Findings.allocate(capacity);
  const truth = TruthBatch.allocate(capacity);
  events.count = plain.length;
  listingsFound(findings).counters.set(counters);
  for (const [row, event] of plain.entries()) {
    fillEvent(events, event, row);
    fillFindings(findings, event, row);
    for (const name of TRUTHS) truth[name][row] = event[name];
  }
  return { events, findings, truth };
}

export const TRUTHS = ["fraud", "benignClass", "gang", "typology", "technology", "obfuscation", "domain"] as const;
export const SEEN = ["idLow", "idHigh", "timeMs", "kind", "route", "caller"] as const;

function fillEvent(events: EventBatch, event: PlainEvent, row: number): void {
  for (const name of SEEN) events[name][row] = event[name];
  const start = events.textStart[row]!;
  for (let i = 0; i < event.textUnits; i++) {
    events.text[start + i] = event.phrase === "" ? 0x20 : event.phrase.charCodeAt(i % event.phrase.length);
  }
  events.textStart[row + 1] = start + event.textUnits;
}

function fillFindings(findings: Findings, event: PlainEvent, row: number): void {
  listingsFound(findings).caller[row] = event.callerListed;
  listingsFound(findings).domain[row] = event.domainListed;
  imitationsFound(findings).caller[row] = event.callerLookalike;
  imitationsFound(findings).domain[row] = event.domainLookalike;
  fillLinks(findings, event, row);
  for (const name of ["template", "distance", "length"] as const) scriptsFound(findings)[name][row] = event[name];
  for (const name of ["attempts", "fanOut", "calls", "answered"] as const)
    activityFound(findings)[name][row] = event[name];
  for (const name of ["evidence", "score", "decision"] as const) findings.outcome[name][row] = event[name];
}

function fillLinks({ links }: Findings, event: PlainEvent, row: number): void {
  links.count[row] = event.links;
  // Whatever the text: the tally then counts for itself.
  links.traits[row] = DISGUISE | SECOND_SPACE;
  const first = links.first[row]!;
  const isExamined = event.kind === KIND_MESSAGE && event.links > 0;
  links.first[row + 1] = isExamined ? first + 1 : first;
  if (!isExamined) return;
  const start = links.hostStart[first]!;
  for (let i = 0; i < event.host.length; i++) links.host[start + i] = event.host.charCodeAt(i);
  links.hostStart[first + 1] = start + event.host.length;
}
