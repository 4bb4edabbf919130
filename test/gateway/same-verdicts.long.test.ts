/** The same events have the same verdicts by file, by pipe, by HTTP and in the library. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createScreener } from "../../src/screen/screener.ts";
import { MAIN, readJsonLines, ringfence } from "../cli/command-line.ts";
import { newFolder } from "../new-folder.ts";
import { newState, spawnGateway } from "./running-gateway.ts";

const COUNT = 10_000;
const HALF = COUNT / 2;
const DAY_MS = 86_400_000;
const LISTED = "13900000007";
const TEXTS = ["Dinner at 7? Bring the kids.", "您的ETC已失效,请点击 http://etc-1.cc 认证", "see http://1cbc-vip.top"];
const folder = newFolder("same-verdicts");

/** Calls and messages of two days; every fiftieth comes five minutes late, and one caller in four calls many. */
const EVENTS = Array.from({ length: COUNT }, (_, at) => {
  const timeMs = Date.now() - 3 * DAY_MS + Math.floor((at * 2 * DAY_MS) / COUNT) - (at % 50 === 49 ? 300_000 : 0);
  const isMessage = (at * 7) % 5 < 2;
  return {
    id: `e${at}`,
    caller: at % 4 === 0 ? `1380000000${at % 8}` : `1390000${String((at * 31) % 3000).padStart(4, "0")}`,
    callee: `1360000${String((at * 17) % 10_000).padStart(4, "0")}`,
    time: new Date(timeMs).toISOString(),
    ...(isMessage ? { text: TEXTS[at % TEXTS.length] } : { duration: at % 40, answered: at % 3 > 0 }),
  };
});

interface Decided {
  readonly verdict: string;
  readonly score: number | null;
}

const decided = (rows: readonly Decided[]): Decided[] => rows.map(({ verdict, score }) => ({ verdict, score }));

test(`the same ${COUNT} events have the same verdicts each way, also with a clean restart in the middle`, async () => {
  const [file, list] = [join(folder, "events.jsonl"), join(folder, "listed.txt")];
  writeFileSync(file, EVENTS.map((event) => `${JSON.stringify(event)}\n`).join(""));
  writeFileSync(list, `${LISTED}\n`);
  const lists = ["--blocklist", list, "--model", "none"];
  const fromLibrary = await createScreener({ blocklist: list, model: "none" });
  const expected = decided(fromLibrary.screen(EVENTS));
  const verdicts = new Set(expected.map(({ verdict }) => verdict));
  expect(verdicts).toEqual(new Set(["allow", "flag", "block"]));
  expect(new Set(expected.map(({ score }) => score)).size).toBeGreaterThan(5);

  const rows = join(folder, "rows.jsonl");
  expect(await ringfence(["screen", file, "--out", rows, "--quiet", ...lists])).toMatchObject({ code: 0 });
  expect(decided(readJsonLines<Decided>(rows))).toEqual(expected);

  const piped = join(folder, "piped.jsonl");
  const pipe = spawn(process.execPath, [MAIN, "screen", "-", "--out", piped, "--quiet", ...lists]);
  pipe.stdin.end(readFileSync(file));
  expect(await once(pipe, "close")).toEqual([0, null]);
  expect(decided(readJsonLines<Decided>(piped))).toEqual(expected);

  const first = await createScreener({ blocklist: list, model: "none" });
  const saved = join(folder, "history.bin");
  const inHalves = decided(first.screen(EVENTS.slice(0, HALF)));
  await first.save(saved);
  const second = await createScreener({ blocklist: list, model: "none" });
  expect(decided(second.screen(EVENTS.slice(HALF, HALF + 500)))).not.toEqual(expected.slice(HALF, HALF + 500));
  await second.restore(saved);
  inHalves.push(...decided(second.screen(EVENTS.slice(HALF))));
  expect(inHalves).toEqual(expected);

  const state = newState();
  const byHttp: Decided[] = [];
  for (const half of [EVENTS.slice(0, HALF), EVENTS.slice(HALF)]) {
    const gateway = await spawnGateway(state, "--set", `gateway.blocklist=${list}`);
    for (let at = 0; at < HALF; at += 500) {
      byHttp.push(...((await gateway.ask("/v1/screen", half.slice(at, at + 500))) as Decided[]));
    }
    expect(await gateway.end("SIGTERM")).toBe(0);
  }
  expect(decided(byHttp)).toEqual(expected);
});
