import { expect, test } from "vitest";
import { PlainTicks } from "../../bench/harness/plain-ticks.ts";
import { allocateClaims } from "../../src/core/claims.ts";
import { evidenceNames } from "../../src/detect/evidence.ts";
import { Pipeline } from "../../src/engine/pipeline.ts";
import { classifierSettings } from "../../src/detect/classifier/weights.ts";
import { WorkerOutput, allocateBatch } from "../../src/engine/worker-output.ts";
import { ROUTES, textOf } from "../../src/event/event-batch.ts";
import { PROVENANCE_FIELDS, unpackProvenance } from "../../src/event/provenance.ts";
import { formatIdentity, type Identity } from "../../src/event/identity.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { cutSlices } from "../../src/world/slice.ts";
import { START, screenAll } from "./screen-all.ts";

const BATCH_EVENTS = 4096;
const HOURS = 26;
const RECORDS = Object.values(PROVENANCE_FIELDS)
  .map(({ name }) => name)
  .join(",");
const SIGNS = ["numberNew", "numberYoung", "numberOld", "deviceShared", "movesAbout", "isCalled"];
/** That by which the callers of a file are placed too. */
const SEED = 1;

test("events of a simulation that are written to a file show the same behaviour and records there", async () => {
  const scenario = loadScenario("smoke", [
    "gangs.count=10",
    "population.subscribers=800",
    "screening.stages.blocklist=false",
    "screening.stages.match=false",
    "screening.stages.provenance=true",
    // So that much is found, and much is blocked.
    "screening.fanOutHigh=2",
    "screening.fanOutExtreme=6",
    "screening.blockScore=0",
  ]);
  const ticks = new PlainTicks(scenario, SEED, BATCH_EVENTS);
  const output = WorkerOutput.allocate(BATCH_EVENTS, ticks.start.dimensions);
  const batch = allocateBatch(BATCH_EVENTS);
  const pipeline = new Pipeline({ ...ticks.start, outputs: [output.handle] }, batch);
  const { events, findings } = batch;
  const simulated: { timeMs: number; record: string; found: unknown }[] = [];
  for (let tick = 0; tick < HOURS; tick++) {
    const { slices, made } = ticks.next();
    const { world, tables, observations, recent } = made;
    const batches = cutSlices(slices, BATCH_EVENTS);
    expect(batches).toHaveLength(1);
    const task = { output: 0, batches, eventsABatch: BATCH_EVENTS, claims: allocateClaims(1), claimant: tick + 1 };
    pipeline.run({ ...task, observations, tick: world, tables, recent });
    for (let row = 0; row < events.count; row++) {
      const text = textOf(events, row);
      const fields = [
        formatIdentity(events.caller[row]! as Identity),
        formatIdentity(events.callee[row]! as Identity),
        events.timeMs[row],
        events.durationS[row],
        events.answered[row],
        ROUTES[events.route[row]!],
        `"${text.replaceAll('"', '""')}"`,
        ...Object.values(unpackProvenance(events.provenance[row]!)).map((value) => value ?? ""),
      ];
      const { score, evidence } = findings.outcome;
      const found = { score: score[row], evidence: evidenceNames(evidence[row]!) };
      simulated.push({ timeMs: events.timeMs[row]!, record: fields.join(","), found });
    }
  }
  simulated.sort((a, b) => a.timeMs - b.timeMs);
  const file = `caller,callee,time_ms,duration,answered,route,text,${RECORDS}\n${simulated.map(({ record }) => `${record}\n`).join("")}`;
  const handles = { ...START.handles, provenance: {}, classify: classifierSettings(scenario.screening) };
  const { rows, order } = await screenAll([Buffer.from(file)], { start: { ...START, handles } });
  expect(order).toEqual({ outOfOrder: 0, late: 0, untimed: 0 });
  expect(rows.map(({ score, evidence }) => ({ score, evidence }))).toEqual(simulated.map(({ found }) => found));
  const kinds = new Set(rows.flatMap(({ evidence }) => evidence));
  expect([...kinds]).toEqual(expect.arrayContaining(["fanOutHigh", "fanOutExtreme", "answeredLow", ...SIGNS]));
});
