/** A worker of a partition, with a stream in memory in place of a server. */
import { expect, test } from "vitest";
import type { StreamMessage } from "../../../src/gateway/stream/broker.ts";
import { readVerdicts, type VerdictBatch } from "../../../src/gateway/stream/verdict-batch.ts";
import { PartitionWorker, type WorkerParts } from "../../../src/gateway/stream/worker.ts";

const HOUR_MS = 3_600_000;
const FIRST_MS = Date.UTC(2026, 2, 1);

class MemoryBroker {
  readonly verdicts: StreamMessage[] = [];
  readonly events: string[] = [];
  readonly ids: unknown[] = [];

  get batches(): VerdictBatch[] {
    return this.verdicts.map(readVerdicts);
  }

  last(): Promise<StreamMessage | null> {
    return Promise.resolve(this.verdicts.at(-1) ?? null);
  }

  async *messages(_: string, from: number): AsyncGenerator<StreamMessage | null> {
    for (const [at, data] of this.events.entries()) {
      if (at + 1 >= from) yield { seq: at + 1, data: Buffer.from(data) };
    }
    yield await Promise.resolve(null);
  }

  publish(...[, , data, options]: Parameters<WorkerParts["broker"]["publish"]>) {
    const isNext = options.expect?.lastSubjectSequence === this.verdicts.length;
    if (!isNext) return Promise.reject(new Error("wrong last sequence"));
    this.ids.push(options.msgID);
    return Promise.resolve(this.verdicts.push({ seq: this.verdicts.length + 1, data: Buffer.from(data) }));
  }
}

const told: string[] = [];
/** What screeners did. */
let screened: string[] = [];

const answers = (kind: string) => (events: readonly object[]) => {
  screened.push(...events.map(() => kind));
  return events.map(() => ({
    verdict: "allow",
    risk: null,
    score: -420,
    modelScore: null,
    evidence: [],
    script: null,
    similarity: null,
  }));
};

const tell = (words: string) => told.push(words);

function workerOf(broker: MemoryBroker): PartitionWorker {
  const screener = {
    screen: answers("with history"),
    screenWithoutPast: answers("without"),
    forget: () => screened.push("forgotten"),
  };
  return new PartitionWorker({ broker, screener, partition: 0, tell } as unknown as WorkerParts);
}

const at = (hour: number, id?: string) =>
  JSON.stringify({ caller: "1", id, time: new Date(FIRST_MS + hour * HOUR_MS).toISOString() });

test("publishes what is new alone, and says what it covers", async () => {
  const broker = new MemoryBroker();
  broker.events.push(`${at(0, "a")}\n{"caller":"1","time":null}`, "no JSON");
  await workerOf(broker).run();
  expect(broker.batches).toMatchObject([{ upTo: 2, from: 1, passedOver: 1, verdicts: [{ id: "a" }, { id: "1:2" }] }]);
  expect(told.at(-1)).toContain("message 2 is passed over: event 1: expected a JSON object");
  broker.events.push(at(1, "b"));
  await workerOf(broker).run();
  await workerOf(broker).run();
  expect(broker.batches.slice(1)).toMatchObject([{ upTo: 3, from: 1, passedOver: 0, verdicts: [{ id: "b" }] }]);
});

test("looks back by the time of events, on no more than 48 hours", async () => {
  const broker = new MemoryBroker();
  broker.events.push(...[0, 20, 40, 60, 69].map((hour) => at(hour)));
  await workerOf(broker).run();
  expect(broker.batches.at(-1)).toMatchObject({ upTo: 5, from: 3 });
});

test("screens a time that is off without history, counts it, and its clock stays", async () => {
  const broker = new MemoryBroker();
  screened = [];
  broker.events.push(at(0), `${at(1, "a")}\n${at(70_000, "b")}\n${at(1, "c")}`, at(-24), at(2));
  await workerOf(broker).run();
  expect(screened.join()).toBe("with history,with history,without,with history,without,with history");
  expect(broker.batches).toMatchObject([{ from: 1, timesOff: 2, messages: 4 }]);
  expect(broker.batches[0]!.verdicts.map(({ id }) => id)).toEqual(["1:1", "a", "b", "c", "3:1", "4:1"]);
});

test.each([
  ["from a first event that is years ahead", [70_000, 0, 1, 2]],
  ["from a first event that is years behind", [-300_000, 0, 1, 2]],
  ["over a pause", [0, 60, 61, 62]],
])("finds the clock again %s, and so does a worker that starts anew between", async (_, hours) => {
  const outcomes = [];
  const done: string[] = [];
  for (const restarts of [false, true]) {
    const broker = new MemoryBroker();
    screened = [];
    for (const hour of hours) {
      broker.events.push(at(hour));
      if (restarts) await workerOf(broker).run();
    }
    broker.events.push(at(hours[3]! + 1));
    await workerOf(broker).run();
    const { from, clock } = broker.batches.at(-1)!;
    outcomes.push({ from, clock, off: broker.batches.reduce((sum, { timesOff }) => sum + timesOff, 0) });
    done.push(screened.join());
  }
  expect(done[0]).toBe("with history,without,without,forgotten,with history,with history");
  const [latestMs, , offMs] = hours.map((hour) => FIRST_MS + hour * HOUR_MS);
  const expected = { from: 4, clock: { latestMs, offMs, agreed: 2 }, off: 2 };
  expect(outcomes).toEqual([expected, expected]);
});

test("ends where another publishes, and names each batch, so that the server knows it again", async () => {
  const broker = new MemoryBroker();
  broker.events.push(at(0));
  const other = workerOf(broker);
  // Both begin before either publishes.
  const last = broker.last.bind(broker);
  broker.last = () => Promise.resolve(null);
  await other.run();
  await expect(workerOf(broker).run()).rejects.toThrow("wrong last sequence");
  broker.last = last;
  broker.events.push(at(1));
  await workerOf(broker).run();
  expect(broker.batches.map(({ upTo }) => upTo)).toEqual([1, 2]);
  const [first, second] = broker.ids as string[];
  expect([first, second]).toEqual([expect.stringMatching(/ 1$/), expect.stringMatching(/ 2$/)]);
  // Another worker's batch is never taken for its own.
  expect(first!.split(" ")[0]).not.toBe(second!.split(" ")[0]);
});
