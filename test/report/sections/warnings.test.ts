import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HOUR_MS } from "../../../src/core/time.ts";
import type { LoopInput } from "../../../src/metrics/loop-input.ts";
import { Tally } from "../../../src/metrics/tally.ts";
import { traceWarnings, type TracedWarning } from "../../../src/metrics/traced-warning.ts";
import type { EpisodeRecord } from "../../../src/record/episode.ts";
import { dissuasion } from "../../../src/report/sections/dissuasion.ts";
import { warnings } from "../../../src/report/sections/warnings.ts";
import type { Curves } from "../../../src/report/statement.ts";
import { forAll } from "../../for-all.ts";
import { figuresOf } from "../figures.ts";
import { randomLoop } from "../random-loop.ts";
import { emptyLoop, sampleLoop } from "../sample-loop.ts";
import { sampleInput } from "../sample-report.ts";

function valuesOf(loop: LoopInput): Record<string, number | null> {
  const found = { ...figuresOf(warnings, { loop }), ...figuresOf(dissuasion, { loop }) };
  return Object.fromEntries(Object.entries(found).map(([name, { value }]) => [name, value]));
}

const sum = (values: readonly (number | null | undefined)[]): number =>
  values.reduce<number>((all, each) => all + each!, 0);

describe("warnings in the report", () => {
  const loop = sampleLoop();

  test("count the false alarms of the last hour, which are pushed at its end, and none of later ones", () => {
    const endMs = loop.hours * HOUR_MS;
    const falseAlarm = loop.warnings.find(({ id }) => traceWarnings(loop)[id]!.episode === null)!;
    const atEnd = (timeMs: number) => {
      const pushed = loop.warnings.map((each) => (each === falseAlarm ? { ...each, pushedMs: timeMs } : each));
      return valuesOf({ ...loop, warnings: pushed })["warnings.falseAlarmsPer1000SubscriberDays"];
    };
    expect(atEnd(endMs)).toBe(15);
    expect(atEnd(endMs + 1)).toBe(10);
  });

  test("add up over channels, whatever happened", () => {
    forAll([randomLoop], 40, (random) => {
      const found = valuesOf(random);
      const channels = (what: string) =>
        sum(["message", "telephone", "family", "visit"].map((each) => found[`warnings.byChannel.${each}.${what}`]));
      const [effective, kept] = [found["warnings.effective"], found["warnings.kept"]];
      expect([channels("strongest"), channels("kept")]).toEqual([effective, kept]);
    });
  });

  test("of a loop without any are zeros and nulls", () => {
    expect(valuesOf({ ...emptyLoop(), hours: 0 })).toMatchObject({
      "warnings.pushed": 0,
      "warnings.keptAnyway": null,
      "warnings.attemptsPerSuccess": null,
      "warnings.falseAlarmsPer1000SubscriberDays": null,
      "rates.success": null,
    });
  });

  test("have the share of their time that teams used, and the mean and greatest queue; none of no time", () => {
    expect(valuesOf(loop)).toMatchObject({
      "dissuasion.teams.telephone.attempts": 9,
      "dissuasion.teams.telephone.utilisation": 0.25,
      "dissuasion.teams.telephone.queueMean": 1,
      "dissuasion.teams.telephone.queueMax": 3,
      "dissuasion.teams.visit.attempts": 1,
      "dissuasion.teams.visit.utilisation": null,
      "dissuasion.teams.visit.queueMean": null,
      "dissuasion.teams.visit.queueMax": 0,
    });
  });
});

const EPISODES = Array.from({ length: 6 }, (_, gang) => ({ gang, typology: 0 }) as EpisodeRecord);

const pushed = fc.array(
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

function lineOf(all: readonly TracedWarning[]) {
  const world = { ...sampleInput(), tally: Tally.allocate({ gangs: 6, domains: 6 }) };
  const stated = warnings.state({ ...world, loop: { ...emptyLoop(), episodes: EPISODES }, traced: all });
  return (stated.at(-1)!.statement as Curves).lines[0]!;
}

describe("a stricter threshold", () => {
  test("keeps the warnings pushed at that exposure or more, and the episodes that had one", () => {
    forAll([pushed], 40, (all) => {
      const { points, at } = lineOf(all.map(traced));
      expect(at!.values).toEqual([...new Set(all.map(({ exposure }) => exposure))].toSorted((a, b) => a - b));
      for (const [index, [recall, precision]] of points.entries()) {
        const left = all.filter(({ exposure }) => exposure >= at!.values[index]!);
        const hit = left.filter(({ episode }) => episode !== null);
        expect(precision).toBe(hit.length / left.length);
        expect(recall).toBe(new Set(hit.map(({ episode }) => episode)).size / 6);
      }
    });
  });

  test("is drawn at fifty exposures at most, the first and the last among them", () => {
    const all = Array.from({ length: 500 }, (_, index) => traced({ exposure: 1 + index / 100, episode: index % 6 }));
    const { values } = lineOf(all).at!;
    expect([values.length, values[0], values.at(-1)]).toEqual([50, 1, 5.99]);
  });
});
