/** `ringfence env`, as another program uses it. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { newFolder } from "../new-folder.ts";
import { MANY_EPISODES, runSmall } from "../engine/run-small.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const folder = newFolder("environment");
const MAIN = `${ROOT}dist/src/cli/main.js`;
const SETTINGS = [...MANY_EPISODES, "hours=30", "population.subscribers=3000"];

type Line = Readonly<Record<string, unknown>>;

interface Answered {
  readonly code: number;
  readonly said: string;
  readonly lines: readonly Line[];
}

/** `answer`: a line, several as text, or null to end. */
async function runEnv(answer: (observation: Line | null, at: number) => object | string | null): Promise<Answered> {
  const words = [MAIN, "env", "smoke", "--workers", "1", ...SETTINGS.flatMap((setting) => ["--set", setting])];
  const child = spawn(process.execPath, words, { stdio: ["pipe", "pipe", "pipe"] });
  child.stdin.on("error", () => {});
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const lines: Line[] = [];
  const reply = (observation: Line | null): void => {
    const line = answer(observation, lines.length);
    if (line === null) child.stdin.end();
    else child.stdin.write(`${typeof line === "string" ? line : JSON.stringify(line)}\n`);
  };
  createInterface(child.stdout).on("line", (line) => {
    lines.push(JSON.parse(line) as Line);
    reply(lines.at(-1)!);
  });
  reply(null);
  const [code] = (await once(child, "exit")) as [number];
  return { code, said, lines };
}

/** By telephone, everybody whose warning is not open. */
function callAll({ people }: Line): object {
  const { person, level } = people as { person: number[]; level: number[] };
  return { warn: person.filter((_, at) => level[at] === 0).map((one) => ({ person: one, channel: "telephone" })) };
}

test("an agent gets to the digest that the same policy as a module has, run after run", async () => {
  let runs = 0;
  const { code, lines } = await runEnv((observation) => {
    if (observation?.["done"] === false) return callAll(observation);
    return runs++ < 2 ? { reset: 2 } : null;
  });
  const [first, second] = lines.filter(({ done }) => done === true);
  const path = `${folder}/call-all.mjs`;
  writeFileSync(
    path,
    `export default { name: "call-all", decide: ${callAll.toString().replace("function callAll", "function")} };\n`,
  );
  const report = await runSmall([...SETTINGS, `warnings.policy=${path}`], { seed: 2 });
  expect([code, first!["digest"], second]).toEqual([0, report.digest, first]);
  expect(first!["peopleLost"]).toBe(report.figures["peopleLost.withDefences.people"]!.value);
  const rewards = lines.slice(0, lines.length / 2).map(({ reward }) => reward as number);
  expect(rewards.reduce((sum, one) => sum + one, 0)).toBe(-(first!["peopleLost"] as number));
});

test("an agent may begin anew in the middle of a run, and gets the same observations", async () => {
  const { code, lines } = await runEnv((observation, at) => {
    if (observation === null || at === 5) return { reset: 7 };
    return at === 10 ? { reset: -1 } : { warn: [] };
  });
  expect(lines.slice(5, 10)).toEqual(lines.slice(0, 5));
  expect(code).toBe(2);
});

test.each([
  ["no JSON", "warn everybody", /expected a line with a JSON object/],
  ["a wrong channel", { warn: [{ person: 1, channel: "pigeon" }] }, /warn\[0\]\.channel/],
  ["an end", null, /the agent ended at hour/],
])("an agent that answers with %s is told so, with exit code 2", async (_, wrong, words) => {
  const { code, said } = await runEnv((observation, at) =>
    observation === null ? { reset: 1 } : at < 3 ? { warn: [] } : wrong,
  );
  expect([code, said]).toEqual([2, expect.stringMatching(words)]);
});

test("nothing is asked of an agent that begins no run", async () => {
  expect(await runEnv(() => null)).toEqual({ code: 0, said: "", lines: [] });
});

test.skipIf(!hasPython())("a policy in Python comes to the digest that it has in JavaScript", async () => {
  const words = ["threshold.py", `${process.execPath} ${MAIN}`, ...SETTINGS];
  const cwd = `${ROOT}examples/python`;
  const printed = execFileSync("python3", words, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
  });
  const report = await runSmall([...SETTINGS, `warnings.policy=${ROOT}examples/policies/threshold.mjs`]);
  expect(printed.trim().split(" ").at(-1)).toBe(report.digest);
});

function hasPython(): boolean {
  try {
    execFileSync("python3", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
