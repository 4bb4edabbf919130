/** The recipe for a shell pipe as it is. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { MAIN } from "../cli/command-line.ts";
import { newFolder } from "../new-folder.ts";
import { whyWithout } from "./debian.ts";

const why = whyWithout({ jq: "jq" });
if (why !== null) console.warn(`skipped, the recipe for a pipe: ${why}`);

describe.skipIf(why !== null)("tail -f, ringfence and jq", () => {
  const folder = newFolder("pipe");
  const path = (name: string): string => join(folder, name);

  test("a row is there before the next line is written, and SIGTERM ends with all that was read", async () => {
    writeFileSync(path("calls.jsonl"), "");
    writeFileSync(path("listed.txt"), "13800138000\n");
    // Says who it is, so that it can be sent signals.
    writeFileSync(path("ringfence"), `#!/bin/sh\necho $$ >${path("pid")}\nexec ${process.execPath} ${MAIN} "$@"\n`);
    chmodSync(path("ringfence"), 0o755);
    const script = fileURLToPath(new URL("../../docs/recipes/pipe.sh", import.meta.url));
    const env = { ...process.env, LISTED: path("listed.txt"), RINGFENCE: path("ringfence") };
    const child = spawn("sh", [script, path("calls.jsonl")], { env, stdio: ["ignore", "pipe", "pipe"] });
    const ended = once(child, "close");
    onTestFinished(() => void child.kill("SIGKILL"));
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (part: string) => (stdout += part));
    child.stderr.setEncoding("utf8").on("data", (part: string) => (stderr += part));
    const rows = (): object[] =>
      stdout
        .split("\n")
        .slice(0, -1)
        .map((line) => JSON.parse(line) as object);
    const signal = (name: NodeJS.Signals): boolean => process.kill(Number(readFileSync(path("pid"), "utf8")), name);
    const write = (...callers: readonly string[]): void =>
      appendFileSync(path("calls.jsonl"), callers.map((caller) => `${JSON.stringify({ caller })}\n`).join(""));

    for (let at = 1; at <= 40; at++) {
      write("13711112222", "13800138000");
      while (rows().length < at) await wait(1);
    }
    expect(rows()[0]).toEqual({ line: 2, caller: "138****8000", verdict: "block", evidence: ["callerListed"] });

    write(...Array.from({ length: 500 }, () => "13800138000"));
    while (rows().length < 41) await wait(1);
    signal("SIGTERM");
    await ended;
    // All that was read: lines come whole, so as many rows as lines until it heard of the signal.
    expect(rows().length).toBeGreaterThanOrEqual(41);
    expect(stderr).not.toMatch(/error|Error/);
  });
});
