import { describe, expect, test } from "vitest";
import { lognormal, poisson } from "../../src/core/distributions.ts";
import { RandomStream } from "../../src/core/random.ts";
import { type LossDifference, lossDifferences, MIN_GANGS_OF_LOSSES, sumLosses } from "../../src/metrics/loss-sum.ts";
import { sampleLoop } from "../report/sample-loop.ts";

const GANGS = 24;

describe("losses avoided", () => {
  test("are differences episode by episode, whichever arm has the episode", () => {
    const { episodes, noDefences } = sampleLoop();
    const differences = lossDifferences(episodes, noDefences!.episodes);
    expect(sumLosses(differences, 2).value).toBe(18_000);
    expect(differences.every(({ yuan }) => yuan !== 0)).toBe(true);
    expect(sumLosses(lossDifferences(noDefences!.episodes, episodes), 2).value).toBe(-18_000);
  });

  test("have no interval where nothing differs, one amount does, or gangs are too few for all typologies", () => {
    const none = { low: null, high: null };
    expect(sumLosses([], GANGS)).toEqual({ value: 0, ...none });
    expect(sumLosses([{ gang: 1, yuan: 5 }], GANGS)).toEqual({ value: 5, ...none });
    const spread = Array.from({ length: 60 }, (_, i) => ({ gang: i % 13, yuan: 1000 + i }));
    const { value } = sumLosses(spread, MIN_GANGS_OF_LOSSES - 1);
    expect(sumLosses(spread, MIN_GANGS_OF_LOSSES - 1)).toEqual({ value, ...none });
    expect(sumLosses(spread, MIN_GANGS_OF_LOSSES).low!).toBeLessThan(value);
  });

  test("keep their interval where a single one was caused", () => {
    const avoided = Array.from({ length: 60 }, (_, i) => ({ gang: i % GANGS, yuan: 2000 + 500 * (i % 7) }));
    const before = sumLosses(avoided, GANGS);
    const after = sumLosses([...avoided, { gang: 7, yuan: -2500 }], GANGS);
    expect(after.value).toBe(before.value - 2500);
    expect(after.low! / before.low!).toBeGreaterThan(0.8);
    expect(after.low! / before.low!).toBeLessThan(1.2);
  });

  test("reach below 0 where about as much was caused as avoided", () => {
    const both = Array.from({ length: 40 }, (_, i) => ({ gang: i % GANGS, yuan: i % 2 === 0 ? 1000 : -950 }));
    const { value, low, high } = sumLosses(both, GANGS);
    expect(value).toBe(1000);
    expect(low!).toBeLessThan(0);
    expect(high!).toBeGreaterThan(value);
  });

  test("have an interval that holds the truth about as often as it says, though few losses are most of the sum", () => {
    const worlds = 500;
    const [perGang, median, sigma] = [4, 5000, 1.4];
    const [counts, sizes] = [new RandomStream(1, "loss-counts"), new RandomStream(1, "loss-sizes")];
    const truth = GANGS * perGang * median * Math.exp((sigma * sigma) / 2);
    let [held, above] = [0, 0];
    for (let world = 0; world < worlds; world++) {
      const losses: LossDifference[] = [];
      for (let gang = 0; gang < GANGS; gang++) {
        const count = poisson(counts, world, gang, perGang);
        for (let loss = 0; loss < count; loss++) {
          const words = sizes.draw(world, gang * 1000 + loss);
          losses.push({ gang, yuan: lognormal(words[0]!, words[1]!, median, sigma) });
        }
      }
      const { low, high } = sumLosses(losses, GANGS);
      if (low! <= truth && truth <= high!) held++;
      else if (low! > truth) above++;
    }
    expect(held / worlds).toBeGreaterThan(0.92);
    expect(held / worlds).toBeLessThan(0.98);
    expect(above / worlds).toBeLessThan(0.04);
  });
});
