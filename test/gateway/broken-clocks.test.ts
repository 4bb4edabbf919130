/** One client whose clock is wrong, or whose time has another form, changes nothing for the others. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { casesSchema, type Verdict } from "../../src/gateway/protocol.ts";
import { createScreener } from "../../src/screen/screener.ts";
import { newState, runGateway, type Running } from "./running-gateway.ts";

const NOW = Date.now();
const DAY_MS = 86_400_000;
const CALL = { caller: "13911112222", callee: "13700001111" };

/** What a broken clock writes, and which time counts then; null: the event is refused. */
const BROKEN: readonly (readonly [string, unknown, Verdict["time"] | null])[] = [
  ["the year 1970", "1970-01-01T00:00:07Z", "none"],
  ["0", 0, "none"],
  ["a negative number", -5, "none"],
  ["9e15", 9e15, "none"],
  ["the year 2010", "2010-01-01T00:00:00Z", "none"],
  ["the day after tomorrow", NOW + 2 * DAY_MS, "none"],
  ["seconds", Math.floor(NOW / 1000), "none"],
  ["seconds as text", String(Math.floor(NOW / 1000)), "none"],
  ["milliseconds as text", String(NOW - 9 * 3_600_000), "event"],
  ["a text", "yesterday", null],
  ["an object", {}, null],
];

/** A caller who calls everybody, over some hours: his history counts. */
const NORMAL = Array.from({ length: 200 }, (_, at) => ({
  ...CALL,
  callee: `137000${String(10_000 + at)}`,
  time: NOW - 8 * 3_600_000 + at * 120_000,
  duration: 3,
}));

async function verdicts(gateway: Running, events: readonly object[]): Promise<Verdict[]> {
  const { status, body } = await gateway.ask("/v1/screen", events);
  expect({ status, body }).toMatchObject({ status: 200 });
  return body as Verdict[];
}

describe("a gateway whose first event has a time of", () => {
  test.each(BROKEN)(
    "%s decides on the others as without it, also after a reload and a restart",
    async (_, time, counts) => {
      const screener = await createScreener({ model: "none", blocklist: [] });
      const expected = NORMAL.map((event) => screener.screen({ ...event })).map(({ score }) => score);
      expect(new Set(expected).size).toBeGreaterThan(1);
      const first = await runGateway();
      const { status, body } = await first.ask("/v1/screen", { ...CALL, caller: "13844445555", time });
      expect({ status, time: (body as Verdict).time ?? null }).toEqual({
        status: counts === null ? 400 : 200,
        time: counts,
      });
      const { body: metrics } = await first.ask("/metrics");
      expect((metrics as string).includes("ringfence_times_disbelieved_total 1\n")).toBe(counts === "none");
      const some = await verdicts(first, NORMAL.slice(0, 100));
      await first.reload();
      some.push(...(await verdicts(first, NORMAL.slice(100, 130))));
      await first.close();
      const second = await runGateway({ state: first.state });
      some.push(...(await verdicts(second, NORMAL.slice(130))));
      expect(new Set(some.map((one) => one.time))).toEqual(new Set(["event"]));
      expect(some.map(({ score }) => score)).toEqual(expected);
      expect([...first.faults, ...second.faults]).toEqual([]);
    },
  );
});

test("a number means what gateway.times states: milliseconds are no seconds", async () => {
  const gateway = await runGateway({ set: ["gateway.times=seconds"] });
  const times = [NOW, Math.floor(NOW / 1000), new Date(NOW).toISOString()].map((time) => ({ ...CALL, time }));
  expect((await verdicts(gateway, times)).map(({ time }) => time)).toEqual(["none", "event", "event"]);
});

test("a history of another form of time is refused by name", async () => {
  const first = await runGateway();
  await verdicts(first, NORMAL.slice(0, 3));
  await first.close();
  const { state } = first;
  const other = runGateway({ state, set: ["gateway.times=seconds"] });
  await expect(other).rejects.toThrow(/history\.bin: its times were milliseconds.*states seconds/);
  const again = await runGateway({ state });
  expect(again.told).toEqual([]);
});

test("a history of a clock that was wrong is put aside", async () => {
  const state = newState();
  const screener = await createScreener({ model: "none" });
  screener.screen({ ...CALL, time: new Date(NOW + 30 * DAY_MS) });
  await screener.save(join(state, "history.bin"));
  const gateway = await runGateway({ state });
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

test.skipIf(process.platform === "win32").each(["journal.jsonl", "history.bin", "process"])(
  "a named pipe as %s is refused by name, and nobody waits for it",
  async (name) => {
    const state = newState();
    execFileSync("mkfifo", [join(state, name)]);
    await expect(runGateway({ state })).rejects.toThrow(new RegExp(`${name}: expected a file, found a named pipe`));
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
