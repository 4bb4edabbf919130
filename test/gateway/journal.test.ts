/** What survives the end of a gateway, however it ends. */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { type ClientRequest, type IncomingMessage, request } from "node:http";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { Journal, type JournalEntry } from "../../src/gateway/journal.ts";
import type { Verdict } from "../../src/gateway/protocol.ts";
import { readJsonLines } from "../cli/command-line.ts";
import { newState, runGateway, spawnGateway } from "./running-gateway.ts";

test("a listing and a complaint outlive SIGKILL, and a clean end is silent", async () => {
  const state = newState();
  const first = await spawnGateway(state);
  await first.ask("/v1/list", { add: ["13800138000"] });
  await first.ask("/v1/complaints", { caller: "13911112222", text: "pay at once" });
  await first.end("SIGKILL");
  const second = await runGateway({ state, remembers: true });
  expect(second.told.join()).toContain("killed");
  expect((await second.ask("/v1/screen", { caller: "13800138000" })).body).toMatchObject({ verdict: "block" });
  const { body } = await second.ask("/v1/complaints", { caller: "13911112222" });
  expect(body).toMatchObject({ cases: [{ complaints: 2 }] });
  await second.close();
  expect(statSync(join(state, "history.bin")).size).toBeGreaterThan(0);
  expect((await runGateway({ state, remembers: true })).told).toEqual([]);
});

test("a request that was taken is answered at the end, and a stream ends with all that was read", async () => {
  const gateway = await runGateway();
  const post = (type: string, length: number | null): ClientRequest =>
    request(new URL("/v1/screen", gateway.url), {
      method: "POST",
      headers: { "Content-Type": type, ...(length === null ? {} : { "Content-Length": length }) },
    });
  const event = '{"caller":"10086"}';
  const begun = post("application/json", event.length);
  const stream = post("application/x-ndjson", null);
  begun.write(event.slice(0, 5));
  stream.write(`${event}\n${event}\n{"cal`);
  const [lines] = (await once(stream, "response")) as [IncomingMessage];
  let read = "";
  lines.setEncoding("utf8").on("data", (part: string) => (read += part));
  while (read.split("\n").length < 3) await wait(5);
  const closed = gateway.close();
  // Ended by force, it would never come to this.
  await once(lines, "end");
  expect(read.split("\n").map((line) => line === "" || (JSON.parse(line) as Verdict).verdict)).toEqual([
    "allow",
    "allow",
    // Half a line is no event.
    undefined,
    true,
  ]);
  expect(read.split("\n")[2]).toBe('{"error":"the gateway is closing"}');
  begun.end(event.slice(5));
  const [{ statusCode }] = (await once(begun, "response")) as [IncomingMessage];
  expect(statusCode).toBe(200);
  begun.destroy();
  await closed;
  expect(gateway.faults).toEqual([]);
});

function complaint(daysAgo: number, key: string, number: number): JournalEntry {
  return {
    what: "complaint",
    at: new Date(Date.now() - daysAgo * 86_400_000).toISOString(),
    by: "local",
    suspects: [{ about: "caller", key, case: `case-${number}` }],
    text: null,
    reporter: "a",
  };
}

/** Writes a journal with these lines. */
async function newJournal(path: string, entries: readonly JournalEntry[]): Promise<void> {
  const { journal } = await Journal.open(path, () => {});
  for (const entry of entries) await journal.append(entry);
  await journal.close();
}

describe("the journal", () => {
  test("says who changed what, in lines that only its owner may read", async () => {
    const state = newState();
    const gateway = await runGateway({ state });
    await gateway.ask("/v1/list", { add: ["13800138000"], why: "told by a bank" });
    await gateway.reload();
    await gateway.close();
    const path = join(state, "journal.jsonl");
    expect(statSync(path).mode & 0o077).toBe(0);
    expect(readJsonLines(path)).toMatchObject([
      { what: "start" },
      { what: "list", by: "local", add: ["13800138000"], why: "told by a bank" },
      { what: "reload" },
      { what: "stop" },
    ]);
  });

  test("loses a last line that was never whole, says so, and refuses a line that is not its own", async () => {
    const path = join(newState(), "journal.jsonl");
    const stop = { what: "stop", at: new Date().toISOString(), by: "test" } as const;
    const opened = async () => {
      const entries: JournalEntry[] = [];
      return { entries, ...(await Journal.open(path, (entry) => entries.push(entry))) };
    };
    const { journal } = await opened();
    await Promise.all(Array.from({ length: 20 }, () => journal.append(stop)));
    await journal.close();
    appendFileSync(path, '{"what":"li');
    const again = await opened();
    expect(again).toMatchObject({ tornBytes: 11 });
    expect(again.entries).toHaveLength(20);
    await again.journal.append(stop);
    await again.journal.close();
    const whole = await opened();
    expect(whole.entries).toHaveLength(21);
    await whole.journal.close();
    writeFileSync(path, '{"what":"joke"}\n');
    await expect(opened()).rejects.toThrow(/journal\.jsonl:1/);
  });

  const started = JSON.stringify({ what: "start", at: new Date().toISOString(), by: "gateway", version: "1" });

  test.each([
    ["zeros alone", Buffer.alloc(3 << 20)],
    ["something else alone", "x".repeat(5000)],
    ["lines without their ends", started.repeat(50)],
    ["zeros after its lines", `${started}\n${"\0".repeat(5000)}`],
  ])("is refused by name and left as it is where it has %s", async (_, found) => {
    const path = join(newState(), "journal.jsonl");
    writeFileSync(path, found);
    const { size } = statSync(path);
    await expect(Journal.open(path, () => {})).rejects.toThrow(/journal\.jsonl: .*accepted lines may be lost/);
    expect(statSync(path).size).toBe(size);
  });

  test("a listing that cannot be written is refused, not in force, and leaves nothing behind", async () => {
    const gateway = await runGateway();
    const path = join(gateway.state, "journal.jsonl");
    const before = readFileSync(path, "utf8");
    const file = await open(path);
    const files = Object.getPrototypeOf(file) as typeof file;
    await file.close();
    const full = Object.assign(new Error("no room"), { code: "ENOSPC" });
    const sync = vi.spyOn(files, "datasync").mockRejectedValueOnce(full);
    onTestFinished(() => sync.mockRestore());
    const list = async () => (await gateway.ask("/v1/list", { add: ["13800138000"] })).status;
    const verdict = async () => ((await gateway.ask("/v1/screen", { caller: "13800138000" })).body as Verdict).verdict;
    expect(await list()).toBe(503);
    expect(readFileSync(path, "utf8")).toBe(before);
    expect(await verdict()).toBe("allow");
    expect(await list()).toBe(200);
    expect(await verdict()).toBe("block");
    await gateway.close();
    await runGateway({ state: gateway.state });
  });

  test.each<readonly [string, number, (lines: string[]) => unknown]>([
    ["an altered line", 2, (lines) => (lines[1] = lines[1]!.replace("1391111", "1381111"))],
    ["an altered last line", 4, (lines) => (lines[3] = lines[3]!.replace("1391111", "1381111"))],
    ["a missing first line", 1, (lines) => lines.shift()],
    ["a missing line", 3, (lines) => lines.splice(2, 1)],
    ["a line twice", 3, (lines) => lines.splice(2, 0, lines[1]!)],
    ["a line without its chain", 3, (lines) => (lines[2] = lines[2]!.replace(/,"chain":"\w+"/, ""))],
  ])("%s is named, and nothing is changed", async (_, number, change) => {
    const path = join(newState(), "journal.jsonl");
    await newJournal(
      path,
      Array.from({ length: 4 }, (__, at) => complaint(at, `1391111222${at}`, at)),
    );
    const lines = readFileSync(path, "utf8").trim().split("\n");
    change(lines);
    const changed = `${lines.join("\n")}\n`;
    writeFileSync(path, changed);
    const advice = number === 1 ? "move it away" : `first ${number - 1} line`;
    const refused = new RegExp(
      `journal\\.jsonl:${number}: expected the chain \\w{64}, found (\\w{64}|none): .*${advice}`,
    );
    await expect(Journal.open(path, () => {})).rejects.toThrow(refused);
    expect(readFileSync(path, "utf8")).toBe(changed);
    // As the error advises.
    writeFileSync(
      path,
      lines
        .slice(0, number - 1)
        .map((line) => `${line}\n`)
        .join(""),
    );
    await newJournal(path, [complaint(0, "13911112229", 9)]);
  });

  test("a shorter window, and a case that was forgotten, leave numbers of cases as they were", async () => {
    const state = newState();
    const known = [complaint(9, "13911112222", 1), complaint(2, "13911112222", 1), complaint(1, "13922223333", 7)];
    await newJournal(join(state, "journal.jsonl"), [...known, complaint(5, "13944445555", 3)]);
    const gateway = await runGateway({ state, set: ["gateway.windowDays=3"] });
    const ids = ["case-1", "case-7", "case-8"];
    for (const [place, caller] of ["13911112222", "13922223333", "13933334444"].entries()) {
      const { body } = await gateway.ask("/v1/complaints", { caller });
      expect(body).toMatchObject({ cases: [{ id: ids[place] }] });
    }
    expect((await gateway.ask("/v1/cases?state=any")).body).toMatchObject({ total: 3 });
  });

  test("is missed where it is gone and the rest of the folder is there, which only its owner may read", async () => {
    const state = newState();
    await (await runGateway({ state, remembers: true })).close();
    expect(statSync(join(state, "history.bin")).mode & 0o077).toBe(0);
    rmSync(join(state, "journal.jsonl"));
    const { told } = await runGateway({ state, remembers: true });
    expect(told).toEqual([expect.stringMatching(/journal\.jsonl is missing or empty/)]);
  });

  test("a history that cannot be read is put aside, and the gateway starts", async () => {
    const state = newState();
    writeFileSync(join(state, "history.bin"), "something else");
    const second = await runGateway({ state, remembers: true });
    expect(second.told.join()).toContain("history.bin.unread");
    expect(await second.ask("/v1/screen", { caller: "10086" })).toMatchObject({ status: 200 });
  });
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
  const state = newState();
  const path = join(state, "journal.jsonl");
  await newJournal(path, [complaint(0, "13911112222", 999_999_999_999_999)]);
  await expect(runGateway({ state })).rejects.toThrow(/journal\.jsonl:1: expected a line of the journal/);
  rmSync(path);
  await newJournal(path, [complaint(0, "13911112222", 999_999_999_999)]);
  const gateway = await runGateway({ state });
  expect((await gateway.ask("/v1/complaints", { caller: "13911112222" })).status).toBe(202);
  const { status, body } = await gateway.ask("/v1/complaints", { caller: "13933334444" });
  expect({ status, body }).toMatchObject({
    status: 409,
    body: { error: expect.stringContaining("no case") as unknown },
  });
  await gateway.close();
  await runGateway({ state });
});
