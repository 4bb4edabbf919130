import { describe, expect, test } from "vitest";
import { poisson } from "../../../src/core/distributions.ts";
import { RandomStream } from "../../../src/core/random.ts";
import { sumOverGangs } from "../../../src/metrics/gang-sum.ts";
import type { LoopInput } from "../../../src/metrics/loop-input.ts";
import { referenceRows } from "../../../src/report/sections/reference/make.ts";
import { traceWarnings } from "../../../src/metrics/traced-warning.ts";
import { emptyLoop, sampleLoop } from "../sample-loop.ts";
import { sampleEvents, sampleInput } from "../sample-report.ts";

function rowsOf(loop: LoopInput, events = sampleEvents()) {
  return referenceRows(sampleInput(events).tally, loop, traceWarnings(loop));
}

describe("the reference figures", () => {
  test("count apps with domains, as the reported figure does", () => {
    const loop = sampleLoop();
    const refusedApps = Uint32Array.of(3, 0, 2);
    const [before, after] = [loop, { ...loop, blocking: { ...loop.blocking, refusedApps } }].map((each) =>
      rowsOf(each).find(({ id }) => id === "blockedDomains"),
    );
    expect([before!.simulated, after!.simulated]).toEqual([2, 7]);
  });

  test("simulate nothing that is a constant: every one of them changes with its input", () => {
    const before = rowsOf(sampleLoop());
    const [first, ...others] = sampleLoop().episodes;
    // The one person kept by the first gang loses 1,234 yuan after all, and half of the fraud is gone.
    const loop = { ...sampleLoop(), episodes: [{ ...first!, outcome: "lost" as const, lossYuan: 1234 }, ...others] };
    const after = rowsOf(
      { ...loop, deliveries: loop.deliveries.filter(({ warning }) => warning !== 6) },
      sampleEvents().filter(({ fraud, idLow, obfuscation }) => fraud === 0 || (idLow % 2 === 0 && obfuscation === 0)),
    );
    for (const [at, row] of before.entries()) {
      expect([row.id, after[at]!.simulated]).not.toEqual([row.id, row.simulated]);
      expect([row.id, after[at]!.reported, after[at]!.scaled]).toEqual([row.id, row.reported, row.scaled]);
    }
  });

  test("are null where nothing was simulated, and have no interval where all gangs come to nothing", () => {
    const rows = Object.fromEntries(rowsOf(emptyLoop(), []).map((row) => [row.id, row]));
    const nothing = { simulated: null, ratio: null, low: null, high: null };
    expect(rows.lossAvoidedYuan).toMatchObject(nothing);
    expect(rows.success).toMatchObject(nothing);
    expect(rows.kept).toMatchObject({ simulated: 0, ratio: 0, low: null, high: null });
  });
});

describe("the reference figures of a scenario with other hours than the scale is for", () => {
  const loop = { ...sampleLoop(), referenceHours: 720 };

  test("have no ratio but that of success, and all else as before", () => {
    const [usual, other] = [rowsOf(sampleLoop()), rowsOf(loop)];
    expect(other).toEqual(usual.map((row) => (row.id === "success" ? row : { ...row, ratio: null })));
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
