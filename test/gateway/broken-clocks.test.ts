/** One client whose clock is wrong, or whose time has another form, changes nothing for the others. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { writeFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { casesSchema, type Verdict } from "../../src/gateway/protocol.ts";
import { createScreener } from "../../src/screen/screener.ts";
import { readJsonLines } from "../cli/command-line.ts";
import { newApp, newState, runGateway, type Running } from "./running-gateway.ts";

const NOW = Date.now();
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const CALL = { caller: "13911112222", callee: "13700001111" };

type Times = "milliseconds" | "seconds";

/** First times, and which time of that event counts; null: the event is refused. */
const BEGINNINGS: [name: string, time: unknown, counts: Verdict["time"] | null, times: Times][] = [
  ["the year 1970", "1970-01-01T00:00:07Z", "none", "milliseconds"],
  ["0", 0, "none", "milliseconds"],
  ["a negative number", -5, "none", "milliseconds"],
  ["9e15", 9e15, "none", "milliseconds"],
  ["the year 2010", "2010-01-01T00:00:00Z", "none", "milliseconds"],
  ["the day after tomorrow", NOW + 2 * DAY_MS, "none", "milliseconds"],
  ["seconds", Math.floor(NOW / 1000), "none", "milliseconds"],
  ["seconds as text", String(Math.floor(NOW / 1000)), "none", "milliseconds"],
  ["milliseconds as text", String(NOW - 9 * HOUR_MS), "event", "milliseconds"],
  ["a text", "yesterday", null, "milliseconds"],
  ["an object", {}, null, "milliseconds"],
  ["milliseconds where seconds are stated", NOW - 9 * HOUR_MS, "none", "seconds"],
  ["seconds where seconds are stated", Math.floor(NOW / 1000) - 9 * 3600, "event", "seconds"],
];

/** A caller who calls everybody, over some hours: his history counts. */
const NORMAL = Array.from({ length: 200 }, (_, at) => ({
  ...CALL,
  id: `e${at}`,
  callee: `137000${String(10_000 + at)}`,
  time: NOW - 8 * HOUR_MS + at * 120_000,
  duration: 3,
}));

function normal(times: Times): readonly { readonly time: number }[] {
  return NORMAL.map((event) => ({ ...event, time: Math.floor(event.time / (times === "seconds" ? 1000 : 1)) }));
}

function disbelievedIn(metrics: string): number {
  return Number(/^ringfence_times_disbelieved_total (\d+)$/m.exec(metrics)?.[1] ?? "0");
}

async function verdicts(gateway: Running, events: readonly object[]): Promise<Verdict[]> {
  const { status, body } = await gateway.ask("/v1/screen", events);
  expect({ status, body }).toMatchObject({ status: 200 });
  return body as Verdict[];
}

/** Data without the moments in it. */
function timeless(data: unknown): unknown {
  return JSON.parse(
    JSON.stringify(data, (name, value: unknown) => (name === "micros" ? 0 : value)).replace(
      /\d{4}-\d\d-\d\dT[\d:.]+Z/g,
      "then",
    ),
  );
}

/** A gateway that is used for all it can, reloaded and started again. `rest`: what came after the first event. */
async function lifeAfter(first: unknown) {
  const events = normal("milliseconds");
  const blocklist = join(newState(), "numbers.txt");
  writeFileSync(blocklist, "13600000001\n");
  const given = { over: { blocklist }, remembers: true };
  const gateway = await runGateway(given);
  const { status, body } = await gateway.ask("/v1/screen", { ...CALL, caller: "13844445555", time: first });
  const { body: metrics } = await gateway.ask("/metrics");

  /** As an array, one by one, or by lines. */
  const scored = async (from: Running, start: number, end: number, how: "array" | "one" | "lines" = "array") => {
    const some = events.slice(start, end);
    const answers: Verdict[] = [];
    if (how === "array") answers.push(...(await verdicts(from, some)));
    if (how === "one") for (const event of some) answers.push((await from.ask("/v1/screen", event)).body as Verdict);
    if (how === "lines") {
      const lines = { headers: { "Content-Type": "application/x-ndjson" } };
      const answer = await from.ask("/v1/screen", some.map((event) => JSON.stringify(event)).join("\n"), lines);
      for (const line of (answer.body as string).trimEnd().split("\n")) answers.push(JSON.parse(line) as Verdict);
    }
    return answers.map(({ id, score, time }) => ({ id, score, time }));
  };
  const suspects = ["13600000001", "13600000002", "13600000003", "13722223333"].map((caller) => ({ caller }));
  const decided = async (from: Running) => (await verdicts(from, suspects)).map(({ verdict }) => verdict).join();
  const put = { method: "PUT", body: '{"decision":"fraud"}' };
  const rest: Record<string, unknown> = {
    usual: await scored(gateway, 0, 100),
    message: (await verdicts(gateway, [{ ...suspects[3], id: "message", text: "pay the fine at once" }])).length,
    complaint: timeless((await gateway.ask("/v1/complaints", { event: "message", reporter: "a" })).body),
    decision: timeless((await gateway.ask("/v1/cases/case-1", undefined, put)).body),
    listing: (await gateway.ask("/v1/list", { add: ["13600000003"], remove: ["13600000001"] })).body,
    removed: (await gateway.ask("/v1/list", { remove: ["13600000003"] })).body,
    again: (await gateway.ask("/v1/list", { add: ["13600000003"] })).body,
    listed: await decided(gateway),
  };
  writeFileSync(blocklist, "13600000002\n");
  await gateway.reload();
  Object.assign(rest, { reloaded: await decided(gateway), more: await scored(gateway, 100, 110, "one") });
  Object.assign(rest, { explanation: timeless((await gateway.ask("/v1/explain/e109")).body) });
  await gateway.close();
  const second = await runGateway({ ...given, state: gateway.state });
  Object.assign(rest, {
    told: second.told,
    last: await scored(second, 110, 200, "lines"),
    restarted: await decided(second),
    cases: timeless((await second.ask("/v1/cases?state=any")).body),
    journal: timeless(readJsonLines(join(gateway.state, "journal.jsonl"))),
    faults: [...gateway.faults, ...second.faults],
  });
  return { status, time: (body as Verdict).time ?? null, disbelieved: disbelievedIn(metrics as string), rest };
}

describe("a gateway", () => {
  /** As the library scores them. */
  let expected: { readonly id: string; readonly score: number; readonly time: string }[];
  beforeAll(async () => {
    const screener = await createScreener({ model: "none", blocklist: [], templates: ["a script that nobody sends"] });
    const scores = screener.screen(NORMAL).map(({ score }) => score);
    expected = NORMAL.map(({ id }, at) => ({ id, score: scores[at]!, time: "event" }));
  });

  test("decides by its lists and as the library does, also after an event of 1970, a reload and a restart", async () => {
    expect(new Set(expected.map(({ score }) => score)).size).toBeGreaterThan(1);
    const { rest } = await lifeAfter(NOW - 9 * HOUR_MS);
    expect([rest["usual"], rest["more"], rest["last"]].flat()).toEqual(expected);
    expect(rest).toMatchObject({
      complaint: { cases: [{ id: "case-1", state: "pending", texts: ["pay the fine at once"] }] },
      decision: { id: "case-1", subject: "13722223333", state: "fraud" },
      listed: "allow,allow,block,block",
      reloaded: "allow,block,block,block",
      restarted: "allow,block,block,block",
      told: [],
      faults: [],
    });
    expect((rest["journal"] as { what: string }[]).map(({ what }) => what).join()).toBe(
      "start,complaint,decision,list,list,list,reload,stop,start",
    );
    const after = await lifeAfter(7000);
    expect(after).toEqual({ status: 200, time: "none", disbelieved: 1, rest });
  });

  test.each(BEGINNINGS)(
    "whose first event has a time of %s scores all others as usual",
    async (_, time, counts, times) => {
      const ask = await newApp([`gateway.times=${times}`]);
      const first = await ask("/v1/screen", JSON.stringify({ ...CALL, caller: "13844445555", time }));
      const { time: counted = null } = (await first.json()) as Partial<Verdict>;
      expect({ status: first.status, counted }).toEqual({ status: counts === null ? 400 : 200, counted: counts });
      expect(disbelievedIn(await (await ask("/metrics")).text())).toBe(Number(counts === "none"));
      const answers = (await (await ask("/v1/screen", JSON.stringify(normal(times)))).json()) as Verdict[];
      expect(answers.map(({ id, score, time: from }) => ({ id, score, time: from }))).toEqual(expected);
    },
  );
});

test("a history of another form of time is refused by name", async () => {
  const first = await runGateway({ remembers: true });
  await verdicts(first, NORMAL.slice(0, 3));
  await first.close();
  const { state } = first;
  const other = runGateway({ state, set: ["gateway.times=seconds"], remembers: true });
  await expect(other).rejects.toThrow(/history\.bin: its times were milliseconds.*states seconds/);
  const again = await runGateway({ state, remembers: true });
  expect(again.told).toEqual([]);
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

test("a complaint by an id that events of two callers have opens no case, and says why", async () => {
  const gateway = await runGateway();
  const [same, other] = ["+86 13911112222", "13933334444"];
  await verdicts(gateway, [
    { id: "a", ...CALL },
    { id: "a", caller: same },
    { id: "b", ...CALL },
    { id: "b", caller: other },
  ]);
  const ambiguous = await gateway.ask("/v1/complaints", { event: "b" });
  expect(ambiguous).toMatchObject({ status: 400, body: { error: expect.stringContaining("2 callers") as unknown } });
  expect(casesSchema.parse((await gateway.ask("/v1/cases?state=any")).body).total).toBe(0);
  // However it is written, it is one number.
  expect((await gateway.ask("/v1/complaints", { event: "a" })).status).toBe(202);
});

test.skipIf(process.platform === "win32").each(["journal.jsonl", "history.bin"])(
  "a named pipe as %s is refused by name, and nobody waits for it",
  async (name) => {
    const state = newState();
    execFileSync("mkfifo", [join(state, name)]);
    await expect(runGateway({ state, remembers: true })).rejects.toThrow(
      new RegExp(`${name}: expected a file, found a named pipe`),
    );
  },
);

test("a case number that leaves no room for the next is refused, in the journal and at a complaint", async () => {
  const line = (number: string): string => {
    const suspects = [{ about: "caller", key: CALL.caller, case: `case-${number}` }];
    const at = new Date().toISOString();
    return `${JSON.stringify({ what: "complaint", at, by: "local", suspects, text: null, reporter: "a" })}\n`;
  };
  const state = newState();
  writeFileSync(join(state, "journal.jsonl"), line("999999999999999"));
  await expect(runGateway({ state })).rejects.toThrow(/journal\.jsonl:1: expected a line of the journal/);
  writeFileSync(join(state, "journal.jsonl"), line("999999999999"));
  const gateway = await runGateway({ state });
  expect((await gateway.ask("/v1/complaints", { caller: CALL.caller })).status).toBe(202);
  const { status, body } = await gateway.ask("/v1/complaints", { caller: "13933334444" });
  expect({ status, body }).toMatchObject({
    status: 409,
    body: { error: expect.stringContaining("no case") as unknown },
  });
  await gateway.close();
  await runGateway({ state });
});
