/** What a front answers by HTTP, and what it has published then. */
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type StreamAnswer, streamSchema } from "../../../src/gateway/protocol.ts";
import { readEventPack } from "../../../src/gateway/stream/event-pack.ts";
import { LiveFront } from "../../../src/gateway/stream/live-front.ts";
import { CHINA } from "../../../src/rows/country.ts";
import { EventRows, RowChunks } from "../../../src/rows/event-rows.ts";
import { newFolder } from "../../new-folder.ts";
import { ask, runGateway } from "../running-gateway.ts";
import { AWAY, beatOf, FakeBroker, FULL, PARTITIONS, runFront as open } from "./fake-broker.ts";

const folder = newFolder("front-door");

/** The lines of all events that are stored, by partition. */
function linesIn({ stored }: FakeBroker): number[][] {
  const lines: number[][] = Array.from({ length: PARTITIONS }, () => []);
  for (const { subject, data } of stored) {
    const rows = new EventRows(CHINA, new RowChunks());
    readEventPack(data, subject, rows);
    lines[Number(subject.split(".")[1])]!.push(...rows.lines);
  }
  return lines;
}

const calls = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => ({ caller: String(13_800_138_000 + from + at), callee: "13900139000" }));
const sorted = (broker: FakeBroker): number[] =>
  linesIn(broker)
    .flat()
    .toSorted((a, b) => a - b);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);
const token = (role: string): Record<string, string> => ({ Authorization: `Bearer ${role}-0123456789abcdef` });
const LINES = { "Content-Type": "application/x-ndjson" };

test("an event, an array and lines are answered with front and lines once they are stored", async () => {
  const broker = new FakeBroker();
  const { post, url } = await open(broker);
  expect(await post(calls(1)[0])).toMatchObject({ status: 202, body: { front: "door", lines: [1] } });
  expect(await post(calls(3))).toMatchObject({ status: 202, body: { lines: [2, 3, 4] } });
  const lines = `${calls(2)
    .map((one) => JSON.stringify(one))
    .join("\n\n")}\r\n`;
  expect(await post(lines, LINES)).toMatchObject({ status: 202, body: { lines: [5, 6] } });
  expect(await post([])).toMatchObject({ status: 202, body: { lines: [] } });
  expect(sorted(broker)).toEqual(upTo(6));
  const document = (await ask(url, "/openapi.json")).body as { paths: object; components: { schemas: object } };
  expect(Object.keys(document.paths)).toContain("/v1/events");
  expect(Object.keys(document.components.schemas)).not.toContain("Case");
  expect(await ask(url, "/v1/events")).toMatchObject({ status: 405 });
});

test("what is no event is refused in the words of the gateway, whole, and nothing is published", async () => {
  const broker = new FakeBroker();
  const { post } = await open(broker, { maxEvents: 3 });
  const gateway = await runGateway();
  const bad = ["{", 7, {}, { calle: "1" }, { caller: "1", time: "soon" }, [...calls(2), { duration: -1, caller: "1" }]];
  for (const body of bad) {
    const { status, body: words } = await gateway.ask("/v1/screen", body);
    expect([body, await post(body)]).toMatchObject([body, { status, body: words }]);
    expect(status).toBe(400);
  }
  expect(await post(`{"caller":"1"}\n\nfoo`, LINES)).toMatchObject({
    status: 400,
    body: { error: "line 3: expected an event as JSON on a line of its own" },
  });
  expect(await post(calls(4))).toMatchObject({ status: 413 });
  expect(broker.stored).toEqual([]);
});

test("small requests that arrive together share packs", async () => {
  const broker = new FakeBroker();
  const parts = { front: "door", partitions: PARTITIONS, patienceMs: 10_000, country: CHINA, tell: () => {} };
  const front = await LiveFront.open({ ...parts, broker: broker.asBroker });
  const asked = calls(60).map((one, at) => front.publish([one], false, at % 2 ? `key ${at}` : null));
  expect((await Promise.all(asked)).flat()).toEqual(upTo(60));
  expect(sorted(broker)).toEqual(upTo(60));
  expect(broker.stored).toHaveLength(PARTITIONS);
});

test("a key has one answer, also by a front that starts again, and another body is refused", async () => {
  const broker = new FakeBroker();
  const first = await open(broker);
  const key = { "Idempotency-Key": "a" };
  expect(await first.post(calls(9), key)).toMatchObject({ body: { lines: upTo(9) } });
  const again = await first.post(calls(9), key);
  expect([again.body, again.headers.get("idempotency-replayed")]).toEqual([{ front: "door", lines: upTo(9) }, "true"]);
  expect(await first.post(calls(8), key)).toMatchObject({ status: 422 });

  // Half of it arrives, and the front is killed.
  broker.fault = (subject) => (/^events\.[02]\./.test(subject) ? AWAY : null);
  const [half, patient] = [calls(12, 100), await open(broker, {}, 100)];
  const late = { "Idempotency-Key": "b" };
  expect(await patient.post(half, late)).toMatchObject({ status: 503 });
  const before = sorted(broker);
  expect(before.length).toBeGreaterThan(9);
  expect(before.length).toBeLessThan(21);

  const copy = new FakeBroker();
  copy.stored.push(...broker.stored);
  broker.fault = () => null;
  const third = await open(copy);
  const { status, body } = await third.post(half, late);
  expect(status).toBe(202);
  const { lines } = body as { lines: number[] };
  expect(sorted(copy)).toEqual([...upTo(9), ...lines].toSorted((a, b) => a - b));
  expect(lines.filter((line) => before.includes(line))).toHaveLength(before.length - 9);
  expect(new Set(lines).size).toBe(12);
  expect((await third.post(calls(9), key)).body).toEqual({ front: "door", lines: upTo(9) });
  const fourth = await open(copy);
  expect((await fourth.post(half, late)).body).toEqual(body);
  expect(sorted(copy)).toHaveLength(21);
});

test("a full store refuses: nothing is taken, or it is said that some are; then it goes on", async () => {
  const broker = new FakeBroker();
  const { post } = await open(broker);
  broker.fault = () => FULL;
  expect(await post(calls(5))).toMatchObject({
    status: 503,
    body: { error: "the store of the server is full: none of these events is taken: send them again later" },
  });
  broker.fault = (subject) => (subject.startsWith("events.1") ? FULL : null);
  const key = { "Idempotency-Key": "a" };
  const refused = await post(calls(12), key);
  expect(refused).toMatchObject({
    status: 503,
    body: {
      error: expect.stringContaining("some of these events are published: send them again with the same") as string,
    },
  });
  broker.fault = () => null;
  const { body } = await post(calls(12), key);
  expect(sorted(broker)).toEqual((body as { lines: number[] }).lines.toSorted((a, b) => a - b));
});

test("a server that is away gets 503, at once after a while; what it has by then is published once", async () => {
  const broker = new FakeBroker();
  const { post, url } = await open(broker, {}, 150);
  let isAway = true;
  broker.fault = () => (isAway ? AWAY : null);
  const key = { "Idempotency-Key": "a" };
  expect(await post(calls(3), key)).toMatchObject({
    status: 503,
    body: { error: expect.stringContaining("no acknowledgement came from the server") as string },
  });
  expect(await post(calls(3), key)).toMatchObject({ status: 503 });
  expect(await ask(url, "/readyz")).toMatchObject({ status: 503, body: { ready: false } });
  isAway = false;
  await expect.poll(async () => (await post(calls(3), key)).status).toBe(202);
  expect((await post(calls(3), key)).body).toMatchObject({ lines: upTo(3) });
  expect(sorted(broker)).toEqual(upTo(3));
  // Its answer is lost: the pack is found where it was published.
  let lost = 0;
  broker.fault = () => (lost++ === 0 ? "lost" : null);
  expect(await post(calls(1))).toMatchObject({ status: 202 });
  expect(sorted(broker)).toHaveLength(4);
});

test("a front of the same name ends it, and whoever waits is told", async () => {
  const broker = new FakeBroker();
  const [one, other] = [await open(broker), await open(broker)];
  // Without times their packs are alike.
  const untimed = calls(9).map(({ caller }) => ({ caller }));
  expect(await one.post(untimed)).toMatchObject({ status: 202 });
  expect(await other.post(untimed)).toMatchObject({ status: 503 });
  await expect(other.failed).rejects.toThrow("another front publishes as door at the same time");
  expect(await other.post(calls(9))).toMatchObject({
    status: 503,
    body: { error: "the front has failed: see its output" },
  });
  expect(sorted(broker)).toEqual(upTo(9));
});

test("tokens have roles, a closing front refuses, and what it took is answered", async () => {
  const tokens = join(folder, "tokens");
  const written = ["screen", "read"].map((role) => `${role} ${role} ${role}-0123456789abcdef\n`);
  writeFileSync(tokens, `${written.join("")}read read other-0123456789abcdef`);
  chmodSync(tokens, 0o600);
  const broker = new FakeBroker();
  const door = await open(broker, { tokens });
  const { post, told } = door;
  expect(told.join()).toContain("lines 2 and 3 are both read: one client");
  expect(await post(calls(1))).toMatchObject({ status: 401 });
  expect(await post(calls(1), token("read"))).toMatchObject({ status: 403 });
  expect(await post({ caller: "1" }, token("screen"), "/v1/complaints")).toMatchObject({ status: 403 });
  let isSlow = true;
  broker.fault = () => (isSlow ? AWAY : null);
  const taken = post(calls(5), token("screen"));
  await new Promise((resolve) => setTimeout(resolve, 50));
  const closed = door.close();
  isSlow = false;
  expect(await taken).toMatchObject({ status: 202, body: { lines: upTo(5) } });
  await closed;
});

test("the stream is shown, and its figures: servers, owners, what waits, what was done twice, what is wrong", async () => {
  const broker = new FakeBroker();
  const { post, url } = await open(broker);
  expect(await post(calls(40))).toMatchObject({ status: 202 });
  broker.beat(beatOf("a-1", [0, 1], { flagged: 3 }));
  broker.beat(beatOf('b"\n', [3]));
  broker.beat({ ...beatOf("c", [2]), isLeaving: true });
  const { status, body } = await ask(url, "/v1/stream");
  const shown = body as StreamAnswer;
  expect([status, streamSchema.parse(shown)]).toEqual([200, shown]);
  expect(shown.front).toMatchObject({ events: 40, messages: 4, sentAgain: 0 });
  expect(shown.partitions.map(({ owner }) => owner)).toEqual(["a-1", "a-1", null, 'b"\n']);
  expect(shown.partitions[0]).toMatchObject({ events: 7, flagged: 3, messages: 2, tables: 1, isReady: true });
  expect(shown.partitions[2]).toMatchObject({ events: 0, messages: null, waiting: { isAll: true } });
  expect(shown.partitions[2]!.waiting.events).toBe(linesIn(broker)[2]!.length);
  expect(shown.streams[0]).toMatchObject({
    name: "events",
    room: 4_600_000,
    servers: [{ name: "s0", state: "leads" }],
  });
  expect(shown.streams[1]).toMatchObject({ name: "verdicts", room: null });
  const bad = shown.findings.filter(({ level }) => level === "bad");
  expect(bad).toEqual([{ level: "bad", what: { en: "1 partition has no owner", zh: "1 个分区无人负责" } }]);
  const figures = String((await ask(url, "/metrics")).body);
  for (const line of [
    "ringfence_front_events 40",
    'ringfence_stream_owned{partition="2"} 0',
    'ringfence_stream_flagged{partition="1"} 3',
    'ringfence_stream_room_bytes{stream="events"} 4600000',
    String.raw`ringfence_stream_events_screened_again{worker="b\"\n"} 5`,
    'ringfence_stream_findings{level="bad"} 1',
  ]) {
    expect(figures).toContain(`${line}\n`);
  }
  broker.isAway = true;
  await expect
    .poll(async () => await ask(url, "/v1/stream"), { timeout: 10_000, interval: 300 })
    .toMatchObject({ status: 503, body: { error: "no answer from a server of NATS there" } });
  expect(String((await ask(url, "/metrics")).body)).toContain("ringfence_front_events 40\n");
});
