import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { TracedWarning } from "../../../src/metrics/traced-warning.ts";
import { exposureCurve } from "../../../src/report/sections/warnings/exposure-curve.ts";
import type { EpisodeRecord } from "../../../src/record/episode.ts";

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
