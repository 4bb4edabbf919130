import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HOUR_MS } from "../../../src/core/time.ts";
import { dissuasionSection } from "../../../src/report/sections/time/teams.ts";
import { traceWarnings } from "../../../src/metrics/traced-warning.ts";
import { warningSection } from "../../../src/report/sections/warnings/make.ts";
import { randomLoop } from "../random-loop.ts";
import { emptyLoop, sampleLoop } from "../sample-loop.ts";

describe("warnings in the report", () => {
  const loop = sampleLoop();

  test("count the false alarms of the last hour, which are pushed at its end, and none of later ones", () => {
    const endMs = loop.hours * HOUR_MS;
    const falseAlarm = loop.warnings.find(({ id }) => traceWarnings(loop)[id]!.episode === null)!;
    const atEnd = (timeMs: number) => {
      const warnings = loop.warnings.map((each) => (each === falseAlarm ? { ...each, pushedMs: timeMs } : each));
      const moved = { ...loop, warnings };
      return warningSection(moved, traceWarnings(moved), 3).falseAlarmsPer1000SubscriberDays!;
    };
    expect(atEnd(endMs)).toBe(15);
    expect(atEnd(endMs + 1)).toBe(10);
  });

  test("add up over levels and channels, whatever happened", () => {
    fc.assert(
      fc.property(randomLoop, (random) => {
        const { byLevel, byChannel, ...whole } = warningSection(random, traceWarnings(random), 3);
        for (const key of ["pushed", "onTarget", "repeats", "effective", "kept"] as const) {
          expect(byLevel.reduce((sum, row) => sum + row[key], 0)).toBe(whole[key]);
        }
        expect(byLevel.reduce((sum, row) => sum + row.finally, 0)).toBe(whole.pushed);
        expect(byChannel.reduce((sum, row) => sum + row.strongest, 0)).toBe(whole.effective);
        expect(byChannel.reduce((sum, row) => sum + row.kept, 0)).toBe(whole.kept);
      }),
      { numRuns: 200 },
    );
  });

  test("of a loop without any are zeros and nulls", () => {
    expect(warningSection({ ...emptyLoop(), hours: 0 }, [], 3)).toMatchObject({
      pushed: 0,
      keptAnyway: null,
      attemptsPerSuccess: null,
      falseAlarmsPer1000SubscriberDays: null,
    });
  });
});

describe("teams in the report", () => {
  test("have the share of their time that was used, and the mean and greatest queue; none of no time", () => {
    const { teams, attemptsPerSuccess } = dissuasionSection(sampleLoop().teams, 0);
    expect(teams[0]).toMatchObject({ attempts: 9, utilisation: 0.25, queueMean: 1, queueMax: 3 });
    expect(teams[1]).toMatchObject({ attempts: 1, utilisation: null, queueMean: null, queueMax: 0 });
    expect(attemptsPerSuccess).toBeNull();
  });
});
