import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { newFolder } from "../new-folder.ts";
import { MAIN } from "./command-line.ts";

const folder = newFolder("end-on-signals");
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
  const options = { cwd: folder, env: { ...process.env, ...env } };
  const child = spawn(process.execPath, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
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

/** It says on standard output that it loops, by a write that needs no other thread. */
const LOOP = 'writeSync(1, "looping"); for (;;);';
const ENGINE = `
import { blocklistFrom } from ${JSON.stringify(PACKAGE)};
export default blocklistFrom({ name: "loops", create: () => new Set(), add: () => {}, has() { ${LOOP} } });`;

function loopingStage(seal: string, screen: string): string {
  return `export default {
  name: "loops",
  title: "Loops",
  question: "Does it end?",
  summary: "Never ends.",
  columns: {},
  evidence: {},
  open: () => () => { ${seal} return {}; },
  attacher: () => ({ attach: () => ({}) }),
  screen() { ${screen} },
};`;
}

test.skipIf(process.platform === "win32").each([
  ["stage of a module loops in seal", loopingStage(LOOP, ""), "run smoke --set hours=6 --workers 1 --out out"],
  ["stage of a module loops in screen", loopingStage("", LOOP), "screen few-rows.csv --out rows.jsonl"],
  ["engine of a module loops as it is tried out", ENGINE, "screen few-rows.csv --out rows.jsonl --set"],
])("a program whose %s ends at the first signal, within two seconds", async (_, code, line) => {
  const module = join(mkdtempSync(join(folder, "loops-")), "loops.mjs");
  writeFileSync(module, `import { writeSync } from "node:fs";\n${code}`);
  writeFileSync(join(folder, "few-rows.csv"), "text,caller\nhello,13800138000\n");
  const isEngine = code === ENGINE;
  const words = [...line.split(" "), ...(isEngine ? [`blocklist.engine=${module}`] : [])];
  const { child, end } = start([MAIN, ...words], isEngine ? {} : { RINGFENCE_STAGES: module });
  await new Promise((resolve) => child.stdout!.once("data", resolve));
  const sentMs = performance.now();
  child.kill("SIGINT");
  expect(await end).toEqual({ code: null, signal: "SIGINT" });
  expect(performance.now() - sentMs).toBeLessThan(2000);
  expect(existsSync(join(folder, "rows.jsonl"))).toBe(false);
});

test.skipIf(process.platform === "win32")(
  "bench micro ends when it is interrupted while it measures on its own thread, which listens to nothing then",
  async () => {
    const { child, end } = start([MAIN, ..."bench micro --group blocklist --entries 3000000".split(" ")]);
    child.stderr!.once("data", () => setTimeout(() => child.kill("SIGINT"), 300));
    expect(await end).toEqual({ code: null, signal: "SIGINT" });
    expect(existsSync(join(folder, "runs"))).toBe(false);
  },
);
