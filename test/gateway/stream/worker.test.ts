/** A worker of a partition, with a stream in memory in place of a server. */
import { expect, test } from "vitest";
import type { StreamMessage } from "../../../src/gateway/stream/broker.ts";
import { Overtaken } from "../../../src/gateway/stream/nats-error.ts";
import { readVerdicts, type VerdictBatch } from "../../../src/gateway/stream/verdict-batch.ts";
import { PartitionWorker, type WorkerParts } from "../../../src/gateway/stream/worker.ts";

const HOUR_MS = 3_600_000;
const FIRST_MS = Date.UTC(2026, 2, 1);

class MemoryBroker {
  readonly verdicts: StreamMessage[] = [];
  readonly events: string[] = [];
  /** What happens after a message of verdicts was stored. */
  answer: () => void = () => {};

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

  publish(
    _: string,
    __: number,
    data: string,
    { expect: { lastSubjectSequence } = {} }: { expect?: object & { lastSubjectSequence?: number } },
  ) {
    if (lastSubjectSequence !== this.verdicts.length) return Promise.reject(new Overtaken());
    const seq = this.verdicts.push({ seq: this.verdicts.length + 1, data: Buffer.from(data) });
    try {
      this.answer();
      return Promise.resolve(seq);
    } catch (error) {
      return Promise.reject(error as Error);
    }
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

function workerOf(broker: MemoryBroker, lookBack = 48): PartitionWorker {
  const screener = {
    screen: answers("with history"),
    screenWithoutPast: answers("without"),
    forget: () => screened.push("forgotten"),
  };
  const parts = {
    broker,
    screener,
    partition: 0,
    plan: { partitions: 1, lookBack, times: "iso" },
    tell: (words: string) => told.push(words),
  };
  return new PartitionWorker(parts as unknown as WorkerParts);
}

const at = (hour: number, id?: string) =>
  JSON.stringify({ caller: "1", id, time: new Date(FIRST_MS + hour * HOUR_MS).toISOString() });

test("publishes what is new alone, and says what it covers", async () => {
  const broker = new MemoryBroker();
  broker.events.push(`${at(0, "a")}\n${at(0)}`, "no JSON");
  await workerOf(broker).run();
  expect(broker.batches).toMatchObject([{ upTo: 2, from: 1, passedOver: 1, verdicts: [{ id: "a" }, { id: "1:2" }] }]);
  expect(told.at(-1)).toContain("message 2 is passed over: event 1: expected a JSON object");
  broker.events.push(at(1, "b"));
  await workerOf(broker).run();
  await workerOf(broker).run();
  expect(broker.batches.slice(1)).toMatchObject([{ upTo: 3, from: 1, passedOver: 0, verdicts: [{ id: "b" }] }]);
});

test("looks back by the time of events, on no more hours than the stream states", async () => {
  const broker = new MemoryBroker();
  broker.events.push(...[0, 1, 5, 6, 29].map((hour) => at(hour)));
  await workerOf(broker, 24).run();
  expect(broker.batches.at(-1)).toMatchObject({ upTo: 5, from: 3 });
});

test("screens a time that is off without history, counts and names it, and its clock stays", async () => {
  const broker = new MemoryBroker();
  screened = [];
  broker.events.push(at(0), `${at(1, "a")}\n${at(70_000, "b")}\n${at(1, "c")}`, at(-24), at(2));
  await workerOf(broker).run();
  expect(screened.join()).toBe("with history,with history,without,with history,without,with history");
  expect(broker.batches).toMatchObject([{ from: 1, timesOff: 2, messages: 4 }]);
  expect(broker.batches[0]!.verdicts.map(({ id }) => id)).toEqual(["1:1", "a", "b", "c", "3:1", "4:1"]);
  expect(told.join()).toContain("message 2: times a day or more off the latest, screened without history: 1, first");
  expect(told.join()).toContain("event 2, 2034-");
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

test("ends where another publishes, and goes on where its own verdicts got no answer", async () => {
  const broker = new MemoryBroker();
  broker.events.push(at(0));
  broker.answer = () => {
    throw new Overtaken();
  };
  await workerOf(broker).run();
  expect(broker.batches).toHaveLength(1);
  broker.events.push(at(1));
  const own = broker.last.bind(broker);
  let asked = 0;
  // Another is there between its start and its first verdicts.
  broker.last = async () => (asked++ === 0 ? null : own());
  await expect(workerOf(broker).run()).rejects.toThrow("another worker publishes its verdicts (wrong last sequence)");
  expect(broker.batches).toHaveLength(1);
});
