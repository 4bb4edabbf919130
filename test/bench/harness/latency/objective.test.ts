import { describe, expect, test } from "vitest";
import { LatencyHistogram } from "../../../../bench/harness/latency/latency-histogram.ts";
import { parseObjective, readObjective } from "../../../../bench/harness/latency/objective.ts";
import { RingfenceError } from "../../../../src/core/errors.ts";

describe("an objective", () => {
  test.each([
    ["p99<20ms", 99, 20_000],
    ["p99.9 < 1.5 s", 99.9, 1_500_000],
    ["p50<250us", 50, 250],
    ["max<.5s", 100, 500_000],
  ])("%s is read", (written, percentile, limitUs) => {
    expect(parseObjective(written)).toMatchObject({ percentile, limitUs });
  });

  test.each([
    ["p98<20ms", '"p98" is none of p50, p90, p95, p99, p99.9, max'],
    ["p99>20ms", "it has no <"],
    ["p99<=20ms", "expected <, found <="],
    ["p99<ms", '"" is not a number above 0'],
    ["p99<0ms", '"0" is not a number above 0'],
    ["p99<1.2.3ms", '"1.2.3" is not a number above 0'],
    ["p99<20m", 'the unit "m" is none of us, ms, s'],
    ["", "it has no <"],
  ])("%s is refused, and the message says why", (written, why) => {
    const refused = () => parseObjective(written);
    expect(refused).toThrow(RingfenceError);
    expect(refused).toThrow(why);
    expect(refused).toThrow("p99<20ms");
  });

  test("reads its percentile, and for max the greatest", () => {
    const response = new LatencyHistogram();
    for (let ms = 1; ms <= 100; ms++) response.record(ms);
    expect(Math.round(readObjective(parseObjective("p90<1s"), response) / 1000)).toBe(90);
    expect(readObjective(parseObjective("max<1s"), response)).toBe(100_000);
  });
});
