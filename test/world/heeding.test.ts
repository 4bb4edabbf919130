import { describe, expect, test } from "vitest";
import { HOURS_PER_DAY, HOUR_MS } from "../../src/core/time.ts";
import type { Delivery, DeliveryChannel } from "../../src/event/warning.ts";
import { THREE_STEPS, campaign, firstContacts, runCourse, testScenario } from "./episodes.ts";

const COUNT = 3000;
const of = campaign(2, THREE_STEPS);
/** Long after the false alarms below; nobody is beyond the second step by the time of the warnings. */
const ENGAGED_HOUR = 100;
const WARNED_MS = (ENGAGED_HOUR + 1) * HOUR_MS;
const scenario = testScenario({ episodes: { sawThrough: 0 } });
const firsts = firstContacts(of, COUNT).map((first) => ({ ...first, timeMs: first.timeMs + ENGAGED_HOUR * HOUR_MS }));

function deliveriesBy(channel: DeliveryChannel, talks = 1, warning = 0, timeMs = WARNED_MS): Delivery[] {
  return Array.from({ length: talks }, (_, talk) =>
    Array.from({ length: COUNT }, (__, subscriber) => ({
      warning: warning * COUNT + subscriber,
      subscriber,
      channel,
      ordinal: talk + 1,
      timeMs: timeMs + talk * 1000,
    })),
  ).flat();
}

/** Who heeds, by target. */
function heeded(deliveries: readonly Delivery[], settings = scenario, hoursAfter = 1): Set<number> {
  const hours = ENGAGED_HOUR + 1 + hoursAfter;
  const { episodeTable, records } = runCourse({ scenario: settings, firsts, deliveries, hours });
  expect(episodeTable.open + records.length).toBe(COUNT);
  return new Set(records.filter(({ outcome }) => outcome === "heeded").map(({ target }) => target));
}

describe("a warning", () => {
  test("is heeded by a share that grows with the strength of its delivery, and always by the same people", () => {
    const { message, firstTalk, secondTalk, laterTalk, visit } = scenario.heeding;
    const ways = [
      { share: message, who: heeded(deliveriesBy("message")) },
      { share: firstTalk, who: heeded(deliveriesBy("telephone")) },
      { share: secondTalk, who: heeded(deliveriesBy("telephone", 2)) },
      { share: laterTalk, who: heeded(deliveriesBy("telephone", 3)) },
      { share: laterTalk, who: heeded(deliveriesBy("telephone", 4)) },
      { share: visit, who: heeded(deliveriesBy("visit")) },
    ];
    let weaker = new Set<number>();
    for (const { share, who } of ways) {
      expect(Math.abs(who.size / COUNT - share)).toBeLessThan(0.03);
      expect([...weaker].filter((target) => !who.has(target))).toEqual([]);
      weaker = who;
    }
  });

  test("in a weaker way adds nothing to a stronger one", () => {
    const visit = heeded(deliveriesBy("visit"));
    expect(heeded([...deliveriesBy("visit"), ...deliveriesBy("message", 1, 1, WARNED_MS + 60_000)])).toEqual(visit);
  });

  test("is heeded by the strongest way in which it arrived, also where only a message comes once a false alarm is forgotten", () => {
    // Forgotten two hours after the visit, which nobody heeds before.
    const falseAlarmDays = (ENGAGED_HOUR + 3 - 1) / HOURS_PER_DAY;
    const wary = testScenario({
      heeding: { falseAlarmDays, falseAlarmFactor: 0 },
      // Slow: nobody has lost anything by then.
      episodes: { sawThrough: 0, hoursFactor: 100 },
    });
    const visited = [...falseAlarms(1), ...deliveriesBy("visit", 1, 1)];
    const laterMs = WARNED_MS + 3 * HOUR_MS;
    const messaged = deliveriesBy("message", 1, 1, laterMs);
    expect(heeded(visited, wary, 4)).toEqual(new Set());
    const { message, visit } = wary.heeding;
    expect(Math.abs(heeded([...visited, ...messaged], wary, 4).size / COUNT - visit)).toBeLessThan(0.01);
    expect(Math.abs(heeded([...falseAlarms(1), ...messaged], wary, 4).size / COUNT - message)).toBeLessThan(0.03);
  });

  test("ends the episode of who heeds it, and no earlier than it came", () => {
    const { records, heard, complaints } = runCourse({
      scenario,
      firsts: firsts.slice(0, 500),
      deliveries: deliveriesBy("telephone").slice(0, 500),
      hours: 1000,
    });
    const kept = records.filter(({ outcome }) => outcome === "heeded");
    expect(kept).toHaveLength(heard.filter(Boolean).length);
    for (const { endMs, deadlineMs, lossYuan } of kept) {
      expect([endMs, lossYuan]).toEqual([WARNED_MS, 0]);
      expect(deadlineMs).toBeGreaterThan(endMs);
    }
    const lost = records.length - kept.length;
    expect(Math.abs(complaints.length - 0.5 * kept.length - 0.7 * lost)).toBeLessThan(45);
  });

  test("is heeded by nobody where the scenario says so", () => {
    const heeding = { message: 0, firstTalk: 0, secondTalk: 0, laterTalk: 0, visit: 0 };
    const deaf = testScenario({ heeding, episodes: { sawThrough: 0 } });
    expect(heeded([...deliveriesBy("telephone", 4), ...deliveriesBy("visit", 2, 1, WARNED_MS + 60_000)], deaf)).toEqual(
      new Set(),
    );
  });
});

describe("a false alarm", () => {
  test("is what somebody in no episode hears: nothing to fear", () => {
    const { heard } = runCourse({ scenario, firsts: [], deliveries: falseAlarms(1), hours: 3 });
    expect(heard).toEqual(Array.from({ length: COUNT }, () => true));
  });

  test("lowers the share who heed later warnings, each by its factor", () => {
    const { firstTalk, falseAlarmFactor: factor } = scenario.heeding;
    expect(Math.abs(shareAfter(falseAlarms(1)) - firstTalk * factor)).toBeLessThan(0.03);
    expect(Math.abs(shareAfter(falseAlarms(2)) - firstTalk * factor * factor)).toBeLessThan(0.03);
    expect(shareAfter(falseAlarms(4))).toBeLessThan(shareAfter(falseAlarms(2)));
    expect(shareAfter(falseAlarms(8))).toBeLessThan(shareAfter(falseAlarms(4)));
  });

  test("counts once however often its warning is delivered", () => {
    const thrice = [1, 2, 3].flatMap((hour) => deliveriesBy("telephone", 1, 0, hour * HOUR_MS));
    expect(shareAfter(thrice)).toBe(shareAfter(falseAlarms(1)));
  });

  test("is no warning that was right when first heard, though it is repeated once its episode is over", () => {
    const believers = testScenario({ heeding: { message: 1 }, episodes: { sawThrough: 0 } });
    const earlier = firstContacts(campaign(9, THREE_STEPS), COUNT);
    const { records } = runCourse({
      scenario: believers,
      firsts: [...earlier, ...firsts],
      deliveries: [
        ...deliveriesBy("message", 1, 0, HOUR_MS),
        ...deliveriesBy("telephone", 1, 0, 2 * HOUR_MS),
        ...deliveriesBy("telephone", 1, 1),
      ],
      hours: ENGAGED_HOUR + 2,
    });
    expect(records.filter(({ gang, outcome }) => gang === 9 && outcome === "heeded")).toHaveLength(COUNT);
    expect(records.filter(({ gang }) => gang === of.gang).length / COUNT).toBe(shareAfter([]));
  });

  test("is forgotten in time", () => {
    const falseAlarmDays = (ENGAGED_HOUR - 10) / HOURS_PER_DAY;
    const forgetful = testScenario({ heeding: { falseAlarmDays }, episodes: { sawThrough: 0 } });
    expect(shareAfter(falseAlarms(4), forgetful)).toBe(shareAfter([]));
  });
});

function falseAlarms(count: number): Delivery[] {
  return Array.from({ length: count }, (_, i) => deliveriesBy("message", 1, i, (i + 1) * HOUR_MS)).flat();
}

/** Share who heed one talk after earlier deliveries. */
function shareAfter(earlier: readonly Delivery[], settings = scenario): number {
  return heeded([...earlier, ...deliveriesBy("telephone", 1, 99)], settings).size / COUNT;
}
