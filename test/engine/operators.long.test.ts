/** That operators act late has teeth: by effects that are stated. */
import { beforeAll, describe, expect, test } from "vitest";
import type { Report } from "../../src/report/schema.ts";
import { MANY_EPISODES, runSmall } from "./run-small.ts";

/** Much is listed, and what is listed is blocked for that alone. */
const LISTED = [
  ...MANY_EPISODES,
  "complaints.messageShare=0.1",
  "complaints.callShare=0.2",
  "complaints.delayHours=0.5",
  "investigations.casesPerHour=200",
  "investigations.hostComplaints=4",
  "investigations.appComplaints=3",
  "gangs.lineLifeDays=3",
];

function delayed(hours: number): Promise<Report> {
  return runSmall([...LISTED, `operators.delayHours=${hours}`]);
}

/** Calls and messages. */
function blocked({ fraud: { intercepted } }: Report): number {
  return intercepted.calls + intercepted.messages;
}

function flagged({ fraud }: Report): number {
  return fraud.flagged.calls + fraud.flagged.messages;
}

describe("operators", () => {
  let prompt: Report;
  beforeAll(async () => {
    prompt = await runSmall(LISTED);
  });

  test("block the less, the later they act, and flag what they let pass", async () => {
    const [short, long] = [await delayed(2), await delayed(12)];
    expect(blocked(short)).toBeLessThan(blocked(prompt));
    expect(blocked(long)).toBeLessThan(0.95 * blocked(short));
    expect(flagged(await delayed(12))).toBeGreaterThan(2 * flagged(prompt));
  });

  test("that act after the run refuse the sites alone that were listed before it", async () => {
    const run = await delayed(2000);
    expect(run.episodes.siteBlocked).toBeLessThan(0.5 * prompt.episodes.siteBlocked);
    expect(run.fraud.intercepted.apps).toBe(0);
    expect(prompt.fraud.intercepted.apps).toBeGreaterThan(0);
  });
});
