import { beforeEach, describe, expect, test } from "vitest";
import { recallPast, rememberPast } from "../../../src/live/page/past-memory.ts";
import type { PastRun } from "../../../src/live/page/state.ts";
import { pointOf } from "./frames.ts";

const stored = new Map<string, string>();

const storage = () => ({
  getItem: (key: string) => stored.get(key) ?? null,
  setItem: (key: string, value: string) => void stored.set(key, value),
  removeItem: (key: string) => void stored.delete(key),
});
const forbidden = () => {
  throw new Error("forbidden");
};
beforeEach(() => stored.clear());

const PAST: PastRun = {
  request: { scenario: "classroom", seed: 1, settings: { matchThreshold: 0.6 }, hoursPerSecond: null },
  history: [0, 1, 2].map((hour) => pointOf(hour)),
  hasEnded: true,
};
const { request, history } = PAST;

describe("the run to compare with", () => {
  test("is found again, and forgotten when there is none any more, or where the browser forbids to keep anything", () => {
    rememberPast(PAST, storage);
    expect(recallPast(storage)).toEqual(PAST);
    rememberPast(null, storage);
    expect(recallPast(storage)).toBeNull();
    expect(() => rememberPast(PAST, forbidden)).not.toThrow();
    expect(recallPast(forbidden)).toBeNull();
  });

  test.each<[string, unknown]>([
    ["nothing", null],
    ["no history", { request }],
    ["an empty history", { ...PAST, history: [] }],
    ["a history that leaves an hour out", { ...PAST, history: history.slice(1) }],
    ["a point with a script", { ...PAST, history: [{ ...history[0], kept: "<script>" }] }],
    ["a point below nothing", { ...PAST, history: [{ ...history[0], kept: -1 }] }],
    ["a price that is none", { ...PAST, history: [{ ...history[0], setYuan: "1" }] }],
    ["far too many points", { ...PAST, history: Array(20_001).fill(history[0]) }],
    ["no request", { ...PAST, request: null }],
    ["a scenario without end", { ...PAST, request: { ...request, scenario: "x".repeat(256) } }],
    ["half a seed", { ...PAST, request: { ...request, seed: 0.5 } }],
  ])("is not made of %s", (_, past) => {
    stored.set("ringfence.past", JSON.stringify(past));
    expect(recallPast(storage)).toBeNull();
  });

  test("holds no setting but those of controls", () => {
    const settings = '{"__proto__":{"x":1},"constructor":5,"matchThreshold":0.6,"telephoneAgents":"3"}';
    stored.set("ringfence.past", JSON.stringify(PAST).replace('{"matchThreshold":0.6}', settings));
    expect(recallPast(storage)!.request.settings).toEqual({ matchThreshold: 0.6 });
    stored.set("ringfence.past", "{");
    expect(recallPast(storage)).toBeNull();
  });
});
