/** What survives the end of a gateway, however it ends. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { Journal } from "../../src/gateway/journal.ts";
import { MAIN } from "../cli/command-line.ts";
import { newState, runGateway } from "./running-gateway.ts";

/** As a process of its own. */
async function spawnGateway(state: string) {
  const args = [
    MAIN,
    "gateway",
    "--port",
    "0",
    "--state",
    state,
    "--model",
    "none",
    "--set",
    "gateway.deadlineMs=60000",
  ];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const url = await new Promise<string>((resolve, reject) => {
    let stdout = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      const found = /http:\/\/\S+/.exec(stdout)?.[0];
      if (found !== undefined) resolve(found);
    });
    child.on("close", () => reject(new Error(`it ended before it said where it is: ${stderr}`)));
  });
  const ask = async (path: string, body: object): Promise<unknown> => {
    const headers = { "Content-Type": "application/json" };
    return (await fetch(new URL(path, url), { method: "POST", headers, body: JSON.stringify(body) })).json();
  };
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    const ended = once(child, "exit") as Promise<[number | null]>;
    child.kill(signal);
    return (await ended)[0];
  };
  return { ask, end, stderr: () => stderr };
}

test("a listing and a complaint outlive SIGKILL, and a clean end is silent", async () => {
  const state = newState();
  const first = await spawnGateway(state);
  await first.ask("/v1/list", { add: ["13800138000"] });
  await first.ask("/v1/complaints", { caller: "13911112222", text: "pay at once" });
  await first.end("SIGKILL");
  const second = await spawnGateway(state);
  expect(second.stderr()).toContain("killed");
  expect(await second.ask("/v1/screen", { caller: "13800138000" })).toMatchObject({ verdict: "block" });
  expect(await second.ask("/v1/complaints", { caller: "13911112222" })).toMatchObject({ cases: [{ complaints: 2 }] });
  expect(await second.end("SIGTERM")).toBe(0);
  expect(statSync(join(state, "history.bin")).size).toBeGreaterThan(0);
  expect(second.stderr().split("\n")).toHaveLength(2);
});

describe("the journal", () => {
  test("says who changed what, in lines that only its owner may read", async () => {
    const state = newState();
    const gateway = await runGateway({ state });
    await gateway.ask("/v1/list", { add: ["13800138000"], why: "told by a bank" });
    await gateway.close();
    const path = join(state, "journal.jsonl");
    expect(statSync(path).mode & 0o077).toBe(0);
    const lines = readFileSync(path, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as object);
    expect(lines).toMatchObject([
      { what: "start" },
      { what: "list", by: "local", add: ["13800138000"], why: "told by a bank" },
      { what: "stop" },
    ]);
  });

  test("loses a last line that was never whole, says so, and refuses a line that is not its own", async () => {
    const path = join(newState(), "journal.jsonl");
    const stop = { what: "stop", at: new Date().toISOString(), by: "test" } as const;
    const { journal } = await Journal.open(path);
    await Promise.all(Array.from({ length: 20 }, () => journal.append(stop)));
    await journal.close();
    appendFileSync(path, '{"what":"li');
    const again = await Journal.open(path);
    expect(again).toMatchObject({ tornBytes: 11 });
    expect(again.entries).toHaveLength(20);
    await again.journal.append(stop);
    await again.journal.close();
    expect((await Journal.open(path)).entries).toHaveLength(21);
    writeFileSync(path, '{"what":"joke"}\n');
    await expect(Journal.open(path)).rejects.toThrow(/journal\.jsonl:1/);
  });

  test("a history that cannot be read is put aside, and the gateway starts", async () => {
    const state = newState();
    const first = await runGateway({ state });
    await first.close();
    writeFileSync(join(state, "history.bin"), "something else");
    const second = await runGateway({ state });
    expect(second.told.join()).toContain("history.bin.unread");
    expect(await second.ask("/v1/screen", { caller: "10086" })).toMatchObject({ status: 200 });
  });
});
