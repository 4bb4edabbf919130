/** Scores of the last day: the sample, the thresholds that fit it, and how far it is from the first day. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { driftOf, stability } from "../../src/gateway/drift.ts";
import { liveThresholds } from "../../src/gateway/live-thresholds.ts";
import { overviewSchema, thresholdsSchema, type Verdict } from "../../src/gateway/protocol.ts";
import { type DayScores, savedScores, ScoreSample, type ScoredEvents } from "../../src/gateway/score-sample.ts";
import { DEFAULT_CLASSIFIER } from "../../src/detect/classifier/weights.ts";
import { evidenceBit } from "../../src/detect/evidence.ts";
import { CHINA } from "../../src/rows/country.ts";
import { inProcess } from "../cli/in-process.ts";
import { newFolder } from "../new-folder.ts";
import { newState, runGateway } from "./running-gateway.ts";

const folder = newFolder("gateway-scores");
const HOUR_MS = 3_600_000;
const SCORING = { settings: DEFAULT_CLASSIFIER, by: "test" };
const PRIOR = DEFAULT_CLASSIFIER.prior;

function verdictOf(score: number, ...kinds: string[]): Verdict {
  return {
    id: "",
    verdict: "allow",
    risk: null,
    score,
    modelScore: null,
    evidence: kinds.map((kind) => ({ kind, weight: 0 })),
    script: null,
    similarity: null,
    tables: 1,
    time: "none",
    micros: 0,
  };
}

/** A sample of which a test moves the clock. */
function newSample() {
  const clock = { ms: 100 * HOUR_MS };
  const sample = new ScoreSample(SCORING, CHINA, () => clock.ms);
  const add = (scores: readonly number[], caller = "10086", ...kinds: string[]) =>
    sample.decided(
      scores.map(() => ({ caller })),
      scores.map((score) => verdictOf(score, ...kinds)),
    );
  return { sample, clock, add };
}

function dayOf(scores: readonly number[]): DayScores {
  const one = { of: "call", evidence: 0, isFraud: false, sampled: 1, events: 1 } as const;
  return { fromMs: 0, scored: scores.map((score): ScoredEvents => ({ ...one, score })) };
}

function countsAt(...counts: (readonly [number, number])[]) {
  return { sampled: 1e9, counts };
}

function spread(shift: number): number[] {
  return Array.from({ length: 200 }, (_, at) => ((at * 37) % 100) + shift);
}

describe("the sample of scores", () => {
  test("holds every event of few, and of many a fair share of each hour, the same each time", () => {
    const few = newSample();
    few.add([1, 1, 2]);
    expect(few.sample.day().scored).toMatchObject([
      { score: 1, sampled: 2, events: 2 },
      { score: 2, sampled: 1, events: 1 },
    ]);
    const [one, other] = [newSample(), newSample()];
    // Every other event is alike: who took every second would see but one kind.
    for (const each of [one, other])
      for (let at = 0; at < 60; at++) each.add(Array.from({ length: 1000 }, (_, n) => n % 2));
    const { scored } = one.sample.day();
    expect(scored).toEqual(other.sample.day().scored);
    const sampled = scored.reduce((sum, each) => sum + each.sampled, 0);
    expect(sampled).toBeGreaterThan(3000);
    expect(sampled).toBeLessThanOrEqual(8192);
    expect(scored.reduce((sum, each) => sum + each.events, 0)).toBeCloseTo(60_000, 3);
    for (const { events } of scored) expect(Math.abs(events - 30_000)).toBeLessThan(2000);
  });

  test("forgets what is older than a day, and knows who was listed, then or since", () => {
    const { sample, clock, add } = newSample();
    add([5]);
    clock.ms += 25 * HOUR_MS;
    add([7], "10086", "callerListed");
    add([8, 8], "13911112222");
    add([9], "13911113333");
    sample.listed(["+8613911112222", "evil.example"], true);
    const isFraud = () => sample.day().scored.map((one) => [one.score, one.isFraud]);
    expect(isFraud()).toEqual([
      [7, true],
      [8, true],
      [9, false],
    ]);
    sample.listed(["+8613911112222"], false);
    expect(isFraud()).toContainEqual([8, false]);
  });

  test("goes on from what was saved, unless events are scored otherwise, and refuses what is damaged", async () => {
    const { sample, add, clock } = newSample();
    add([1, 2, 3], "13911112222");
    clock.ms += HOUR_MS;
    add([4]);
    const path = join(folder, "scores.bin");
    await sample.save(path);
    const next = new ScoreSample(SCORING, CHINA, () => clock.ms);
    expect(await next.restore(path)).toBe(true);
    expect(next.day()).toEqual(sample.day());
    next.listed(["13911112222"], true);
    expect(next.day().scored.filter(({ isFraud }) => isFraud)).toHaveLength(3);
    expect((await savedScores(path)).day).toEqual(sample.day());
    const other = new ScoreSample({ ...SCORING, by: "another model" }, CHINA, () => clock.ms);
    expect(await other.restore(path)).toBe(false);
    const weights = { ...DEFAULT_CLASSIFIER, prior: PRIOR + 1 };
    expect(await new ScoreSample({ ...SCORING, settings: weights }, CHINA).restore(path)).toBe(false);
    const marks = { ...DEFAULT_CLASSIFIER, blockScore: 7 };
    expect(await new ScoreSample({ ...SCORING, settings: marks }, CHINA).restore(path)).toBe(true);
    writeFileSync(path, "ringfence scores 1\nnonsense");
    await expect(next.restore(path)).rejects.toThrow(/damaged/);
  });
});

describe("thresholds of live scores", () => {
  test("are the lowest by which no more than the share is blocked, and flagged", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 20, maxLength: 300 }),
        fc.double({ min: 0.06, max: 0.5, noNaN: true }),
        (scores, blockedBenign) => {
          const { suggested } = liveThresholds(dayOf(scores), SCORING, { blockedBenign, flaggedBenign: 0.5 });
          const share = (from: number) => scores.filter((score) => score >= from).length / scores.length;
          expect(suggested.blocked).toBeCloseTo(share(suggested.blockScore), 9);
          expect(suggested.blocked).toBeLessThanOrEqual(blockedBenign);
          expect(suggested.flagged).toBeLessThanOrEqual(0.5);
          const lower = Math.max(...scores.filter((score) => score < suggested.blockScore));
          // From the next score on it would be too many, unless nothing is flagged there.
          expect(lower < suggested.flagScore || share(lower) > blockedBenign).toBe(true);
        },
      ),
    );
  });

  test("leave out what is decided fraud, and say where there is too little", () => {
    const day = dayOf([...Array.from({ length: 1000 }, () => PRIOR), 300, 300]);
    const wanted = { blockedBenign: 0.001, flaggedBenign: null };
    expect(liveThresholds(day, SCORING, wanted)).toMatchObject({ events: 1002, suggested: { blockScore: 301 } });
    const decided = day.scored.map((one) => ({ ...one, isFraud: one.score === 300 }));
    const found = liveThresholds({ ...day, scored: decided }, SCORING, wanted);
    expect(found).toMatchObject({ events: 1002, decidedFraud: 2, now: { blocked: 0 } });
    expect(() => liveThresholds(dayOf([1, 2, 3]), SCORING, wanted)).toThrow(/takes 1,000 events .* found 3/);
  });

  test("know that a model which advises blocks nothing by the text alone", () => {
    const evidence = evidenceBit("learnedSure");
    const settings = { ...DEFAULT_CLASSIFIER, advises: true };
    const day = dayOf(Array.from({ length: 100 }, (_, at) => (at < 50 ? PRIOR : 400)));
    const scored = day.scored.map((one) => (one.score === 400 ? { ...one, evidence } : one));
    const found = liveThresholds({ ...day, scored }, { settings, by: "" }, { blockedBenign: 0.1, flaggedBenign: 0.5 });
    expect(found).toMatchObject({ advises: true, now: { blocked: 0, flagged: 0.5 } });
  });
});

describe("drift", () => {
  test("is about what chance would make of scores that lie as they did, and large where they do not", () => {
    const { sample, clock, add } = newSample();
    expect(driftOf(sample)).toBeNull();
    for (let hour = 0; hour < 24; hour++, clock.ms += HOUR_MS) add(spread(0));
    expect(driftOf(sample)).toBeNull();
    add(spread(0));
    const same = driftOf(sample)!.call!;
    expect(same.index).toBeLessThan(same.byChance);
    expect(same.tenths.length).toBeGreaterThanOrEqual(10);
    expect(driftOf(sample)!.message).toBeNull();
    for (let hour = 0; hour < 30; hour++, clock.ms += HOUR_MS) add(spread(40));
    expect(driftOf(sample)!.call!.index).toBeGreaterThan(0.25);
  });

  test("is the population stability index over the tenths of the first day", () => {
    const found = stability(countsAt([0, 50], [1, 50]), countsAt([0, 25], [1, 75]))!;
    // (.25 - .5) ln(.25 / .5) + (.75 - .5) ln(.75 / .5)
    expect(found.index).toBeCloseTo(-0.25 * Math.log(0.5) + 0.25 * Math.log(1.5), 4);
    expect(found.tenths.map(({ to }) => to)).toEqual([0, 1, null]);
  });
});

test("a gateway keeps scores over a restart, and says thresholds by its route and its command", async () => {
  const state = newState();
  const first = await runGateway({ state });
  await first.ask("/v1/list", { add: ["13800138000"] });
  const events = Array.from({ length: 500 }, (_, at) => ({ caller: at < 3 ? "13800138000" : `1370000${1000 + at}` }));
  await first.ask("/v1/screen", events);
  expect((await first.ask("/v1/thresholds?blockedBenign=0.1%")).status).toBe(409);
  const early = await inProcess(["gateway", "thresholds", "--state", state]);
  expect([early.code, early.stderr]).toEqual([7, expect.stringContaining("no scores are saved yet: wait for")]);
  for (const wrong of ["all", "-1%", "60%", "0"]) {
    expect((await first.ask(`/v1/thresholds?blockedBenign=${encodeURIComponent(wrong)}`)).status).toBe(400);
  }
  await first.close();
  const second = await runGateway({ state });
  expect(second.told).toEqual([]);
  const { body } = await second.ask("/v1/thresholds?blockedBenign=1%25&flaggedBenign=0.05");
  const answer = thresholdsSchema.parse(body);
  expect(answer).toMatchObject({
    events: 500,
    decidedFraud: 3,
    sampled: 497,
    asked: { blockedBenign: 0.01, flaggedBenign: 0.05 },
    suggested: { blocked: 0 },
  });
  expect(overviewSchema.parse((await second.ask("/v1/overview")).body).drift).toBeNull();
  expect((await second.ask("/metrics")).body).toContain("# TYPE ringfence_score_drift gauge");
  const out = join(folder, "thresholds.yaml");
  const said = await inProcess(["gateway", "thresholds", "--state", state, "--blocked-benign", "1%", "--out", out]);
  expect(said.stdout).toContain("500 events since");
  expect(said.stdout).toContain(`--settings ${out}`);
  const { flagScore, blockScore } = answer.suggested;
  const set = await runGateway({ set: [`screening.flagScore=${flagScore}`, `screening.blockScore=${blockScore}`] });
  expect((await set.ask("/v1/screen", { caller: "10086" })).status).toBe(200);
});
