/** A small report by hand: counts that can be checked on paper. */
import { LISTED } from "../../src/detect/blocklist/found.ts";
import { digitIdentity } from "../../src/event/identity.ts";
import { NO_DOMAIN } from "../../src/event/truth.ts";
import { ALLOW, BLOCK, FLAG } from "../../src/event/findings.ts";
import { EVIDENCE, evidenceBit } from "../../src/detect/evidence.ts";
import { buildReport, type Report } from "../../src/report/document.ts";
import type { ReportInput } from "../../src/report/head.ts";
import { Tally, tallyBatch } from "../../src/metrics/tally.ts";
import { fillBatch, type PlainEvent, SEEN, TRUTHS } from "./random-batch.ts";
import { sampleLoop } from "./sample-loop.ts";

const FOUND =
  "textUnits callerListed domainListed callerLookalike domainLookalike links distance length calls answered evidence".split(
    " ",
  );

/** Zero in every column that is not named. */
const QUIET: PlainEvent = {
  ...(Object.fromEntries([...SEEN, ...TRUTHS, ...FOUND].map((name) => [name, 0])) as unknown as PlainEvent),
  timeMs: 9 * 3_600_000,
  caller: digitIdentity("plain", 13_800_000_000),
  phrase: "字",
  host: "",
  template: -1,
  attempts: 1,
  fanOut: 1,
  score: -420,
  decision: ALLOW,
  domain: NO_DOMAIN,
};

const BLOCKED_CALL: Partial<PlainEvent> = {
  callerListed: LISTED,
  evidence: evidenceBit("callerListed"),
  score: 280,
  decision: BLOCK,
};
const BLOCKED_MESSAGE: Partial<PlainEvent> = {
  kind: 1,
  textUnits: 40,
  links: 1,
  host: "evil.top",
  domainListed: LISTED,
  template: 7,
  distance: 2,
  length: 40,
  evidence: evidenceBit("domainListed") | evidenceBit("textMatch") | evidenceBit("linkPresent"),
  score: 720,
  decision: BLOCK,
};
const MISSED_MESSAGE: Partial<PlainEvent> = { kind: 1, textUnits: 44, score: -420, decision: ALLOW };

/**
 * 20 fraud contacts of two gangs: of 8 calls 4 blocked (by the blocklist), 2 flagged; of 12 messages 9 blocked, which
 * name two domains. 80 benign events: 50 family calls; 30 messages, of which 1 of marketing is blocked and 2 are
 * flagged.
 */
export function sampleEvents(): PlainEvent[] {
  const fraudCall = { fraud: 1, gang: 0, typology: 4, technology: 4, route: 4, fanOut: 40, attempts: 45 };
  const fraudMessage = { fraud: 1, gang: 1, typology: 1, technology: 6, domain: 2, fanOut: 20, attempts: 20 };
  const parts: [number, Partial<PlainEvent>][] = [
    [4, { ...fraudCall, ...BLOCKED_CALL }],
    [2, { ...fraudCall, evidence: evidenceBit("fanOutHigh"), score: -100, decision: FLAG }],
    [2, fraudCall],
    [8, { ...fraudMessage, ...BLOCKED_MESSAGE }],
    [1, { ...fraudMessage, ...BLOCKED_MESSAGE, domain: 3, obfuscation: 3 }],
    [3, { ...fraudMessage, ...MISSED_MESSAGE, obfuscation: 5 }],
    [50, {}],
    [
      1,
      {
        kind: 1,
        textUnits: 60,
        benignClass: 8,
        ...BLOCKED_MESSAGE,
        domainListed: 0,
        score: 200,
        fanOut: 300,
        attempts: 300,
      },
    ],
    [2, { kind: 1, textUnits: 60, benignClass: 8, score: -100, decision: FLAG, fanOut: 300, attempts: 300 }],
    [27, { kind: 1, textUnits: 20, benignClass: 4 }],
  ];
  return parts
    .flatMap(([times, part]) => Array.from({ length: times }, () => ({ ...QUIET, ...part })))
    .map((event, index) => ({ ...event, idLow: index + 1 }));
}

/** Two weights by name, so that a stage can be decisive. */
const SAMPLE_RULE = {
  weights: Int32Array.from(EVIDENCE, (name) => (name === "callerListed" || name === "domainListed" ? 700 : 380)),
  blockScore: 180,
};

export function sampleInput(plain: readonly PlainEvent[] = sampleEvents()): ReportInput {
  const tally = Tally.allocate({ gangs: 3, domains: 6 });
  const { events, findings, truth } = fillBatch(plain, [100, 1, 10, 0]);
  tallyBatch(events, findings, truth, SAMPLE_RULE, tally);
  return {
    scenario: "by-hand",
    seed: 7,
    workers: 2,
    policy: { name: "levels", sha256: null },
    strategy: { name: "schedule", sha256: null },
    reproduce: "ringfence run by-hand --seed 7 --set world.subscribers=100 --set screening.blocklist.delayHours=12",
    tally,
    filter: { promised: 0.01, expected: 0.0085, probes: 1000, falsePositives: 8 },
    loop: sampleLoop(),
    performance: {
      wallSeconds: 0.5,
      peakRssMiB: 120.04,
      node: "v20.20.2",
      mainThreadBusy: 0.31249,
      wallSecondsAllArms: 1.25,
    },
  };
}

export function sampleReport(): Report {
  return buildReport(sampleInput());
}
