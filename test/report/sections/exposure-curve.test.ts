import * as fc from "fast-check";
import { expect, test } from "vitest";
import { en, type Text } from "../../../src/core/words.ts";
import { isPicture } from "../../../src/report/chart/chart.ts";
import type { TracedWarning } from "../../../src/metrics/traced-warning.ts";
import { exposureCurve } from "../../../src/report/sections/warnings/exposure-curve.ts";
import { warningLineChart } from "../../../src/report/sections/warnings/warning-line.ts";
import type { EpisodeRecord } from "../../../src/record/episode.ts";
import type { Report } from "../../../src/report/schema.ts";

const EPISODES = Array.from({ length: 6 }, (_, gang) => ({ gang, typology: 0 }) as EpisodeRecord);

const warnings = fc.array(
  fc.record({
    exposure: fc.integer({ min: 9, max: 30 }).map((tenths) => tenths / 10),
    episode: fc.option(fc.integer({ min: 0, max: 5 })),
  }),
  { maxLength: 40 },
);

/** Only these are read. */
function traced({ exposure, episode }: { exposure: number; episode: number | null }): TracedWarning {
  return {
    warning: { exposure, identity: null, host: null, subscriber: 7 },
    episode: episode === null ? null : EPISODES[episode],
    namedGang: null,
  } as unknown as TracedWarning;
}

test("each point counts the warnings pushed at that exposure or more, and the episodes that had one", () => {
  fc.assert(
    fc.property(warnings, (all) => {
      const curve = exposureCurve(all.map(traced), EPISODES, 6);
      expect(curve.map(({ exposure }) => exposure)).toEqual(
        [...new Set(all.map(({ exposure }) => exposure))].toSorted((a, b) => a - b),
      );
      for (const point of curve) {
        const left = all.filter(({ exposure }) => exposure >= point.exposure);
        const hit = left.filter(({ episode }) => episode !== null);
        expect(point).toMatchObject({ pushed: left.length, onTarget: hit.length, recall: { n: 6 } });
        expect(point.precision.value).toBe(hit.length / left.length);
        expect(point.episodesWarned).toBe(new Set(hit.map(({ episode }) => episode)).size);
      }
    }),
    { numRuns: 100 },
  );
});

test("many exposures come to fifty points, the first and the last among them", () => {
  const all = Array.from({ length: 500 }, (_, at) => traced({ exposure: 1 + at / 100, episode: at % 6 }));
  const curve = exposureCurve(all, EPISODES, 6);
  expect(curve).toHaveLength(50);
  expect([curve[0]!.exposure, curve.at(-1)!.exposure]).toEqual([1, 5.99]);
});

const chartOf = (byExposure: unknown) => warningLineChart({ warnings: { byExposure } } as unknown as Report);

test("a page draws it, and says where there is nothing", () => {
  const points = exposureCurve(
    [traced({ exposure: 1, episode: 0 }), traced({ exposure: 2, episode: null })],
    EPISODES,
    6,
  );
  const chart = chartOf(points);
  expect(chart.table.rows.map(([exposure]) => exposure)).toEqual(["1.00", "2.00"]);
  expect(isPicture(chart.picture)).toBe(true);
  expect(en(chart.sentence)).toContain("leaves out what warnings change");
  expect(en(chartOf([]).picture as Text)).toContain("n = 0");
});
