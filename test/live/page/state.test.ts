import { describe, expect, test } from "vitest";
import { parseAddress } from "../../../src/live/page/address.ts";
import { headlineAt, headlineOf, share } from "../../../src/live/page/headline.ts";
import { type Action, initialState, MAX_EVENTS, reduce, type State } from "../../../src/live/page/state.ts";
import { PLAYING, eventOf, frameOf, helloOf, pointOf } from "./frames.ts";

function after(...actions: readonly Action[]): State {
  return actions.reduce(reduce, initialState(parseAddress("", [])));
}

const hello = (run: string, hour: number | null = null): Action => ({ type: "hello", hello: helloOf(run, hour) });
const frames = (...hours: readonly number[]): Action => ({
  type: "frames",
  frames: hours.map((hour) => frameOf(hour)),
});

describe("the state of the page", () => {
  test("counts a frame's totals in its headline, each rate over all that could have been", () => {
    const { frame } = after(hello("a"), frames(0, 1)).run!;
    expect(headlineOf(frame!)).toMatchObject({
      hour: 1,
      fraudBlocked: { count: 24, of: 40 },
      benignBlocked: { count: 2, of: 160 },
      kept: { count: 2, of: 8 },
    });
    expect(share(0, 0).rate).toMatchObject({ value: null, n: 0 });
    expect(share(3, 2).rate.value).toBeNull();
  });

  test("draws every hour once, also those that share a frame", () => {
    const { history } = after(hello("a", 1), { type: "frames", frames: [frameOf(4, 2), frameOf(6, 4)] }).run!;
    expect(history).toEqual([0, 1, 2, 3, 4, 5, 6].map(pointOf));
  });

  test("takes up the same run after a lost connection without saying anything twice", () => {
    const before = after(hello("a"), frames(0, 1, 2));
    const again = reduce(before, hello("a", 2));
    expect(again).toMatchObject({ past: null, run: { events: before.run!.events, warnings: before.run!.warnings } });
  });

  test("takes the status of its own run alone: an answer may come when another run has begun", () => {
    const paused = { ...PLAYING, state: "paused" } as const;
    const answer: Action = { type: "status", run: "a", status: paused };
    expect(after(hello("a"), answer).run!.status).toEqual(paused);
    expect(after(hello("a"), hello("b"), answer).run).toMatchObject({ id: "b", status: PLAYING });
    expect(after(answer).run).toBeNull();
  });

  test("keeps what was misread in a link until another world is asked for, whatever the pace and the language", () => {
    const misread = [{ written: "seed=-1", taken: "seed=1" }];
    const told = after({ type: "misread", misread }, hello("a"), frames(0));
    expect(told.misread).toEqual(misread);
    const { address } = told;
    const other = reduce(told, { type: "address", address: { ...address, hoursPerSecond: null, language: "zh" } });
    expect(other.misread).toEqual(misread);
    expect(reduce(told, { type: "address", address: { ...address, seed: 5 } }).misread).toEqual([]);
  });

  test("puts a run aside for comparison when another begins, at the same hour", () => {
    const { past, run } = after(hello("a"), frames(0, 1, 2, 3), hello("b"), frames(0, 1));
    expect(run!.id).toBe("b");
    const { lostYuan: _, lostYuanUndefended: __, ...counted } = headlineOf(frameOf(1));
    expect(headlineAt(past!, 1)).toMatchObject(counted);
    // It was stopped at hour 3: what it would have come to by hour 9 nobody knows.
    expect(headlineAt(past!, 9)).toBeNull();
    expect(headlineAt({ ...past!, history: [] }, 1)).toBeNull();
    const ended = { type: "status", run: "a", status: { ...PLAYING, state: "ended" } } as const;
    const whole = after(hello("a"), frames(0, 1, 2, 3), ended, hello("b")).past!;
    expect(headlineAt(whole, 9)).toMatchObject({ hour: 3, falseAlarms: { count: 3, of: 16 } });
    // The run between was left before its first hour.
    const kept = after(hello("a"), frames(0, 1), hello("b"), hello("c")).past!;
    expect(kept.history.at(-1)!.hour).toBe(1);
  });

  test("lists an event once, and keeps the hour last sampled while a fast run samples none", () => {
    const again: Action = {
      type: "frames",
      frames: [{ ...frameOf(7, 3), samples: frameOf(2).samples }, frameOf(9, 8, [])],
    };
    const { events, sampled, frame } = after(hello("a"), frames(0, 1, 2), again).run!;
    expect(events.map(({ hour }) => hour)).toEqual([2, 2, 1, 1, 0, 0]);
    const hours = Array.from({ length: MAX_EVENTS }, (_, hour) => hour);
    expect(after(hello("a"), frames(...hours)).run!.events).toHaveLength(MAX_EVENTS);
    expect(sampled).toMatchObject({ hour: 2, eventsInHour: 100 });
    expect(frame!.hour).toBe(9);
  });

  test("does not show the explanation of an event that is no longer open", () => {
    const event = eventOf(1, 1);
    const late: Action = {
      type: "unexplained",
      event: event.id,
      problem: "forgotten",
    };
    expect(after({ type: "open", event }, late).opened!.problem).toBe("forgotten");
    expect(after({ type: "open", event }, { type: "close" }, late).opened).toBeNull();
    expect(after({ type: "open", event: eventOf(2, 2) }, late).opened!.problem).toBeNull();
  });
});
