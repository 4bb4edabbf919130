import { expect, test } from "vitest";
import { DAY_MS, WEEK_MS } from "../../src/core/time.ts";
import { type CardArm, pairWeeks } from "../../src/metrics/card-weeks.ts";

/** Two weeks and a day, with one gang; `price` rises by one a day. */
function arm(price: number, lossYuan: number): CardArm {
  const days = Array.from({ length: 15 }, (_, day) => ({
    priceYuan: price + day,
    bidYuan: 2 * price,
    dealers: 3,
    opened: 5,
    sold: 7,
  }));
  const weeks = [0, 1].map((week) => ({ contacts: Float64Array.of(10 + week), earnedYuan: Float64Array.of(1) }));
  // Begins on the last moment of the first week, and ends on the first of the second.
  const episodes = [{ gang: 0, engagedMs: WEEK_MS - 1, endMs: WEEK_MS, lossYuan }];
  // One that begins after the last whole week counts in none.
  episodes.push({ gang: 0, engagedMs: 2 * WEEK_MS, endMs: 2 * WEEK_MS + DAY_MS, lossYuan: 1000 });
  return { episodes, cards: { days, weeks } } as unknown as CardArm;
}

test("weeks have means of days for prices, sums for trade, and each episode where it begins and ends", () => {
  const [first, second, ...rest] = pairWeeks(arm(10, 40), arm(20, 90), 15 * 24);
  expect(rest).toEqual([]);
  expect(first).toMatchObject({
    week: 0,
    with: { priceYuan: 13, bidYuan: 20, dealers: 3, opened: 35, sold: 49, contacts: 10, episodes: 1, lossYuan: 0 },
    without: { priceYuan: 23 },
  });
  expect(second).toMatchObject({
    with: { priceYuan: 20, contacts: 11, episodes: 0, lossYuan: 40 },
    without: { lossYuan: 90 },
  });
  expect(second!.difference!.lossYuan.value).toBe(-50);
  expect(pairWeeks(arm(10, 40), null, 13 * 24).map(({ without, difference }) => [without, difference])).toEqual([
    [null, null],
  ]);
});
