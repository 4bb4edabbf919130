/** Warning policies from modules, in whole small runs. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { blamedOnModule } from "../../src/core/module/user-modules.ts";
import type { Report } from "../../src/report/document.ts";
import { newFolder } from "../new-folder.ts";
import { at } from "../report/figures.ts";
import { MANY_EPISODES, runSmall, type SmallRun } from "./run-small.ts";

const folder = newFolder("warning-policy");
const SETTINGS = [...MANY_EPISODES, "hours=30", "population.subscribers=3000"];

function runWith(policy: string, run: SmallRun = {}): Promise<Report> {
  return runSmall([...SETTINGS, `warnings.policy=${policy}`], run);
}

function example(name: string): string {
  return fileURLToPath(new URL(`../../examples/policies/${name}.mjs`, import.meta.url));
}

/** A module whose function `decide` is so. */
function moduleOf(name: string, decide: string): string {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(path, `export default { name: "${name}", decide: ${decide} };\n`);
  return path;
}

const COPY = `({ people, settings }) => {
  const warn = [];
  for (let at = 0; at < people.count; at++) {
    const level = people.exposure[at] >= settings.high ? 3 : people.exposure[at] >= settings.medium ? 2 : 1;
    const open = people.level[at];
    if (open > 0 ? level <= open : people.hoursSinceClosed[at] < settings.cooldownHours) continue;
    const person = people.person[at];
    warn.push({ person, channel: "message" }, { person, channel: "telephone" });
    if (level === 3) warn.push({ person, channel: "visit" });
  }
  return { warn };
}`;

describe("a warning policy from a module", () => {
  test("that does as the shipped one comes to the same digest, and is named with the hash of its file", async () => {
    const [shipped, own] = [await runWith("levels"), await runWith(moduleOf("copy", COPY))];
    expect(at(shipped, "warnings.pushed")).toBeGreaterThan(50);
    expect(own.digest).toBe(shipped.digest);
    expect([shipped.policy, own.policy]).toEqual([
      { name: "levels", sha256: null },
      { name: "copy", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
    ]);
  });

  test.each(["threshold", "greedy", "bandit"])(
    "decides alike for any number of workers, and each run begins anew: %s",
    async (name) => {
      const first = await runWith(example(name));
      const again = await runWith(example(name), { workers: 3 });
      expect(at(first, "warnings.pushed")).toBeGreaterThan(50);
      expect([again.digest, again.figures]).toEqual([first.digest, first.figures]);
    },
  );

  test("warns by the channels that it names alone, and may warn anybody", async () => {
    const letters = moduleOf(
      "letters",
      `({ hour }) => ({ warn: hour === 9 ? [5, 6].map((person) => ({ person, channel: "message" })) : [] })`,
    );
    const report = await runWith(letters);
    expect(at(report, "warnings.pushed")).toBe(2);
    expect(at(report, "warnings.byChannel.telephone.deliveries") ?? 0).toBe(0);
  });

  test.each([
    ["nothing", "() => undefined", /hour 0: answer: expected \{ warn/],
    ["promise", "async () => ({ warn: [] })", /hour 0: answer/],
    ["stranger", `({ hour }) => ({ warn: hour < 1 ? [] : [{ person: 3000, channel: "visit" }] })`, /warn\[0\]\.person/],
    ["pigeon", `({ hour }) => ({ warn: hour < 1 ? [] : [{ person: 1, channel: "pigeon" }] })`, /warn\[0\]\.channel/],
    [
      "negative",
      `({ hour }) => ({ warn: hour < 1 ? [] : [{ person: 1, channel: "visit", priority: NaN }] })`,
      /warn\[0\]\.priority/,
    ],
  ])("that answers wrongly is refused, with hour and field: %s", async (name, decide, message) => {
    await expect(runWith(moduleOf(name, decide))).rejects.toMatchObject({
      code: "config",
      exitCode: 2,
      message: expect.stringMatching(message) as string,
    });
  });

  test("that throws at work is named with its line", async () => {
    const path = moduleOf(
      "thrower",
      `({ hour }) => {\n  if (hour > 5) throw new Error("no luck");\n  return { warn: [] };\n}`,
    );
    const error: unknown = await runWith(path).catch((thrown: unknown) => blamedOnModule(thrown));
    expect(error).toMatchObject({
      code: "config",
      message: expect.stringMatching(/thrower.*no luck \(line 2\)/s) as string,
    });
  });
});
