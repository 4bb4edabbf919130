import { describe, expect, test } from "vitest";
import { parseAddress } from "../../../src/live/page/address.ts";
import { differencesOf } from "../../../src/live/page/controls.ts";
import { figuresAt, precisionText, TILES } from "../../../src/live/page/figures.ts";
import { FILTER, WARNINGS } from "../../../src/live/page/panels.ts";
import {
  addFrame,
  greet,
  initialState,
  MAX_EVENTS,
  type State,
  withAnswer,
  withStatus,
} from "../../../src/live/page/state.ts";
import { CONTROLS, controlDefaults } from "../../../src/live/server/controls.ts";
import type { Frame, HistoryPoint } from "../../../src/live/server/frame.ts";
import type { Hello, Status } from "../../../src/live/server/live-run.ts";
import type { SampledEvent } from "../../../src/live/server/sampled-events.ts";
import { loadScenario } from "../../../src/scenario/file.ts";
import { en } from "../../../src/ui/words.ts";

const UNKNOWN = { value: 0, low: null, high: null };
const FILTERED = { entries: 30_000, bits: 397_312, filledShare: 0.41, promisedRate: 0.01, expectedRate: 0.006 };

const PLAYING: Status = {
  state: "playing",
  hoursPerSecond: 2,
  problem: null,
  digest: null,
  reproduce: "ringfence run classroom --seed 1",
};

function eventOf(hour: number, index: number): SampledEvent {
  return {
    id: `${hour.toString(16).padStart(8, "0")}${index.toString(16).padStart(8, "0")}`,
    hour,
    caller: "106****00",
    text: `message ${index} of hour ${hour}`,
    decision: index % 3 === 0 ? "block" : "allow",
    fraud: index % 2 === 0,
  };
}

function pointOf(hour: number): HistoryPoint {
  return {
    hour,
    eventsInHour: 100,
    fraudInHour: 20,
    blockedFraudInHour: 12,
    blockedBenignInHour: 1,
    warningsInHour: 4,
    falseAlarms: hour,
    telephoneQueue: hour % 4,
    visitQueue: 0,
    lost: hour + 1,
    lostYuan: 1000 * hour,
    lostUnwarned: 2 * (hour + 1),
    lostYuanUnwarned: 2000 * (hour + 1),
    lostUndefended: 3 * (hour + 1),
    lostYuanUndefended: 4000 * hour,
    setYuan: undefined,
  };
}

/** A made-up frame: plain sums of the hour, no draw. Hours from `since` on share it. */
function frameOf(hour: number, since = hour): Frame {
  const n = hour + 1;
  const counts = { seen: 8 * n, blocked: 7 * n, decisive: 3 * n };
  return {
    hour,
    calls: 40 * n,
    messages: 60 * n,
    fraud: { allowed: 7 * n, flagged: n, blocked: 12 * n },
    benign: { allowed: 78 * n, flagged: n, blocked: n },
    stages: (["blocklist", "lookalike", "match", "behaviour"] as const).map((stage) => ({
      stage,
      fraud: counts,
      benign: { seen: 2 * n, blocked: n, decisive: 0 },
    })),
    filter: { ...FILTERED, probed: 90 * n, falsePositives: n },
    funnel: { pushed: 4 * n, onTarget: 3 * n, effective: 2 * n, kept: n, covered: n, ended: 2 * n },
    teams: [
      { channel: "telephone", size: 3, busy: 2, queue: 5, attempts: 6 * n, reached: 2 * n },
      { channel: "visit", size: 1, busy: 0, queue: 0, attempts: 0, reached: 0 },
    ],
    trade: null,
    intervals: { lost: UNKNOWN, lostYuan: UNKNOWN, saved: UNKNOWN },
    points: Array.from({ length: hour - since + 1 }, (_, index) => pointOf(since + index)),
    samples: [eventOf(hour, 0), eventOf(hour, 1)],
    warnings: [{ id: hour, hour, level: "high", subscriber: "138****0001", text: "warning" }],
  };
}

function helloOf(run: string, hour: number | null): Hello {
  return {
    run,
    request: { scenario: "classroom", seed: 1, settings: {}, hoursPerSecond: 2 },
    status: PLAYING,
    hours: 336,
    off: [],
    history: hour === null ? [] : Array.from({ length: hour + 1 }, (_, index) => pointOf(index)),
    frame: hour === null ? null : frameOf(hour),
  };
}

type Step = (state: State) => State;

const begun = initialState(parseAddress("", []));
const hello =
  (run: string, hour: number | null = null): Step =>
  (state) =>
    greet(state, helloOf(run, hour));
const frames =
  (...news: readonly (number | Frame)[]): Step =>
  (state) => ({
    ...state,
    run: news.map((one) => (typeof one === "number" ? frameOf(one) : one)).reduce(addFrame, state.run!),
  });

function after(...steps: readonly Step[]): State {
  return steps.reduce((state, step) => step(state), begun);
}

const late: Step = (state) => withAnswer(state, eventOf(1, 1).id, { problem: "gone" });

describe("the state of the page", () => {
  test("draws every hour once, also those that share a frame", () => {
    const { history } = after(hello("a", 1), frames(frameOf(4, 2), frameOf(6, 4))).run!;
    expect(history).toEqual([0, 1, 2, 3, 4, 5, 6].map(pointOf));
  });

  test("takes up the same run after a lost connection without saying anything twice", () => {
    const before = after(hello("a"), frames(0, 1, 2));
    const again = hello("a", 2)(before);
    expect(again).toMatchObject({ past: null, run: { events: before.run!.events, warnings: before.run!.warnings } });
  });

  test("takes the status of its own run alone: an answer may come when another run has begun", () => {
    const paused = { ...PLAYING, state: "paused" } as const;
    expect(withStatus(after(hello("a")), "a", paused).run!.status).toEqual(paused);
    expect(withStatus(after(hello("a"), hello("b")), "a", paused).run).toMatchObject({ id: "b", status: PLAYING });
    expect(withStatus(begun, "a", paused).run).toBeNull();
  });

  test("puts a run aside for comparison when another begins, also past a run left before its first hour", () => {
    const { past, run } = after(hello("a"), frames(0, 1, 2, 3), hello("b"), frames(0, 1));
    expect(run!.id).toBe("b");
    expect(past).toMatchObject({ hasEnded: false, history: [0, 1, 2, 3].map(pointOf) });
    expect(after(hello("a"), frames(0, 1), hello("b"), hello("c")).past!.history).toHaveLength(2);
  });

  test("compares a changed run with the usual one of its seed, and else with the last of its scenario", () => {
    const usual = after(hello("usual"), frames(0, 1));
    const step = (state: State, run: string, request: object): State =>
      frames(0)(greet(state, { ...helloOf(run, null), request: { ...usual.run!.request, ...request } }));
    const first = step(usual, "one", { settings: { telephoneAgents: 4 } });
    const second = step(first, "two", { settings: { obfuscation: 6 } });
    expect([first, second].map(({ past }) => past!.request.settings)).toEqual([{}, {}]);
    const settings = { obfuscation: 6 };
    expect(step(second, "seed", { seed: 2, settings }).past!.request.settings).toEqual(settings);
    expect(step(second, "other", { scenario: "smoke" }).past).toBeNull();
  });

  test("lists an event once, and no more than a list holds", () => {
    const again = { ...frameOf(7, 3), samples: frameOf(2).samples };
    const { events } = after(hello("a"), frames(0, 1, 2, again)).run!;
    expect(events.map(({ hour }) => hour)).toEqual([2, 2, 1, 1, 0, 0]);
    const hours = Array.from({ length: MAX_EVENTS }, (_, hour) => hour);
    expect(after(hello("a"), frames(...hours)).run!.events).toHaveLength(MAX_EVENTS);
  });

  test("does not show the explanation of an event that is no longer open", () => {
    const opened = { event: eventOf(1, 1), explained: null, problem: null };
    expect(late({ ...begun, opened }).opened!.problem).toBe("gone");
    expect(late(begun).opened).toBeNull();
    expect(late({ ...begun, opened: { ...opened, event: eventOf(2, 2) } }).opened!.problem).toBeNull();
  });
});

describe("the figures", () => {
  const history = [0, 1, 2, 3].map(pointOf);

  test("are totals at an hour: sums of hours, each rate over all that could have been", () => {
    const figures = figuresAt({ history, hasEnded: false }, 1)!;
    expect(figures).toMatchObject({ fraud: 40, blockedFraud: 24, benign: 160, blockedBenign: 2, warnings: 8 });
    const shown = TILES.map(({ key, value, detail }) => `${key}: ${value(figures)}, ${en(detail(figures))}`);
    expect(shown).toEqual([
      "lost: 2, 6 without defences, 4 with interception alone",
      "lostYuan: ¥1k, ¥4k without defences, ¥4k with interception alone",
      "saved: 2, and ¥3k: so much less is lost than with interception alone",
      "fraud: 60.0\u00a0%, 24 of 40",
      "benign: 2, of 160 benign calls and messages; 125.0 in 10,000",
      "falseAlarms: 1, 12.5\u00a0% of 8 warnings, to people no gang was working on",
    ]);
    expect(en(precisionText(figures))).toBe("Of what is blocked, 92.3\u00a0% is fraud: 24 of 26 calls and messages.");
  });

  test("of a run that was stopped before the hour are none; of one that ended, its last", () => {
    expect(figuresAt({ history, hasEnded: false }, 9)).toBeNull();
    expect(figuresAt({ history, hasEnded: true }, 9)).toMatchObject({ hour: 3, falseAlarms: 3, warnings: 16 });
    expect(figuresAt({ history: [], hasEnded: true }, 1)).toBeNull();
  });

  test("of two runs are compared with what they differ in", () => {
    const defaults = controlDefaults(loadScenario("classroom"));
    const scenario = { name: "classroom", hours: 1, subscribers: 1, gangs: 1, idle: [], defaults };
    const catalogue = { controls: CONTROLS, seed: 1, scenarios: [scenario], stages: [], evidence: {} };
    const { request } = helloOf("a", null);
    const changed = { ...request, seed: 2, settings: { telephoneAgents: 4, filterErrorRate: 0.05 } };
    expect(differencesOf(request, changed, catalogue).map(en)).toEqual([
      "“Seed”: 2, not 1",
      "“Error rate promised”: 5 %, not 1 %",
      "“Telephone agents”: 4, not 1",
    ]);
    expect(differencesOf(request, request, catalogue)).toEqual([]);
  });
});

describe("a panel", () => {
  test("draws a bar of nothing empty, and no share of counts that cannot be", () => {
    const nothing = { ...frameOf(0), funnel: { pushed: 0, onTarget: 0, effective: 0, kept: 0, covered: 0, ended: 0 } };
    expect(WARNINGS.bars!(nothing).map(({ share }) => share)).toEqual([null, null, null, null]);
    const full = { ...nothing, funnel: { pushed: 8, onTarget: 6, effective: 4, kept: 2, covered: 3, ended: 4 } };
    expect(WARNINGS.bars!(full).map(({ share }) => share)).toEqual([1, 0.75, 0.5, 0.25]);
  });

  test("of the filter says where there is none", () => {
    expect(FILTER.missing!({ ...frameOf(0), filter: null })).not.toBeNull();
    expect(FILTER.missing!(frameOf(0))).toBeNull();
    const values = FILTER.bars!(frameOf(0)).map(({ fact: [, value] }) => value);
    expect(values).toEqual(["1\u00a0%", "0.6\u00a0%", "1.1\u00a0%"]);
  });
});
