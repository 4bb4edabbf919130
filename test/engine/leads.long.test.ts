import { expect, test } from "vitest";
import { isLead } from "../../src/world/gangs/lead.ts";
import { MANY_EPISODES, runArms } from "./run-small.ts";

const SETTINGS = [...MANY_EPISODES, "hours=168", "warnings.enabled=false"];

test("victims are taken in again by gangs that bought them, the same for any number of workers", async () => {
  const runs = await Promise.all([1, 2].map((workers) => runArms(SETTINGS, { workers, batchEvents: 999 + workers })));
  const [one, two] = runs.map(({ main }) => main.episodes);
  const again = one!.filter(({ target }) => isLead(target));
  expect(again.length).toBeGreaterThan(10);
  const lost = one!.filter(({ outcome }) => outcome === "lost");
  for (const { subscriber, engagedMs } of again) {
    expect(lost.some((first) => first.subscriber === subscriber && first.endMs < engagedMs)).toBe(true);
  }
  expect(two).toEqual(one);
});
