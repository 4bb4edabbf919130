/** What is left of what was accepted: after twenty kills, and on a disk that is full. */
import { spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { newFolder } from "../new-folder.ts";
import { Journal } from "../../src/gateway/journal.ts";
import { newState } from "./running-gateway.ts";
import { type Spawned, spawnGateway } from "./spawned-gateway.ts";

const KILLS = 20;
const folder = newFolder("lasting");

interface Answered {
  readonly status: number;
  readonly body: unknown;
}

/** Null: no whole answer came. */
async function tell(gateway: Spawned, path: string, body: object): Promise<Answered | null> {
  try {
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch(new URL(path, gateway.url), { method: "POST", headers, body: JSON.stringify(body) });
    return { status: answer.status, body: (await answer.json()) as unknown };
  } catch {
    return null;
  }
}

/** Those of them that are not blocked. */
async function missing(gateway: Spawned, listed: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (let at = 0; at < listed.length; at += 1000) {
    const callers = listed.slice(at, at + 1000);
    const { body } = (await tell(
      gateway,
      "/v1/screen",
      callers.map((caller) => ({ caller })),
    ))!;
    found.push(...callers.filter((_, place) => (body as { verdict: string }[])[place]!.verdict !== "block"));
  }
  return found;
}

test("twenty kills in the middle of feeding lose no accepted listing or complaint", async () => {
  const state = newState();
  const listed: string[] = [];
  const complaints = { accepted: 0, sent: 0 };
  let entry = 13_700_000_000;
  for (let kill = 0; kill < KILLS; kill++) {
    const gateway = await spawnGateway(state, "--set", "gateway.saveSeconds=1");
    const startedMs = Date.now();
    const killed = new AbortController();
    const feeders = Array.from({ length: 6 }, async (_, feeder) => {
      while (!killed.signal.aborted) {
        const number = String(entry++);
        if (feeder % 2 === 0) {
          const answer = await tell(gateway, "/v1/list", { add: [number], why: `kill ${kill}` });
          if (answer?.status === 200) listed.push(number);
        } else {
          complaints.sent++;
          const answer = await tell(gateway, "/v1/complaints", { caller: "95588", reporter: number });
          if (answer?.status === 202) complaints.accepted++;
        }
        await tell(gateway, "/v1/screen", { caller: number, callee: "13900139000" });
      }
    });
    // A moment that differs, after some more were accepted: machines of tests are slow now and then.
    const enough = listed.length + complaints.accepted + 2 + (kill % 9);
    const isListed = listed.length;
    while (listed.length + complaints.accepted < enough || listed.length === isListed) await wait(1);
    await wait((kill * 37) % 250);
    await gateway.end("SIGKILL");
    killed.abort();
    await Promise.all(feeders);
    if (kill === 0) continue;
    const [, since] = /what callers did after (\S+) is missing/.exec(gateway.stderr()) ?? [];
    // It says from when; or that there is nothing at all, where it was killed within the first second.
    expect(gateway.stderr()).toContain(since === undefined ? "killed before it saved" : "was killed");
    expect(Date.parse(since ?? "1970-01-01T00:00:00Z")).toBeLessThanOrEqual(startedMs);
  }
  expect(listed.length).toBeGreaterThanOrEqual(KILLS);
  expect(complaints.accepted).toBeGreaterThanOrEqual(KILLS);
  const last = await spawnGateway(state);
  expect(await missing(last, listed)).toEqual([]);
  const { body } = (await tell(last, "/v1/complaints", { caller: "95588", reporter: "last" }))!;
  const { cases } = body as { cases: { complaints: number; reporters: number }[] };
  console.log(
    `${KILLS} kills: of ${listed.length} accepted listings 0 are missing, of ${complaints.accepted} accepted complaints ` +
      `(${complaints.sent} sent) ${cases[0]!.complaints - 1} are there`,
  );
  expect(cases[0]!.complaints - 1).toBeGreaterThanOrEqual(complaints.accepted);
  expect(cases[0]!.complaints - 1).toBeLessThanOrEqual(complaints.sent);
  expect(cases[0]!.reporters).toBe(cases[0]!.complaints);
  expect(await last.end("SIGTERM")).toBe(0);
});

/** A disk of its own, which is soon full. Null: it may not be had here. */
function smallDisk(name: string): string | null {
  const path = join(folder, name);
  mkdirSync(path);
  if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=48m", "ringfence", path]).status !== 0) return null;
  onTestFinished(() => void spawnSync("umount", ["-l", path]));
  return path;
}

test("on a full disk nothing is accepted, events are screened, and all goes on once there is room", async (context) => {
  const disk = smallDisk("disk");
  if (disk === null) return context.skip("no file system may be mounted here: not root, or in a container");
  const state = join(disk, "state");
  const gateway = await spawnGateway(state, "--set", "gateway.saveSeconds=1");
  const accepted: string[] = [];
  const add = async (number: string): Promise<Answered> => {
    const answer = (await tell(gateway, "/v1/list", { add: [number], why: "w".repeat(900) }))!;
    if (answer.status === 200) accepted.push(number);
    return answer;
  };
  await add("13800138000");
  // What is left is filled up, to the last byte.
  const filler = join(disk, "filler");
  const full = (): void => {
    for (const bytes of [1 << 20, 4096, 1]) {
      for (let isRoom = true; isRoom;) {
        try {
          writeFileSync(filler, Buffer.alloc(bytes), { flag: "a" });
        } catch {
          isRoom = false;
        }
      }
    }
  };
  let refused: Answered | null = null;
  for (let at = 0; at < 30 && refused === null; at++) {
    // Again: a save that did not fit has given back what it had.
    full();
    const answer = await add(String(13_700_000_000 + at));
    if (answer.status !== 200) refused = answer;
  }
  expect(refused).toMatchObject({ status: 503, body: { error: expect.stringContaining("journal.jsonl") as unknown } });
  const said = JSON.stringify(refused);
  full();
  expect(await tell(gateway, "/v1/complaints", { caller: "10086", text: "w".repeat(3900) })).toMatchObject({
    status: 503,
  });
  expect(await tell(gateway, "/v1/screen", { caller: "13800138000" })).toMatchObject({ body: { verdict: "block" } });
  // A save of the history fails meanwhile, and says so.
  while (!gateway.stderr().includes("history.bin")) await wait(50);
  expect(await missing(gateway, accepted)).toEqual([]);
  console.log(`disk full: ${said}; and: ${gateway.stderr().split("\n")[0]}`);

  // What was refused is not there, in the tables or after a restart: no half of it either.
  truncateSync(filler, 0);
  expect((await add("13899998888")).status).toBe(200);
  const journal = readFileSync(join(state, "journal.jsonl"), "utf8");
  expect(journal.endsWith("\n")).toBe(true);
  for (const line of journal.trimEnd().split("\n")) JSON.parse(line);

  full();
  const code = await gateway.end("SIGTERM");
  console.log(`disk full: SIGTERM ends it with ${code}: ${gateway.stderr().trimEnd().split("\n").at(-1)}`);
  expect(code).toBe(7);
  rmSync(filler);
  const again = await spawnGateway(state);
  expect(await missing(again, accepted)).toEqual([]);
  const { body } = (await tell(again, "/v1/list", { add: ["13812345678"] }))!;
  expect(body).toMatchObject({ listed: accepted.length + 1 });
  // In other words where no save came before, as on a slow machine.
  expect(again.stderr()).toContain("or could not");
  expect(await again.end("SIGTERM")).toBe(0);
});

test("a journal that no string can hold is read line by line", async () => {
  const path = join(newState(), "journal.jsonl");
  const why = "w".repeat(60 << 20);
  const list = { what: "list", at: new Date().toISOString(), by: "test", add: [], remove: [], addTemplates: [] };
  const line = `${JSON.stringify({ ...list, removeTemplates: [], why })}\n`;
  for (let lines = 0; lines < 9; lines++) appendFileSync(path, line);
  expect(statSync(path).size).toBeGreaterThan(512 << 20);
  let entries = 0;
  const { journal } = await Journal.open(path, () => entries++);
  await journal.close();
  expect(entries).toBe(9);
});
