/** Which time of an event counts. One client whose clock is wrong changes nothing for the others. */
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { EventTimes } from "../../src/gateway/event-time.ts";
import { Metrics } from "../../src/gateway/metrics.ts";
import type { Verdict } from "../../src/gateway/protocol.ts";
import { createScreener } from "../../src/screen/screener.ts";
import { newApp, newState, runGateway, type Running } from "./running-gateway.ts";

const NOW = Date.now();
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const CALL = { caller: "13911112222", callee: "13700001111" };
const SECONDS = Math.floor(NOW / 1000);

/** Where `counts` is left out, it is the time itself. */
const FIRST: [name: string, time: unknown, source: Verdict["time"], counts?: number | null][] = [
  ["its own", NOW - 1000, "event"],
  ["its own as text", String(NOW - 1000), "event", NOW - 1000],
  ["its own as ISO 8601", new Date(NOW - 1000).toISOString(), "event", NOW - 1000],
  ["its own, years before", NOW - 4 * 365 * DAY_MS, "event"],
  ["its own, minutes ahead", NOW + 9 * MINUTE_MS, "event"],
  ["its arrival, as it is further ahead", NOW + 11 * MINUTE_MS, "arrival", NOW],
  ["its arrival, as it has none", undefined, "arrival", NOW],
  ["its arrival, as it is empty", "", "arrival", NOW],
  ["none, as it is a day ahead", NOW + DAY_MS, "none", null],
  ["none, as it is too many years before", NOW - 6 * 365 * DAY_MS, "none", null],
  ["none, as it is of 1970", "1970-01-01T00:00:07Z", "none", null],
  ["none, as it is 0", 0, "none", null],
  ["none, as it is negative", -5, "none", null],
  ["none, as it is 9e15", 9e15, "none", null],
  ["none, as it counts seconds", SECONDS, "none", null],
  ["none, as it counts seconds, as text", String(SECONDS), "none", null],
];

test.each(FIRST)("of a first event: %s; of the next, its own", (_, time, source, counts = time as number) => {
  const times = new EventTimes("milliseconds", new Metrics());
  const { event, time: found } = times.timed({ ...CALL, time }, NOW);
  expect({ found, counts: (event.time as Date | null)?.getTime() ?? null }).toEqual({ found: source, counts });
  expect(times.timed({ ...CALL, time: NOW - 8 * HOUR_MS }, NOW).time).toBe("event");
});

test("of an event without a callee none, unless it states one", () => {
  const times = new EventTimes("milliseconds", new Metrics());
  expect(times.timed({ caller: "1" }, NOW).time).toBe("none");
  expect(times.timed({ caller: "1", time: NOW }, NOW).time).toBe("event");
});

test("of later events none that is a day behind the latest, also of the saved history", () => {
  const metrics = new Metrics();
  const times = new EventTimes("seconds", metrics, NOW);
  const of = (timeMs: number) => times.timed({ ...CALL, time: timeMs / 1000 }, NOW + DAY_MS).time;
  const found = [of(NOW - DAY_MS + 1000), of(NOW - DAY_MS), of(NOW + DAY_MS), of(NOW)];
  expect(found).toEqual(["event", "none", "event", "none"]);
  // A time that nobody can read is left to screening, which refuses it.
  const event = { ...CALL, time: "yesterday" };
  expect(times.timed({ ...event }, NOW)).toEqual({ event, time: "none" });
  expect(metrics.text()).toContain("ringfence_times_disbelieved_total 2\n");
});

/** A caller who calls everybody, over some hours: his history counts. */
const NORMAL = Array.from({ length: 200 }, (_, at) => ({
  ...CALL,
  id: `e${at}`,
  callee: `137000${String(10_000 + at)}`,
  time: NOW - 8 * HOUR_MS + at * 120_000,
  duration: 3,
}));

async function verdicts(gateway: Running, events: readonly object[]): Promise<Verdict[]> {
  const { status, body } = await gateway.ask("/v1/screen", events);
  expect({ status, body }).toMatchObject({ status: 200 });
  return body as Verdict[];
}

/**
 * A gateway after an event of this time: verdicts as an array, one by one after a reload, by lines after a restart, at
 * which a history of another form of time is refused.
 */
async function lifeAfter(time: unknown) {
  const first = await runGateway({ remembers: true });
  const { status } = await first.ask("/v1/screen", { ...CALL, caller: "13844445555", time });
  const found = await verdicts(first, NORMAL.slice(0, 100));
  await first.reload();
  for (const event of NORMAL.slice(100, 110)) found.push((await first.ask("/v1/screen", event)).body as Verdict);
  await first.close();
  const { state } = first;
  const other = runGateway({ state, set: ["gateway.times=seconds"], remembers: true });
  await expect(other).rejects.toThrow(/history\.bin: its times were milliseconds.*states seconds/);
  const second = await runGateway({ state, remembers: true });
  const lines = NORMAL.slice(110).map((event) => JSON.stringify(event));
  const headers = { "Content-Type": "application/x-ndjson" };
  const { body } = await second.ask("/v1/screen", lines.join("\n"), { headers });
  for (const line of (body as string).trimEnd().split("\n")) found.push(JSON.parse(line) as Verdict);
  return { status, found: scored(found), told: second.told, faults: [...first.faults, ...second.faults] };
}

const scored = (found: readonly Verdict[]) => found.map(({ id, score, time }) => ({ id, score, time }));

describe("a gateway", () => {
  /** As the library scores them. */
  let expected: { readonly id: string; readonly score: number; readonly time: string }[];
  beforeAll(async () => {
    const screener = await createScreener({ model: "none", blocklist: [], templates: ["a script that nobody sends"] });
    const scores = screener.screen(NORMAL).map(({ score }) => score);
    expected = NORMAL.map(({ id }, at) => ({ id, score: scores[at]!, time: "event" }));
  });

  test("decides as the library does after a first event of 1970", async () => {
    expect(new Set(expected.map(({ score }) => score)).size).toBeGreaterThan(1);
    expect(await lifeAfter(7000)).toEqual({ status: 200, found: expected, told: [], faults: [] });
  });

  test.each([
    ["a text", "yesterday", null, "milliseconds"],
    ["an object", {}, null, "milliseconds"],
    ["milliseconds where seconds are stated", NOW - 9 * HOUR_MS, "none", "seconds"],
    ["seconds where seconds are stated", SECONDS - 9 * 3600, "event", "seconds"],
  ])("whose first event has a time of %s scores all others as usual", async (_, time, counts, times) => {
    const ask = await newApp([`gateway.times=${times}`]);
    const first = await ask("/v1/screen", JSON.stringify({ ...CALL, caller: "13844445555", time }));
    const { time: counted = null } = (await first.json()) as Partial<Verdict>;
    expect({ status: first.status, counted }).toEqual({ status: counts === null ? 400 : 200, counted: counts });
    const metrics = await (await ask("/metrics")).text();
    expect(metrics.includes("ringfence_times_disbelieved_total 1\n")).toBe(counts === "none");
    const usual = NORMAL.map((event) => ({ ...event, time: event.time / (times === "seconds" ? 1000 : 1) }));
    const answers = (await (await ask("/v1/screen", JSON.stringify(usual))).json()) as Verdict[];
    expect(scored(answers)).toEqual(expected);
  });
});

test("a history of a clock that was wrong is put aside", async () => {
  const state = newState();
  const screener = await createScreener({ model: "none" });
  screener.screen({ ...CALL, time: new Date(NOW + 30 * DAY_MS) });
  await screener.save(join(state, "history.bin"));
  const gateway = await runGateway({ state, remembers: true });
  expect(gateway.told.join()).toMatch(/by a clock that was wrong; it is put aside as .*history\.bin\.unread/);
  expect((await verdicts(gateway, NORMAL)).every(({ time }) => time === "event")).toBe(true);
});
