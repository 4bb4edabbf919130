/** Reports of which somebody changed a figure: the page is drawn, or the error says what contradicts what. */
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { SvgOptions } from "../../src/ui/chart/svg.ts";
import { NARROW_BELOW, type Picture } from "../../src/ui/chart/chart.ts";
import { sampleReport } from "../report/sample-report.ts";

const CHARTS = "../../src/ui/chart/svg.ts";
let renderRun: (typeof import("../../src/cli/report.ts"))["renderRun"];
let failure: (typeof import("../report/failure.ts"))["failure"];
let RingfenceError: (typeof import("../../src/core/errors.ts"))["RingfenceError"];

// Files share what they have loaded, so this one loads it anew, and again for those that follow.
beforeAll(async () => {
  vi.resetModules();
  vi.doMock(CHARTS, async (importOriginal) => {
    const { renderSvg } = await importOriginal<typeof import("../../src/ui/chart/svg.ts")>();
    return {
      // One width of two will do.
      renderSvg: (picture: Picture, options: SvgOptions): string =>
        options.width < NARROW_BELOW ? "" : renderSvg(picture, options),
    };
  });
  ({ renderRun } = await import("../../src/cli/report.ts"));
  ({ failure } = await import("../report/failure.ts"));
  ({ RingfenceError } = await import("../../src/core/errors.ts"));
});

afterAll(() => {
  vi.doUnmock(CHARTS);
  vi.resetModules();
});

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type Path = readonly (string | number)[];

const document = JSON.parse(JSON.stringify(sampleReport())) as Json;
const GONE = Symbol("gone");

/** The document with this in the place of a field, or without the field. */
function changed(value: Json, [name, ...rest]: Path, to: Json | typeof GONE): Json {
  if (Array.isArray(value)) return value.map((one, at) => (at === name ? put(one, rest, to) : one));
  const fields = Object.entries(value as object) as [string, Json][];
  return Object.fromEntries(
    fields.flatMap(([field, one]) => {
      if (field !== name) return [[field, one]];
      return rest.length === 0 && to === GONE ? [] : [[field, put(one, rest, to)]];
    }),
  );
}

function put(value: Json, rest: Path, to: Json | typeof GONE): Json {
  return rest.length === 0 ? (to as Json) : changed(value, rest, to);
}

/** Every field once: of rows those of the first, and of objects that are alike, as rates are, the first. */
function* fieldsOf(value: Json, seen = new Set<string>(), path: Path = []): Generator<readonly [Path, Json]> {
  if (path.length > 0) yield [path, value];
  if (typeof value !== "object" || value === null) return;
  const shape = (Array.isArray(value) ? path : Object.keys(value)).join(" ");
  if (seen.has(shape)) return;
  seen.add(shape);
  for (const [name, field] of Array.isArray(value) ? value.slice(0, 1).entries() : Object.entries(value)) {
    yield* fieldsOf(field, seen, [...path, name]);
  }
}

const OF_NUMBERS: readonly Json[] = [1, 0.5, -1, 1e308, Number.MAX_SAFE_INTEGER, null, "x"];

/** Numbers to 0 and, every second one, to something else; lists to none; and everything else away. */
function* changes(): Generator<readonly [Path, Json | typeof GONE]> {
  let turn = 0;
  for (const [path, value] of fieldsOf(document)) {
    if (typeof value === "number") {
      yield [path, 0];
      if (turn++ % 2 === 0) yield [path, OF_NUMBERS[(turn >> 1) % OF_NUMBERS.length]!];
    } else if (Array.isArray(value)) {
      yield [path, []];
    } else if (value === null) yield [path, 1];
    else if (typeof path.at(-1) === "string") yield [path, GONE];
  }
}

/** "drawn", "refused", or what should not have happened. */
function outcomeOf(report: Json): string {
  try {
    const html = renderRun(report, "report.json").replace(/<script[^]*?<\/script>/g, "");
    return /NaN|Infinity|undefined/.exec(html)?.[0] ?? "drawn";
  } catch (error) {
    const isOurs = !(error instanceof RingfenceError) || error.message.includes("cannot be drawn");
    return isOurs ? String(error) : "refused";
  }
}

describe("a report of which one field was changed", () => {
  test("is drawn, or refused for what was changed, whatever that is", () => {
    const outcomes = [...changes()].map(([path, to]) => [path.join("."), to, outcomeOf(changed(document, path, to))]);
    const [drawn, refused] = ["drawn", "refused"].map((one) => outcomes.filter(([, , outcome]) => outcome === one));
    expect(outcomes.filter((one) => !drawn!.includes(one) && !refused!.includes(one))).toEqual([]);
    expect(drawn!.length).toBeGreaterThan(150);
    expect(refused!.length).toBeGreaterThan(150);
  });

  test.each<readonly [string, Json, RegExp]>([
    ["leadTimeMinutes.n", 0, /leadTimeMinutes\.n is 0, but leadTimeMinutes\.p10 is -?\d+/],
    ["leadTimeMinutes.p50", null, /leadTimeMinutes\.n is \d, but leadTimeMinutes\.p50 is null/],
    ["leadTimeMinutes.n", 99, /leadTimeMinutes\.n is 99, but leadTimeMinutes\.byHour\.counts add up to \d/],
    ["warnings.kept", 99, /warnings\.kept is 99, but warnings\.effective, of which it is a part, is \d/],
    ["ledger.blocked", 0, /ledger\.generated is 100, but allowed, flagged and blocked add up to \d/],
    ["events.calls", 0, /events\.total is 100, but calls and messages add up to 42/],
  ])("%s to %s, is refused by a sentence that names the fields that contradict each other", (path, to, message) => {
    const error = failure(() => renderRun(changed(document, path.split("."), to), "run/report.json"));
    expect(error.exitCode).toBe(2);
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/^run\/report\.json contradicts itself: .* make the run again$/);
  });
});
