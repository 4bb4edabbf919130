import { expect, test } from "vitest";
import { RandomStream } from "../../../src/core/random.ts";
import { decorationLevel } from "../../../src/world/traffic/benign-calls.ts";

test.each([
  [true, 0.15],
  [false, 0.02],
])("benign messages look as gangs write as often as it says, of marketing: %s", (isMarketing, share) => {
  const draws = new RandomStream(1, "traffic");
  const count = 40_000;
  const levels = Array.from({ length: count }, (_, at) => decorationLevel(isMarketing, draws.draw(at, 0)));
  const decorated = levels.filter((level) => level > 0);
  expect(Math.abs(decorated.length / count - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / count));
  expect(new Set(decorated)).toEqual(new Set([2, 3]));
  const fancy = decorated.filter((level) => level === 3).length / decorated.length;
  expect(Math.abs(fancy - 0.4)).toBeLessThan(4 * Math.sqrt(0.24 / decorated.length));
});
