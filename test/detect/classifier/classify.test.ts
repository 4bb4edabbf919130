import { activityFound } from "../../../src/detect/behaviour/found.ts";
import { ABSENT, FILTER_ONLY, LISTED, listingsFound } from "../../../src/detect/blocklist/found.ts";
import { gradesFound, LIKELY, LIKE_BENIGN, SURE } from "../../../src/detect/learned/found.ts";
import { imitationsFound } from "../../../src/detect/lookalike/found.ts";
import { scriptsFound } from "../../../src/detect/matcher/found.ts";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ANSWERED_LOW_PERMILLE, CALLS_LONG_S, MIN_CALLS } from "../../../src/detect/behaviour/stage.ts";
import { BLOCKLIST } from "../../../src/detect/blocklist/stage.ts";
import { classify, flaggerWithoutRecords, scoreParts } from "../../../src/detect/classifier/classify.ts";
import { provenanceFound, PROVENANCE } from "../../../src/detect/provenance/stage.ts";
import { screen } from "../../../src/detect/screening.ts";
import { packProvenance } from "../../../src/event/provenance.ts";
import { DECISIONS, Findings } from "../../../src/event/findings.ts";
import { type ClassifierSettings, DEFAULT_CLASSIFIER } from "../../../src/detect/classifier/weights.ts";
import {
  EventBatch,
  KIND_CALL,
  KIND_MESSAGE,
  ROUTES,
  ROUTE_INTERNATIONAL,
  ROUTE_MOBILE,
  ROUTE_VIRTUAL,
} from "../../../src/event/event-batch.ts";
import { EVIDENCE, type Evidence, evidenceBit, evidenceNames } from "../../../src/detect/evidence.ts";
import { forAll } from "../../for-all.ts";

/** What an event and its findings say that the classifier reads; the rest of a batch is empty. */
type Finding = Readonly<Record<keyof typeof NOTHING, number>>;

const NOTHING = {
  kind: KIND_MESSAGE,
  route: ROUTE_MOBILE,
  callerListed: ABSENT,
  domainListed: ABSENT,
  neighbours: 0,
  callerLookalike: 0,
  domainLookalike: 0,
  own: 0,
  links: 0,
  template: -1,
  distance: 0,
  length: 0,
  fanOut: 0,
  calls: 0,
  answered: 0,
  meanDurationS: 0,
  grade: 0,
};

function batchOf(cases: readonly Finding[]): { events: EventBatch; findings: Findings } {
  const size = Math.max(1, cases.length);
  const [events, findings] = [EventBatch.allocate(size), Findings.allocate(size)];
  const { links } = findings;
  const blocklist = listingsFound(findings);
  const lookalike = imitationsFound(findings);
  const match = scriptsFound(findings);
  const behaviour = activityFound(findings);
  cases.forEach((finding, row) => {
    events.kind[row] = finding.kind;
    events.route[row] = finding.route;
    blocklist.caller[row] = finding.callerListed;
    blocklist.domain[row] = finding.domainListed;
    blocklist.neighbours[row] = finding.neighbours;
    lookalike.caller[row] = finding.callerLookalike;
    lookalike.domain[row] = finding.domainLookalike;
    lookalike.own[row] = finding.own;
    links.count[row] = finding.links;
    match.template[row] = finding.template;
    match.distance[row] = finding.distance;
    match.length[row] = finding.length;
    behaviour.fanOut[row] = finding.fanOut;
    behaviour.calls[row] = finding.calls;
    behaviour.answered[row] = finding.answered;
    behaviour.meanDurationS[row] = finding.meanDurationS;
    gradesFound(findings).grade[row] = finding.grade;
  });
  events.count = cases.length;
  return { events, findings };
}

function outcomesOf(cases: readonly Finding[], settings: ClassifierSettings) {
  const { events, findings } = batchOf(cases);
  classify(events, findings, settings);
  const { evidence, score, decision } = findings.outcome;
  return cases.map((_, row) => ({
    evidence: evidenceNames(evidence[row]!),
    score: score[row]!,
    decision: DECISIONS[decision[row]!]!,
  }));
}

function outcomeOf(finding: Partial<Finding>, settings: Partial<ClassifierSettings> = {}) {
  return outcomesOf([{ ...NOTHING, ...finding }], { ...DEFAULT_CLASSIFIER, ...settings })[0]!;
}

function evidenceOf(finding: Partial<Finding>, settings: Partial<ClassifierSettings> = {}): readonly Evidence[] {
  return outcomeOf(finding, settings).evidence;
}

/** The rules again, as plainly as they can be said. */
function expectedEvidence(found: Finding, settings: ClassifierSettings): Evidence[] {
  const isMessage = found.kind === KIND_MESSAGE;
  const isMatch = isMessage && found.template >= 0;
  const isKnown = found.calls >= MIN_CALLS;
  const holds: Partial<Readonly<Record<Evidence, boolean>>> = {
    callerListed: found.callerListed === LISTED,
    domainListed: isMessage && found.domainListed === LISTED,
    listedNeighbours: found.neighbours > 0,
    callerLookalike: found.callerLookalike !== 0,
    domainLookalike: isMessage && found.domainLookalike !== 0,
    ownIdentity: isMessage && found.own > 0,
    textMatch: isMatch,
    // In whole numbers: distance / length <= 1 - close / 1000.
    textMatchClose: isMatch && 1000 * found.distance <= found.length * (1000 - settings.marks.closeSimilarity),
    fanOutHigh: found.fanOut >= settings.marks.fanOutHigh,
    fanOutExtreme: found.fanOut >= settings.marks.fanOutExtreme,
    answeredLow: isKnown && 1000 * found.answered < ANSWERED_LOW_PERMILLE * found.calls,
    callsLong:
      isKnown && found.fanOut >= settings.marks.fanOutHigh && found.answered > 0 && found.meanDurationS >= CALLS_LONG_S,
    routeInternational: found.route === ROUTE_INTERNATIONAL,
    routeVirtual: found.route === ROUTE_VIRTUAL,
    linkPresent: isMessage && found.links > 0,
    learnedSure: found.grade === SURE,
    learnedLikely: found.grade === LIKELY,
    learnedBenign: found.grade === LIKE_BENIGN,
  };
  return EVIDENCE.filter((name) => holds[name]);
}

const answer = fc.constantFrom(ABSENT, FILTER_ONLY, LISTED);
const cases: fc.Arbitrary<Finding> = fc.record({
  kind: fc.constantFrom(KIND_CALL, KIND_MESSAGE),
  route: fc.integer({ min: 0, max: ROUTES.length - 1 }),
  callerListed: answer,
  domainListed: answer,
  neighbours: fc.integer({ min: 0, max: 999 }),
  callerLookalike: fc.integer({ min: 0, max: 3 }),
  domainLookalike: fc.integer({ min: 0, max: 3 }),
  own: fc.integer({ min: 0, max: 3 }),
  links: fc.integer({ min: 0, max: 255 }),
  template: fc.integer({ min: -1, max: 3 }),
  distance: fc.integer({ min: 0, max: 40 }),
  length: fc.integer({ min: 0, max: 200 }),
  fanOut: fc.oneof(fc.integer({ min: 0, max: 60 }), fc.constant(65_535)),
  calls: fc.integer({ min: 0, max: 20 }),
  answered: fc.integer({ min: 0, max: 20 }),
  grade: fc.integer({ min: 0, max: 4 }),
  meanDurationS: fc.integer({ min: 0, max: 60 }),
});

const weight = fc.integer({ min: -3000, max: 3000 });
const settings: fc.Arbitrary<ClassifierSettings> = fc.record({
  weights: fc.record(Object.fromEntries(EVIDENCE.map((name) => [name, weight])) as Record<Evidence, typeof weight>),
  prior: weight,
  flagScore: weight,
  blockScore: fc.integer({ min: -3000, max: 6000 }),
  marks: fc.record({
    closeSimilarity: fc.integer({ min: 500, max: 1000 }),
    fanOutHigh: fc.integer({ min: 1, max: 50 }),
    fanOutExtreme: fc.integer({ min: 1, max: 60 }),
  }) as unknown as fc.Arbitrary<ClassifierSettings["marks"]>,
});

const OFF = { behaviour: null, blocklist: null, learned: null, lookalike: null, match: null, provenance: null };

describe("a decision", () => {
  test("has the evidence of the rules, the score of its weights and the verdict of the thresholds", () => {
    forAll([fc.array(cases, { maxLength: 6 }), settings], 400, (batch, chosen) => {
      const expected = batch.map((found) => {
        const evidence = expectedEvidence(found, chosen);
        const score = evidence.reduce((sum, name) => sum + chosen.weights[name], chosen.prior);
        const decision = score >= chosen.blockScore ? "block" : score >= chosen.flagScore ? "flag" : "allow";
        return { evidence, score, decision };
      });
      expect(outcomesOf(batch, chosen)).toEqual(expected);
    });
  });

  test("leaves rows behind the last event alone", () => {
    const { events, findings } = batchOf([NOTHING, { ...NOTHING, callerListed: LISTED }]);
    events.count = 1;
    findings.outcome.score.fill(77);
    classify(events, findings, DEFAULT_CLASSIFIER);
    expect([...findings.outcome.score]).toEqual([DEFAULT_CLASSIFIER.prior, 77]);
  });

  test("writes over what the batch held before", () => {
    const { events, findings } = batchOf([{ ...NOTHING, callerListed: LISTED }]);
    classify(events, findings, DEFAULT_CLASSIFIER);
    BLOCKLIST.clear(findings, 1);
    classify(events, findings, DEFAULT_CLASSIFIER);
    expect(findings.outcome.evidence[0]).toBe(0);
  });

  test("flags from the flag score on and blocks from the block score on, and not a hundredth of a nat before", () => {
    const decisions = [-121, -120, 179, 180].map(
      (prior) => outcomeOf({}, { prior, flagScore: -120, blockScore: 180 }).decision,
    );
    expect(decisions).toEqual(["allow", "flag", "flag", "block"]);
  });
});

describe("a threshold holds on both sides:", () => {
  const closePermille = DEFAULT_CLASSIFIER.marks.closeSimilarity;

  test("of how close a match is", () => {
    const distance = 1000 - closePermille;
    expect(evidenceOf({ template: 0, distance, length: 1000 })).toEqual(["textMatch", "textMatchClose"]);
    expect(evidenceOf({ template: 0, distance: distance + 1, length: 1000 })).toEqual(["textMatch"]);
    expect(evidenceOf({ template: 0, distance, length: 999 })).toEqual(["textMatch"]);
    expect(evidenceOf({ template: -1, distance: 0, length: 1000 })).toEqual([]);
  });

  test("of a match that is the genuine message: it is let through, where the copy of it is blocked", () => {
    const close = { template: 0, distance: 0, length: 100, links: 1 };
    expect(outcomeOf(close).decision).toBe("block");
    expect(outcomeOf({ ...close, own: 1, fanOut: 1000 }).decision).toBe("allow");
  });
});

describe("the default weights", () => {
  /** Calls very many people, few of whom answer. */
  const RESTLESS = { fanOut: 65_535, calls: 100, answered: 1 };

  test("let one strong finding block", () => {
    for (const strong of [{ callerListed: LISTED }, { domainListed: LISTED }, { callerLookalike: 1 }]) {
      expect(outcomeOf(strong).decision).toBe("block");
    }
    expect(outcomeOf({ template: 0, distance: 0, length: 50 }).decision).toBe("block");
  });

  test("let no weak finding block, nor behaviour alone", () => {
    for (const weak of [{ route: ROUTE_INTERNATIONAL }, { route: ROUTE_VIRTUAL }, { links: 1 }, { fanOut: 100 }]) {
      expect(outcomeOf(weak).decision).not.toBe("block");
    }
    for (const meanDurationS of [0, 200]) {
      expect(outcomeOf({ ...RESTLESS, meanDurationS }).decision).not.toBe("block");
    }
  });

  test("allow a caller between listed numbers, by any route, unless something else is wrong", () => {
    const neighbours = 999;
    for (const route of ROUTES.keys()) expect(outcomeOf({ neighbours, route }).decision).toBe("allow");
    expect(outcomeOf({ ...RESTLESS }).decision).toBe("allow");
    expect(outcomeOf({ ...RESTLESS, neighbours }).decision).toBe("flag");
    expect(outcomeOf({ neighbours, links: 1, route: ROUTE_INTERNATIONAL }).decision).toBe("flag");
  });
});

test("the parts of a score name the prior and the evidence, and add up to the score", () => {
  const bits = fc.integer({ min: 0, max: 2 ** EVIDENCE.length - 1 });
  forAll([bits, settings], 300, (evidence, chosen) => {
    const parts = scoreParts(evidence, chosen);
    expect(parts.map(({ name }) => name)).toEqual(["prior", ...evidenceNames(evidence)]);
    const expected = EVIDENCE.filter((name) => (evidence & evidenceBit(name)) !== 0).reduce(
      (sum, name) => sum + chosen.weights[name],
      chosen.prior,
    );
    expect(parts.reduce((sum, part) => sum + part.weight, 0)).toBe(expected);
  });
});

test("an institution's sender or links excuse no text that a model of the user's own messages takes for fraud", () => {
  const own = { own: 1, template: 0, length: 10, grade: SURE };
  expect(evidenceOf({ ...own }, { trust: "knows" })).not.toContain("ownIdentity");
  expect(evidenceOf({ ...own, grade: LIKELY }, { trust: "knows" })).not.toContain("ownIdentity");
  expect(evidenceOf({ ...own, grade: LIKE_BENIGN }, { trust: "knows" })).toContain("ownIdentity");
  expect(evidenceOf(own)).toContain("ownIdentity");
});

const bitsOf = (...kinds: Evidence[]): number => kinds.reduce((bits, kind) => bits | evidenceBit(kind), 0);

describe("What operators have on record", () => {
  const { weights, prior, flagScore } = DEFAULT_CLASSIFIER;
  const scoreOf = (...kinds: Evidence[]): number => kinds.reduce((sum, kind) => sum + weights[kind], prior);

  test("flags by no sign alone, as each is true of many who are new, and by two", () => {
    for (const kind of Object.keys(PROVENANCE.evidence) as Evidence[]) expect(scoreOf(kind)).toBeLessThan(flagScore);
    expect(scoreOf("numberNew", "deviceShared")).toBeGreaterThanOrEqual(flagScore);
  });

  test("makes no flag that counts as a signal: the rest must flag without it", () => {
    const isFlaggedAnyhow = flaggerWithoutRecords(DEFAULT_CLASSIFIER);
    const counts = (...kinds: Evidence[]): boolean => isFlaggedAnyhow(scoreOf(...kinds), bitsOf(...kinds));
    expect(counts("numberNew", "deviceShared")).toBe(false);
    expect(counts("numberNew", "fanOutHigh")).toBe(false);
    expect(counts("textMatch")).toBe(true);
    expect(counts("textMatch", "numberNew")).toBe(true);
    // Flagged although the number is old: what speaks for a caller is not taken away to make a flag of nothing.
    expect(counts("callerListed", "numberOld")).toBe(true);
  });

  test("costs nothing where the stage is off: its column is neither cleared again nor read", () => {
    const { events, findings } = batchOf([NOTHING]);
    const { seen } = provenanceFound(findings);
    const decided = (tables: object): number => {
      screen(events, findings, { ...OFF, classify: DEFAULT_CLASSIFIER, ...tables });
      return findings.outcome.evidence[0]!;
    };
    expect(decided({})).toBe(0);
    events.provenance[0] = packProvenance({ numberAgeDays: 1 });
    seen[0] = events.provenance[0]!;
    expect(decided({})).toBe(0);
    expect(seen[0]).not.toBe(0);
    expect(decided({ provenance: {} })).toBe(bitsOf("numberNew"));
    expect(decided({})).toBe(0);
    expect(seen[0]).toBe(0);
  });
});
