import { expect, test } from "vitest";
import type { Report } from "../../src/report/schema.ts";
import { MANY_EPISODES, runSmall } from "./run-small.ts";

/** Enough agents and teams for all: what denial costs is not capacity. */
const WORLD = [...MANY_EPISODES, "hours=96", "dissuasion.agents=20", "dissuasion.visitTeams=20"];
const SEEDS = [101, 102, 103, 104];

/** Kept of effective, over all seeds. */
async function success(victimDenies: number): Promise<number> {
  const funnels: Report["warnings"][] = [];
  for (const seed of SEEDS) {
    funnels.push((await runSmall([...WORLD, `replies.victimDenies=${victimDenies}`], { seed })).warnings);
  }
  const sum = (name: "kept" | "effective"): number => funnels.reduce((total, each) => total + each[name], 0);
  expect(sum("effective")).toBeGreaterThan(1500);
  return sum("kept") / sum("effective");
}

// In platform-2020 it falls by 5.3 to 6.1 points (docs/results.md); worlds as small as these, by 5.0 on these seeds.
test("success falls by some five points where nearly all victims deny, beside where few do", async () => {
  const [few, many] = [await success(0.02), await success(0.97)];
  expect(few - many).toBeGreaterThan(0.045);
}, 300_000);
