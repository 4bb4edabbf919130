import { describe, expect, test } from "vitest";
import { ENACTED, LATE, OPERATORS, REFUSED, STORES } from "../../../src/record/operator.ts";
import { findLapse } from "../../../src/respond/operators/lapse.ts";
import { NoticeDesk } from "../../../src/respond/operators/notice-desk.ts";
import { LONG_AGO, RecentListings } from "../../../src/respond/operators/recent-listings.ts";
import { Recipients } from "../../../src/respond/operators/recipients.ts";
import type { Scenario } from "../../../src/scenario/schema.ts";

const PROMPT: Scenario["operators"] = {
  largest: { enactHours: 0, compliance: 1 },
  second: { enactHours: 0, compliance: 1 },
  third: { enactHours: 0, compliance: 1 },
  stores: { enactHours: 0, compliance: 1 },
  outgoing: { people: 20, cutShare: 0 },
};

const MARKET = { customers: { largest: 0.6, second: 0.3, third: 0.1 }, delaySigma: 0 };

/** The largest enacts at once, the second after four hours, the third never. */
const VARIED: Scenario["operators"] = {
  ...PROMPT,
  second: { enactHours: 4, compliance: 1 },
  third: { enactHours: 0, compliance: 0 },
};

const NUMBERS = Float64Array.of(13_000_000_001, 13_000_000_002);
const [LISTED] = NUMBERS;
const noApp = (): boolean => false;

describe("recipients of notices", () => {
  test("are asked of nothing where all enact every notice at once, and of something as soon as one does not", () => {
    expect(NoticeDesk.of(PROMPT, 1)).toBeNull();
    expect(NoticeDesk.of({ ...PROMPT, stores: { enactHours: 1, compliance: 1 } }, 1)).not.toBeNull();
    expect(NoticeDesk.of({ ...PROMPT, third: { enactHours: 0, compliance: 0.9 } }, 1)).not.toBeNull();
  });

  test("share out subscribers by their weights, each to the same operator however often one asks", () => {
    const recipients = new Recipients(PROMPT, 7, MARKET);
    const counts = OPERATORS.map(() => 0);
    for (let subscriber = 0; subscriber < 20_000; subscriber++) counts[recipients.operatorOf(subscriber)]!++;
    for (const [operator, share] of [0.6, 0.3, 0.1].entries()) {
      expect(Math.abs(counts[operator]! / 20_000 - share)).toBeLessThan(0.02);
    }
    const again = Array.from({ length: 50 }, (_, subscriber) => recipients.operatorOf(49 - subscriber)).toReversed();
    expect(Array.from({ length: 50 }, (_, subscriber) => recipients.operatorOf(subscriber))).toEqual(again);
  });

  test("enact the share of notices that they comply with, with the median delay that is asked", () => {
    const half = { enactHours: 10, compliance: 0.5 };
    const recipients = new Recipients({ ...PROMPT, second: half }, 3);
    const delays = Array.from({ length: 4000 }, (_, i) => recipients.delayOf(13_000_000_000 + i, 1));
    const enacted = delays.filter((delay) => delay >= 0).sort((a, b) => a - b);
    expect(Math.abs(enacted.length / 4000 - 0.5)).toBeLessThan(0.04);
    expect(enacted[enacted.length >> 1]).toBeGreaterThanOrEqual(9);
    expect(enacted[enacted.length >> 1]).toBeLessThanOrEqual(11);
  });
});

describe("the notice desk", () => {
  test("shows workers a listing until the last operator has enacted it", () => {
    const desk = new NoticeDesk(new Recipients(VARIED, 1, MARKET));
    const seen: number[] = [];
    for (let tick = 1; tick <= 9; tick++) {
      desk.send(tick === 2 ? NUMBERS : new Float64Array(0), tick, noApp);
      seen.push(RecentListings.attach(desk.seal(tick)).listedAt(LISTED!));
    }
    // From the listing in tick 2 to the second operator's enactment in tick 6.
    expect(seen).toEqual([LONG_AGO, 2, 2, 2, 2, 2, LONG_AGO, LONG_AGO, LONG_AGO]);
  });

  test("counts notices, those enacted by then, and the median delay of those that ever are", () => {
    const desk = new NoticeDesk(new Recipients(VARIED, 1, MARKET));
    desk.send(NUMBERS, 2, noApp);
    expect(desk.counts(5).map(({ notices, enacted }) => [notices, enacted])).toEqual([
      [2, 2],
      [2, 0],
      [2, 0],
      [0, 0],
    ]);
    expect(desk.counts(6).map(({ enacted, medianDelayHours }) => [enacted, medianDelayHours])).toEqual([
      [2, 0],
      [2, 4],
      [0, null],
      [0, null],
    ]);
  });

  test("refuses a listed site to customers of operators that have enacted it, and an app by the stores alone", () => {
    const recipients = new Recipients({ ...VARIED, stores: { enactHours: 3, compliance: 1 } }, 1, MARKET);
    const customers = OPERATORS.map((_, operator) => {
      let subscriber = 0;
      while (recipients.operatorOf(subscriber) !== operator) subscriber++;
      return subscriber;
    });
    const [site, app] = [8e15 + 1, 8e15 + 2];
    const desk = new NoticeDesk(recipients);
    desk.send(Float64Array.of(site, app), 10, (key) => key === app);
    const sites = (tick: number): boolean[] => customers.map((who) => desk.blocksHost(site, false, who, tick));
    const apps = (tick: number): boolean[] => customers.map((who) => desk.blocksHost(app, true, who, tick));
    expect([sites(10), sites(14)]).toEqual([
      [true, false, false],
      [true, true, false],
    ]);
    expect([apps(12), apps(13)]).toEqual([
      [false, false, false],
      [true, true, true],
    ]);
    expect(desk.counts(14).map(({ passed }) => passed)).toEqual([0, 1, 2, 3]);
    expect(desk.counts(14)[STORES]!.notices).toBe(1);
  });
});

test("a listing lapses by the hours since it, for ever where the recipient never enacts it, and not once it is old", () => {
  const recipients = new Recipients(VARIED, 1, MARKET);
  const lapses = (operator: number, listedAt: number): number => findLapse(recipients, LISTED!, operator, listedAt, 12);
  expect([lapses(0, 12), lapses(1, 12), lapses(1, 9), lapses(1, 8), lapses(1, LONG_AGO)]).toEqual([
    ENACTED,
    LATE,
    LATE + 3,
    ENACTED,
    ENACTED,
  ]);
  expect([lapses(2, 12), lapses(2, LONG_AGO)]).toEqual([REFUSED, REFUSED]);
});

test("recent listings are found among any number of keys, and none that is not there", () => {
  const table = RecentListings.create();
  for (const count of [0, 1, 255, 1000, 3]) {
    const keys = Float64Array.from({ length: count }, (_, i) => ((i * 7919) % 10_007) * 2);
    table.hold(keys, (key) => key / 2);
    const attached = RecentListings.attach(structuredClone(table.handle));
    for (const key of keys) expect(attached.listedAt(key)).toBe(key / 2);
    expect([attached.listedAt(1), attached.listedAt(20_015)]).toEqual([LONG_AGO, LONG_AGO]);
  }
});
