/** Strategies of gangs from modules, in whole small runs. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Report } from "../../src/report/document.ts";
import { newFolder } from "../new-folder.ts";
import { MANY_EPISODES, runSmall, type SmallRun } from "./run-small.ts";

const folder = newFolder("gang-strategy");
const SETTINGS = [...MANY_EPISODES, "hours=50", "population.subscribers=3000"];

function runWith(setting: string, run: SmallRun = {}): Promise<Report> {
  return runSmall([...SETTINGS, `adversary.${setting}`], run);
}

function example(name: string): string {
  return fileURLToPath(new URL(`../../examples/strategies/${name}.mjs`, import.meta.url));
}

function moduleOf(name: string, decide: string): string {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(
    path,
    `import { appendFileSync } from "node:fs";\nexport default { name: "${name}", decide: ${decide} };\n`,
  );
  return path;
}

test("a strategy that turns knobs after a day comes to what a schedule comes to that has them from then on", async () => {
  const knobs = { obfuscation: "paraphrased", chat: 1 };
  // What is decided after hour 23 takes effect two hours later.
  const changes = Object.entries(knobs).map(
    ([knob, setting]) => `{ fromHour: 25, knob: ${knob}, setting: ${setting} }`,
  );
  const scheduled = await runWith(`schedule=[${changes.join(", ")}]`);
  const own = await runWith(`strategy=${example("evasive")}`);
  expect(own.digest).toBe(scheduled.digest);
  expect(own.digest).not.toBe((await runWith(`strategy=${example("habit")}`)).digest);
  expect(own.strategy).toEqual({ name: "evasive", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
});

test("a strategy that learns decides alike for any number of workers, and each run begins anew", async () => {
  const strategy = `strategy=${example("learning")}`;
  const [first, again] = [await runWith(strategy), await runWith(strategy, { workers: 3 })];
  expect([again.digest, again.figures]).toEqual([first.digest, first.figures]);
});

test("a gang sees what it did and earned that day, and its own settings", async () => {
  const seen = join(folder, "seen.jsonl");
  const strategy = moduleOf(
    "watcher",
    `({ random, memory, ...view }) => {
      appendFileSync(${JSON.stringify(seen)}, JSON.stringify(view) + "\\n");
      return view.gang === 0 ? { lines: 8 } : {};
    }`,
  );
  await runWith(`strategy=${strategy}`);
  const views = readFileSync(seen, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, number>);
  const late = views.filter(({ day }) => day === 2);
  expect(late.length).toBeGreaterThan(10);
  expect(late.some(({ contacts }) => contacts! > 50)).toBe(true);
  expect(late.every(({ contacts, blocked }) => blocked! <= contacts!)).toBe(true);
  expect(late.some(({ incomeYuan }) => incomeYuan! > 0)).toBe(true);
  expect(late.every(({ setYuan, spentYuan }) => setYuan! > 0 && spentYuan! > 0)).toBe(true);
  const settings = late.map(({ gang, policy }) => [gang, (policy as unknown as { lines: string }).lines]);
  expect(settings.filter(([, lines]) => lines === "8").map(([gang]) => gang)).toEqual([0]);
});

test.each([
  ["nothing", "() => undefined", /day 0, gang 0: answer/],
  ["unknown", "() => ({ nerve: 3 })", /knob: expected one of pace, .*found "nerve"/],
  ["between", "({ day }) => (day < 1 ? {} : { lines: 5 })", /day 1, gang 0: lines: expected one of usual, 2, 8, 16/],
])("a strategy that answers wrongly is refused, with day, gang and knob: %s", async (name, decide, message) => {
  await expect(runWith(`strategy=${moduleOf(name, decide)}`)).rejects.toMatchObject({
    code: "config",
    exitCode: 2,
    message: expect.stringMatching(message) as string,
  });
});
