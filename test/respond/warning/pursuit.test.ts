import { describe, expect, test } from "vitest";
import { HOUR_MS } from "../../../src/core/time.ts";
import type { SpokenReply } from "../../../src/record/warning.ts";
import { type Script, centreAmong, noteNow } from "./centre-for-tests.ts";
import type { Scenario } from "../../../src/scenario/schema.ts";

/** Nobody reads; one thing at a time is switched on. */
const BARE: Partial<Scenario["dissuasion"]> = {
  visitFrom: "high",
  callAttempts: 6,
  patience: 12,
  recallHours: 1,
  denialsBelieved: 100,
  visitAfter: 0,
  familyAfter: 0,
  suspendAfter: 0,
  visitTalks: 1,
};

function saying(...replies: SpokenReply[]): Script {
  let said = 0;
  return { readsMessage: () => null, says: () => replies[Math.min(said++, replies.length - 1)]! };
}

function follow(script: Script, dissuasion: Partial<Scenario["dissuasion"]>, exposure = 1) {
  const { centre, people } = centreAmong(script, { dissuasion: { ...BARE, ...dissuasion } });
  noteNow(centre, 1, { 1: exposure });
  centre.dissuasion.advance(80 * HOUR_MS);
  const [record] = centre.records();
  const count = (what: string): number => people.log.filter((line) => line.startsWith(what)).length;
  return { record: record!, count, log: people.log };
}

test("a denial is believed once it was said as often as the scenario asks, refusals not counted", () => {
  for (const denialsBelieved of [1, 2, 3]) {
    const { record, count } = follow(saying("refusal", "denial"), { denialsBelieved });
    expect(record.closedBecause).toBe("denied");
    expect(count("call 1")).toBe(denialsBelieved + 1);
    expect(record.replies).toEqual({ agreement: 0, denial: denialsBelieved, refusal: 1 });
  }
});

test("a denial is not believed at high risk, where the platform goes on until every way is used up", () => {
  const { record } = follow(saying("denial"), { denialsBelieved: 1, believedBelow: "high" }, 3);
  expect(record.closedBecause).toBe("exhausted");
  expect(follow(saying("denial"), { denialsBelieved: 1, believedBelow: "never" }, 3).record.closedBecause).toBe(
    "denied",
  );
});

describe("talks in vain", () => {
  test("are followed by a visit after as many as the scenario says, whatever the level, unless nobody is visited", () => {
    const firstVisit = (visitAfter: number, reply: SpokenReply) => {
      const { log } = follow(saying(reply), { visitAfter });
      return log
        .slice(
          0,
          log.findIndex((line) => line.startsWith("visit")),
        )
        .filter((line) => line.startsWith("call"));
    };
    for (const reply of ["denial", "refusal"] as const) {
      expect([1, 2, 3].map((after) => firstVisit(after, reply).length)).toEqual([1, 2, 3]);
    }
    expect(follow(saying("refusal"), { visitAfter: 1, visitFrom: "never" }).count("visit")).toBe(0);
  });

  test("let an agent call a relative once, who passes it on, and whom nobody has who has none", () => {
    const script = { ...saying("denial"), hasFamily: () => true };
    const { log, count, record } = follow(script, { familyAfter: 2 });
    expect([count("call to family"), count("family 1")]).toEqual([1, 1]);
    expect(log.indexOf(log.find((line) => line.startsWith("call to family"))!)).toBeGreaterThan(2);
    expect(record.calls).toBe(count("call") - count("call to family"));
    expect(follow(saying("denial"), { familyAfter: 2 }).count("call to family")).toBe(0);
    expect(follow(script, { familyAfter: 0 }).count("call to family")).toBe(0);
  });

  test("suspend the line once, for two days", () => {
    const { log } = follow(saying("refusal"), { suspendAfter: 2 });
    expect(log.filter((line) => line.startsWith("suspend"))).toEqual([expect.stringMatching(/^suspend 1 for 48 h/)]);
    expect(follow(saying("refusal"), { suspendAfter: 0 }).count("suspend")).toBe(0);
  });

  test("are called again after a longer while than a call that met nobody", () => {
    const minutes = ({ log }: ReturnType<typeof follow>): number[] =>
      log.filter((line) => line.startsWith("call")).map((line) => Number(line.split(" at ")[1]));
    const [first, second] = minutes(follow(saying("denial"), { recallHours: 5, talkMinutes: 10 }));
    expect(second! - first!).toBe(5 * 60 + 10);
  });
});

test("where the world says anything but words, the centre stops", () => {
  for (const leak of [true, { persuaded: true }, "inNoEpisode"]) {
    const { centre } = centreAmong({ readsMessage: () => null, says: () => leak as never });
    noteNow(centre, 1, { 1: 1 });
    expect(() => centre.dissuasion.advance(20 * HOUR_MS)).toThrow("in words");
  }
});
