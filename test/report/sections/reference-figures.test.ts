import { describe, expect, test } from "vitest";
import { poisson } from "../../../src/core/distributions.ts";
import { RandomStream } from "../../../src/core/random.ts";
import type { LoopInput } from "../../../src/metrics/loop-input.ts";
import { sumOverGangs } from "../../../src/metrics/gang-sum.ts";
import { reported } from "../../../src/report/sections/reported.ts";
import { figuresOf } from "../figures.ts";
import { emptyLoop, sampleLoop } from "../sample-loop.ts";
import { sampleEvents, sampleInput } from "../sample-report.ts";

const foundIn = (loop: LoopInput, events = sampleEvents()) => figuresOf(reported, { ...sampleInput(events), loop });

describe("the reference figures", () => {
  test("count apps with domains, as the reported figure does", () => {
    const loop = sampleLoop();
    const refusedApps = Uint32Array.of(3, 0, 2);
    const sites = [loop, { ...loop, blocking: { ...loop.blocking, refusedApps } }].map(
      (each) => foundIn(each)["reference.blockedDomains.simulated"]!.value,
    );
    expect(sites).toEqual([2, 7]);
  });

  test("simulate nothing that is a constant: every one of them changes with its input", () => {
    const before = foundIn(sampleLoop());
    const [first, ...others] = sampleLoop().episodes;
    // The one person kept by the first gang loses 1,234 yuan after all, and half of the fraud is gone.
    const loop = { ...sampleLoop(), episodes: [{ ...first!, outcome: "lost" as const, lossYuan: 1234 }, ...others] };
    const after = foundIn(
      { ...loop, deliveries: loop.deliveries.filter(({ warning }) => warning !== 6) },
      sampleEvents().filter(({ fraud, idLow, obfuscation }) => fraud === 0 || (idLow % 2 === 0 && obfuscation === 0)),
    );
    for (const [name, { value }] of Object.entries(before)) {
      const isOfRun = /simulated|ratio/.test(name);
      expect([name, after[name]!.value === value]).toEqual([name, !isOfRun]);
    }
  });

  test("are null where nothing was simulated, and have no interval where all gangs come to nothing", () => {
    const found = foundIn(emptyLoop(), []);
    for (const id of ["lossAvoidedYuan", "success"]) {
      expect(found[`reference.${id}.simulated`]).not.toHaveProperty("low");
      expect([found[`reference.${id}.simulated`]!.value, found[`reference.${id}.ratio`]!.value]).toEqual([null, null]);
    }
    expect([found["reference.kept.simulated"], found["reference.kept.ratio"]]).toEqual([{ value: 0 }, { value: 0 }]);
  });

  test("have no ratio but that of success where the scale is for other hours, and all else as before", () => {
    const [usual, other] = [foundIn(sampleLoop()), foundIn({ ...sampleLoop(), referenceHours: 720 })];
    for (const [name, found] of Object.entries(usual)) {
      const isRatio = name.endsWith(".ratio") && !name.includes("success");
      expect([name, other[name]]).toEqual([name, isRatio ? { value: null } : found]);
    }
  });
});

describe("a sum over gangs", () => {
  test("has the interval worked by hand, as many times below as above", () => {
    // Deviations -2, 0, 2: 3 / 2 * 8 = 12; t of two degrees.
    const factor = Math.exp((4.3027 * Math.sqrt(12)) / 36);
    expect(sumOverGangs([10, 12, 14])).toEqual({
      value: 36,
      low: expect.closeTo(36 / factor, 9),
      high: expect.closeTo(36 * factor, 9),
    });
  });

  test("is never below 0, and has no interval of one gang or of nothing", () => {
    expect(sumOverGangs([0, 0, 9]).low).toBeGreaterThan(0);
    for (const parts of [[5], [0, 0, 0], []]) expect(sumOverGangs(parts)).toMatchObject({ low: null, high: null });
  });

  test("holds the expected sum of gangs drawn anew about as often as it says", () => {
    const stream = new RandomStream(1, "test-gangs");
    const [gangs, worlds, mean] = [25, 400, 40];
    let held = 0;
    for (let world = 0; world < worlds; world++) {
      const parts = Array.from({ length: gangs }, (_, gang) => poisson(stream, world, gang, mean));
      const { low, high } = sumOverGangs(parts);
      if (low! <= gangs * mean && gangs * mean <= high!) held++;
    }
    expect(held / worlds).toBeGreaterThan(0.91);
    expect(held / worlds).toBeLessThan(0.99);
  });
});
