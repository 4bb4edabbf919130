/** The crackdown begun while a run goes on, beside the same run whose scenario says so from the start. */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import type { CrackdownSwitch, Observer } from "../../src/engine/observer.ts";
import { simulate } from "../../src/engine/simulation.ts";
import { digestRun } from "../../src/report/sections/run/make.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { warmPool } from "./warm-pool.ts";

const WORLD = [
  ...["rich-world.txt", "card-world.txt"].flatMap((file) =>
    readFileSync(new URL(`../scenario/${file}`, import.meta.url), "utf8")
      .trim()
      .split("\n"),
  ),
  "hours=168",
  "crackdown.enabled=false",
];
/** The hour that is settled when something is begun. */
const AT = 40;

/** The digest of a run in which something is begun once an hour is settled, and what it came to. */
async function run(settings: readonly string[], begin: (crackdown: CrackdownSwitch) => void = () => {}) {
  let crackdown: CrackdownSwitch | null = null;
  const observer: Observer = {
    onTally: () => {},
    onSettled: (tick) => {
      if (tick === AT) begin(crackdown!);
      return Promise.resolve();
    },
    onConcluded: () => {},
  };
  const result = await simulate({
    scenario: loadScenario("smoke", [...WORLD, ...settings]),
    seed: 1,
    workers: 1,
    pool: warmPool(1),
    observer,
    onPrepared: (prepared) => (crackdown = prepared),
  });
  return { digest: digestRun(result.tally, result), cards: result.cards };
}

describe("a run that goes on", () => {
  let plain = "";
  beforeAll(async () => {
    plain = (await run([])).digest;
  });

  test("with the crackdown begun comes to what it comes to with that hour in its scenario", async () => {
    let from = 0;
    const begun = await run([], (crackdown) => crackdown.beginCrackdown((from = crackdown.earliestHour)));
    expect(from).toBe(AT + 2);
    expect(begun).toEqual(await run(["crackdown.enabled=true", `crackdown.fromHour=${from}`]));
    expect(begun.digest).not.toBe(plain);
    expect(begun.cards!.crackdown.leads).toBeGreaterThan(0);
  });

  test("does not go back to an hour that has passed", async () => {
    await expect(run([], (crackdown) => crackdown.beginCrackdown(AT + 1))).rejects.toThrow("has passed");
  });
});
