import { expect, test } from "vitest";
import { unitsOf } from "../../../src/core/units.ts";
import { FORGOTTEN, HostMemory } from "../../../src/detect/lookalike/host-memory.ts";
import { forgedNames } from "../../event/forged-keys.ts";

test("names of one key are remembered apart, and none is found by way of the others", () => {
  const memory = new HostMemory();
  // As many as it holds of that length.
  const names = forgedNames().slice(0, 800).map(unitsOf);
  for (const [at, name] of names.entries()) memory.keep(name, 0, name.length, at);
  let reads = 0;
  for (const [at, name] of names.entries()) {
    const counted = new Proxy(name, {
      get(units, unit): unknown {
        reads++;
        return units[Number(unit)];
      },
    });
    expect(memory.recall(counted, 0, name.length)).toBe(at);
  }
  // To hash a name and to compare it reads it twice; the rest is chance.
  expect(reads).toBeLessThan(names.length * names[0]!.length * 3);
  expect(memory.recall(unitsOf("another.top"), 0, 11)).toBe(FORGOTTEN);
});
