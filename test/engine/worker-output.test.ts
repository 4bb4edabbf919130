import { expect, test } from "vitest";
import { WorkerOutput, sumOutputs, type BatchView, allocateBatch } from "../../src/engine/worker-output.ts";
import { activityFound } from "../../src/detect/behaviour/found.ts";
import { listingsFound } from "../../src/detect/blocklist/found.ts";
import { imitationsFound } from "../../src/detect/lookalike/found.ts";
import { scriptsFound } from "../../src/detect/matcher/found.ts";
import { PlainTicks } from "../../bench/harness/plain-ticks.ts";
import { allocateClaims } from "../../src/core/claims.ts";
import { truthOf } from "../../src/event/truth.ts";
import { ALLOW, BLOCK, FLAG, MAX_LINKS } from "../../src/event/findings.ts";
import { Pipeline, type PipelineStart, SAMPLED } from "../../src/engine/pipeline.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { cutSlices } from "../../src/world/slice.ts";

const DIMENSIONS = { gangs: 3, domains: 12 };

test("an output has room for another batch if each of its events is kept twice and noted, and not for one less", () => {
  const output = WorkerOutput.allocate(16, DIMENSIONS);
  const { events } = output.kept;
  const { columns, handle } = output.notedEvents;
  output.clear();
  events.count = events.capacity - 2 * 16;
  expect(output.canTakeBatch).toBe(true);
  events.count++;
  expect(output.canTakeBatch).toBe(false);
  const [rows, keys] = [handle.capacity - 16, (handle.capacity - 16) * (1 + MAX_LINKS)];
  for (const noted of [[rows, keys] as const, [rows + 1, 0] as const, [0, keys + 1] as const]) {
    output.clear();
    columns.header.set(noted);
    expect(output.canTakeBatch).toBe(noted[0] === rows);
  }
});

function countedIn(output: WorkerOutput): number[] {
  const { generated, digest, domains } = sumOutputs([output]).columns;
  return [generated[1]!, digest[0]!, domains[11]!];
}

/** What a task does with an output. */
function count(output: WorkerOutput, claimant: number, events: number): void {
  output.begin(claimant);
  output.tally.columns.generated[1]! += events;
  output.tally.columns.digest[0]! += events;
}

test("what the tasks of an output counted adds up, that of one which is tried again once", () => {
  const output = WorkerOutput.allocate(16, DIMENSIONS);
  expect(countedIn(output)).toEqual([0, 0, 0]);
  count(output, 1, 5);
  count(output, 1, 7);
  output.tally.columns.domains[11] = 1;
  expect(countedIn(output)).toEqual([7, 7, 1]);
  count(output, 2, 10);
  expect(output.tally.columns.generated[1]).toBe(10);
  count(WorkerOutput.attach(output.handle), 4, 100);
  expect(countedIn(output)).toEqual([117, 117, 1]);
  output.reset();
  count(output, 4, 3);
  expect(countedIn(output)).toEqual([3, 3, 0]);
});

test("a sum over which somebody died is made anew", () => {
  const output = WorkerOutput.allocate(16, DIMENSIONS);
  for (const [claimant, events] of [5, 7, 11, 13].entries()) count(output, claimant + 1, events);
  const before = Uint32Array.from(new Uint32Array(output.handle.state));
  count(output, 5, 17);
  // As it was: the task before is still there, and half of the sum is rubbish.
  new Uint32Array(output.handle.state).set(before);
  output.tally.columns.generated[1] = 13;
  output.tally.columns.digest[0] = 13;
  const [side] = output.handle.earlier.filter(({ buffer }) => buffer !== output.earlier.handle.buffer);
  new Uint8Array(side!.buffer).fill(1);
  count(output, 5, 17);
  expect(countedIn(output)).toEqual([53, 53, 0]);
});

/** More than an hour has: each hour is one batch, whose findings are still there when it is over. */
const BATCH_EVENTS = 4096;
const HOURS = 11;

/**
 * A batch that forgets what is written to its labels, and says of every event that it is benign. Whom it was put
 * through to is kept: an operator knows that.
 */
function withoutLabels(batch: BatchView): BatchView {
  const truth = truthOf(batch.truth);
  const labels = Object.entries(truth).filter(([name, column]) => name !== "subscriber" && ArrayBuffer.isView(column));
  const forgotten = labels.map(([name, column]) => [name, (column as Uint8Array).slice(0, 0)]);
  return { ...batch, truth: { ...truth, ...Object.fromEntries(forgotten) } };
}

/** A worker with an output and a batch of its own. */
function worker(start: Omit<PipelineStart, "outputs">, batch: BatchView) {
  const output = WorkerOutput.allocate(BATCH_EVENTS, start.dimensions);
  return { output, batch, pipeline: new Pipeline({ ...start, outputs: [output.handle] }, batch) };
}

/** The first rows of columns, by name. */
function upTo(columns: object, rows: number): [string, number[]][] {
  return Object.entries(columns as Record<string, ArrayLike<number>>).map(([name, column]) => [
    name,
    Array.from({ length: Math.min(rows, column.length) }, (_, row) => column[row]!),
  ]);
}

/** All that the platform gets of a batch: its findings, what it remembers of callers, and what it noted. */
function seenBy({ output, batch }: ReturnType<typeof worker>, observations: SharedArrayBuffer | null) {
  const { events, findings } = batch;
  const { notedEvents } = output;
  const { header: _header, blocked, ...columns } = notedEvents.columns;
  return {
    sections: [
      listingsFound(findings),
      imitationsFound(findings),
      scriptsFound(findings),
      activityFound(findings),
      findings.outcome,
    ].map((section) => upTo(section, events.count)),
    observed: observations && [...new Uint32Array(observations)],
    noted: upTo(columns, notedEvents.count),
    hosts: Array.from({ length: notedEvents.count }, (_, row) => notedEvents.hostOf(row)),
    blocked: upTo({ blocked }, notedEvents.blocked),
  };
}

test("an hour is screened, remembered and noted the same by a worker who forgets all labels: no truth leaks", () => {
  const settings = [
    "gangs.count=20",
    "population.subscribers=4000",
    "screening.flagScore=-200",
    "operators.delayHours=4",
  ];
  const ticks = new PlainTicks(loadScenario("smoke", settings), 1, BATCH_EVENTS);
  const knowing = worker(ticks.start, allocateBatch(BATCH_EVENTS));
  const unknowing = worker(ticks.start, withoutLabels(allocateBatch(BATCH_EVENTS)));
  const decisions = { benign: new Set<number>(), fraud: new Set<number>() };
  for (let tick = 0; tick < HOURS; tick++) {
    const { slices, events, made } = ticks.next();
    expect(events).toBeLessThanOrEqual(BATCH_EVENTS);
    const { world, tables, observations, recent } = made;
    const batches = cutSlices(slices, BATCH_EVENTS);
    const [known, unknown] = [knowing, unknowing].map((each) => {
      const claims = allocateClaims(batches.length);
      const task = { output: 0, batches, eventsABatch: BATCH_EVENTS, claims, claimant: tick + 1, observations };
      each.pipeline.run({ ...task, tick: world, tables, recent });
      return seenBy(each, observations);
    });
    expect(unknown).toEqual(known);
    const { findings } = knowing.batch;
    const truth = truthOf(knowing.batch.truth);
    for (let row = 0; row < knowing.batch.events.count; row++) {
      decisions[truth.fraud[row] === 1 ? "fraud" : "benign"].add(findings.outcome.decision[row]!);
    }
  }
  // Else there was nothing to leak.
  expect(decisions).toEqual({ benign: new Set([ALLOW, FLAG, BLOCK]), fraud: new Set([ALLOW, FLAG, BLOCK]) });
});

test("one event in so many is kept as a sample, and the watched one, by identity", () => {
  const ticks = new PlainTicks(loadScenario("smoke", ["gangs.count=20", "report.sampleEvery=7"]), 1, BATCH_EVENTS);
  const { slices, made } = ticks.next();
  const { world, tables, observations, recent } = made;
  const batches = cutSlices(slices, BATCH_EVENTS);
  const sampledBy = (watched: PipelineStart["sampling"]["watched"]) => {
    const start = { ...ticks.start, sampling: { ...ticks.start.sampling, watched } };
    const { output, batch, pipeline } = worker(start, allocateBatch(BATCH_EVENTS));
    const claims = allocateClaims(batches.length);
    const task = { output: 0, batches, eventsABatch: BATCH_EVENTS, claims, claimant: 1, observations };
    pipeline.run({ ...task, tick: world, tables, recent });
    const { events } = output.kept;
    const rows = Array.from({ length: events.count }, (_, row) => row).filter((row) => output.marks[row] === SAMPLED);
    return { ids: rows.map((row) => events.idLow[row]!), events: batch.events };
  };
  const { ids, events } = sampledBy(null);
  const all = Array.from({ length: events.count }, (_, row) => events.idLow[row]!);
  expect(ids).toEqual(all.filter((low) => low % 7 === 0));
  expect(ids.length).toBeGreaterThan(10);
  const row = all.findIndex((low) => low % 7 !== 0);
  const watched = { low: events.idLow[row]!, high: events.idHigh[row]! };
  expect(sampledBy(watched).ids).toHaveLength(ids.length + 1);
});
