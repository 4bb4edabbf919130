import { LISTED, listingsFound } from "../../../src/detect/blocklist/found.ts";
import { imitationsFound } from "../../../src/detect/lookalike/found.ts";
import { scriptsFound } from "../../../src/detect/matcher/found.ts";
import { describe, expect, test, vi } from "vitest";
import { evidenceBit } from "../../../src/detect/evidence.ts";
import { EventBatch } from "../../../src/event/event-batch.ts";
import { parseIdentity } from "../../../src/event/identity.ts";
import type { Labels } from "../../../src/event/labels.ts";
import { NO_DOMAIN, TruthBatch } from "../../../src/event/truth.ts";
import { ALLOW, BLOCK, Findings, FLAG } from "../../../src/event/findings.ts";
import { decisionDocument, SAMPLE_KINDS, sampleKind, truthDocument } from "../../../src/report/directory/decision.ts";

function write(target: Uint16Array, at: number, text: string): number {
  for (let i = 0; i < text.length; i++) target[at + i] = text.charCodeAt(i);
  return at + text.length;
}

/** Row 0: a blocked text of a gang. Row 1: a call, whose columns for messages hold what an earlier batch left. */
function batch() {
  const events = EventBatch.allocate(2);
  const findings = Findings.allocate(2);
  const truth = TruthBatch.allocate(2);
  events.count = 2;
  events.idLow.set([0xbeef, 1]);
  events.idHigh.set([0x10, 0]);
  events.timeMs.set([5000, 6000]);
  events.kind.set([1, 0]);
  events.route.set([3, 4]);
  events.caller.set([parseIdentity("106900012345"), parseIdentity("+8613812340017")]);
  events.callee.set([parseIdentity("13912345678"), parseIdentity("13912345679")]);
  events.textStart.set([0, write(events.text, 0, "奖金 http://xn.top"), 15]);
  const { links, outcome } = findings;
  const blocklist = listingsFound(findings);
  const lookalike = imitationsFound(findings);
  const match = scriptsFound(findings);
  links.count.set([1, 9]);
  links.first.set([0, 1, 1]);
  links.hostStart.set([0, write(links.host, 0, "xn.top")]);
  blocklist.caller.set([0, 1]);
  blocklist.domain.set([LISTED, LISTED]);
  lookalike.domain.set([2, 2]);
  lookalike.domainOf.set([8, 8]);
  lookalike.caller.set([0, 1]);
  lookalike.callerOf.set([0, 6]);
  match.template.set([12, 12]);
  match.distance.set([3, 3]);
  match.length.set([40, 40]);
  outcome.evidence.set([evidenceBit("domainListed") | evidenceBit("domainLookalike"), 0]);
  outcome.score.set([280, -420]);
  outcome.decision.set([BLOCK, 0]);
  const ofGang = { fraud: 1, gang: 5, typology: 2, step: 1, attempt: 2, target: 17, technology: 6, obfuscation: 4 };
  for (const [name, value] of Object.entries(ofGang)) truth[name as keyof typeof ofGang][0] = value;
  truth.subscriber.set([4711, 4712]);
  truth.domain.set([33, NO_DOMAIN]);
  truth.benignClass.set([0, 7]);
  return { events, findings, truth };
}

describe("a sampled decision", () => {
  test("of a message holds what screening saw and found", () => {
    const { events, findings } = batch();
    expect(decisionDocument(events, findings, 0)).toEqual({
      id: "000000100000beef",
      timeMs: 5000,
      kind: "message",
      caller: "106900012345",
      callee: "139****5678",
      route: "enterprise",
      text: "奖金 http://xn.top",
      decision: "block",
      score: 280,
      evidence: ["domainListed", "domainLookalike"],
      links: { count: 1, hosts: ["xn.top"] },
      blocklist: { caller: "absent", domain: "listed" },
      lookalike: { caller: null, domain: { of: 8, distance: 1 } },
      match: { template: 12, similarity: 0.925 },
      behaviour: { attempts: 0, fanOut: 0, calls: 0, answered: 0, meanDurationS: 0 },
      provenance: { numberAgeDays: null, deviceNumbers: null, cells: null, outgoingShare: null, domainAgeDays: null },
    });
  });

  test("of a call holds nothing of messages", () => {
    const { events, findings } = batch();
    expect(decisionDocument(events, findings, 1)).toMatchObject({
      kind: "call",
      text: null,
      links: { count: 0, hosts: [] },
      blocklist: { caller: "filterOnly", domain: "absent" },
      lookalike: { caller: { of: 6, distance: 0 }, domain: null },
      match: null,
    });
  });

  test("holds no truth, which is a document of its own under the same id", () => {
    const { events, findings, truth } = batch();
    const decision = decisionDocument(events, findings, 0);
    expect(Object.keys(decision)).not.toContain("fraud");
    const scriptOf = vi.fn<(of: Labels, row: number) => string>(() => "loan-fast-credit");
    expect(truthDocument(events, truth, 0, scriptOf)).toEqual({
      id: decision.id,
      fraud: true,
      gang: 5,
      target: 17,
      subscriber: 4711,
      typology: "loan",
      script: "loan-fast-credit",
      step: 1,
      attempt: 2,
      technology: "sim-box",
      obfuscation: 4,
      domain: 33,
    });
    expect(truthDocument(events, truth, 1, scriptOf)).toEqual({
      id: "0000000000000001",
      fraud: false,
      class: "school",
      subscriber: 4712,
    });
    expect(scriptOf.mock.calls).toEqual([[truth, 0]]);
  });
});

test("a sample has a kind for each decision and truth, the graver the higher, and fraud above benign", () => {
  const [findings, truth] = [Findings.allocate(6), TruthBatch.allocate(6)];
  findings.outcome.decision.set([ALLOW, ALLOW, FLAG, FLAG, BLOCK, BLOCK]);
  truth.fraud.set([0, 1, 0, 1, 0, 1]);
  const kinds = Array.from({ length: SAMPLE_KINDS }, (_, row) => sampleKind(findings, truth, row));
  expect(kinds).toEqual([0, 1, 2, 3, 4, 5]);
});
