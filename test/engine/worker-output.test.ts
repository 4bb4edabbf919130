import { expect, test } from "vitest";
import { WorkerOutput, sumOutputs } from "../../src/engine/worker-output.ts";

const DIMENSIONS = { gangs: 3, domains: 12 };

test("an output has room for another batch if each of its events is kept twice, and not for one less", () => {
  const output = WorkerOutput.allocate(16, DIMENSIONS);
  const { events } = output.kept;
  output.clear();
  events.count = events.capacity - 2 * 16;
  expect(output.canTakeBatch).toBe(true);
  events.count++;
  expect(output.canTakeBatch).toBe(false);
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
