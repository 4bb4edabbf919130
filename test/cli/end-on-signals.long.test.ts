import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { newFolder } from "../new-folder.ts";
import { MAIN } from "./command-line.ts";

const folder = newFolder("end-on-signals");
const FEW_ROWS = join(folder, "few-rows.csv");
const PACKAGE = fileURLToPath(new URL("../../dist/src/index.js", import.meta.url));
const SLOW_START = fileURLToPath(new URL("../fixtures/slow-start.mjs", import.meta.url));

interface End {
  readonly code: number | null;
  readonly signal: string | null;
}

function start(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): { readonly child: ChildProcess; readonly end: Promise<End> } {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "ignore"], env: { ...process.env, ...env } });
  onTestFinished(() => void child.kill("SIGKILL"));
  const end = new Promise<End>((resolve) => child.on("close", (code, signal) => resolve({ code, signal })));
  return { child, end };
}

/** Starts the program with the slow thread, and calls `onLine` with each line that it says. */
function startSlow(args: readonly string[], onLine: (line: string, child: ChildProcess) => void) {
  const { child, end } = start([SLOW_START, ...args]);
  const lines: string[] = [];
  let rest = "";
  child.stdout!.setEncoding("utf8").on("data", (text: string) => {
    const whole = (rest + text).split("\n");
    rest = whole.pop()!;
    for (const line of whole) {
      lines.push(line);
      onLine(line, child);
    }
  });
  return end.then((how) => ({ ...how, lines }));
}

describe.skipIf(process.platform === "win32")("a program that is interrupted while a thread loads its modules", () => {
  test("ends when that is done, as Node 20 would abort before", async () => {
    const { lines, ...how } = await startSlow([], (line, child) => {
      if (line === "loading") child.kill("SIGINT");
    });
    expect(how).toEqual({ code: 130, signal: null });
    expect(lines).toEqual(["loading", "interrupted", "loaded", "put in order"]);
  });

  test("ends at once when it is interrupted again, by the signal itself, with everything in order", async () => {
    const { lines, ...how } = await startSlow(["never"], (line, child) => {
      if (line === "loading" || line === "interrupted") child.kill("SIGINT");
    });
    expect(how).toEqual({ code: null, signal: "SIGINT" });
    expect(lines).toEqual(["loading", "interrupted", "put in order"]);
  });
});

describe.skipIf(process.platform === "win32")("a program whose stage of a user's own loops for ever", () => {
  test.each([
    ["seal", "", ["run", "smoke", "--set", "hours=6", "--workers", "1", "--out", join(folder, "looping")]],
    ["", "screen", ["screen", FEW_ROWS, "--out", join(folder, "rows.jsonl")]],
  ])("in %s%s ends at the first signal, within two seconds", async (seal, screen, args) => {
    const stage = join(folder, `loops-${seal}${screen}.mjs`);
    writeFileSync(stage, loopingStage(seal, screen));
    writeFileSync(FEW_ROWS, "text,caller\nhello,13800138000\n");
    const { child, end } = start([MAIN, ...args], { RINGFENCE_STAGES: stage });
    await new Promise((resolve) => child.stdout!.once("data", resolve));
    const sentMs = performance.now();
    child.kill("SIGINT");
    expect(await end).toEqual({ code: null, signal: "SIGINT" });
    expect(performance.now() - sentMs).toBeLessThan(2000);
  });
});

test.skipIf(process.platform === "win32")(
  "screen ends at the first signal while an engine of a user's own loops as it is tried out, wherever its rows go",
  async () => {
    const engine = join(folder, "loops-when-tried.mjs");
    const loop = 'has() { writeSync(1, "looping"); for (;;); }';
    writeFileSync(
      engine,
      `import { writeSync } from "node:fs";
import { blocklistFrom } from ${JSON.stringify(PACKAGE)};
export default blocklistFrom({ name: "loops", create: () => new Set(), add: () => {}, ${loop} });`,
    );
    const rows = join(folder, "tried.csv");
    writeFileSync(rows, "text,caller\nhello,13800138000\n");
    const out = join(folder, "tried.jsonl");
    const { child, end } = start([MAIN, "screen", rows, "--out", out, "--set", `blocklist.engine=${engine}`]);
    await new Promise((resolve) => child.stdout!.once("data", resolve));
    child.kill("SIGINT");
    expect(await end).toEqual({ code: null, signal: "SIGINT" });
    expect(existsSync(out)).toBe(false);
  },
);

/** It says on standard output that it loops, by a write that needs no other thread. */
function loopingStage(seal: string, screen: string): string {
  const loop = 'writeSync(1, "looping"); for (;;);';
  return `import { writeSync } from "node:fs";
export default {
  name: "loops",
  title: "Loops",
  question: "Does it end?",
  summary: "Never ends.",
  columns: {},
  evidence: {},
  open: () => () => { ${seal && loop} return {}; },
  attacher: () => ({ attach: () => ({}) }),
  screen() { ${screen && loop} },
};`;
}

test.skipIf(process.platform === "win32")(
  "bench micro ends when it is interrupted while it measures on its own thread, which listens to nothing then",
  async () => {
    const child = spawn(process.execPath, [MAIN, "bench", "micro", "--group", "blocklist", "--entries", "3000000"], {
      stdio: ["ignore", "ignore", "pipe"],
      cwd: folder,
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    const end = new Promise<End>((resolve) => child.on("close", (code, signal) => resolve({ code, signal })));
    child.stderr.once("data", () => setTimeout(() => child.kill("SIGINT"), 300));
    expect(await end).toEqual({ code: null, signal: "SIGINT" });
    expect(existsSync(join(folder, "runs"))).toBe(false);
  },
);
