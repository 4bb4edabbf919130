import { expect, test } from "vitest";
import { RandomStream } from "../../../src/core/random.ts";
import { Targets } from "../../../src/world/gangs/targets.ts";
import { runWorld, smallWorld } from "../small-world.ts";
import { KIND_CALL } from "../../../src/event/event-batch.ts";

const TARGETS = 4000;

function targetsOf(...settings: readonly string[]): Targets {
  const { handle } = smallWorld(["gangs.callsPerDay=200", ...settings]);
  return new Targets(handle, new RandomStream(handle.seed, "contact"));
}

function originsOf(targets: Targets): number[] {
  return Array.from({ length: TARGETS }, (_, target) => targets.originOf(1, target));
}

test("a quarter of calls go to somebody called before, and none to somebody who answered", () => {
  const again = originsOf(targetsOf()).filter((origin, target) => origin !== target).length;
  expect(Math.abs(again / TARGETS - 0.25)).toBeLessThan(4 * Math.sqrt(0.19 / TARGETS));
  expect(originsOf(targetsOf("gangs.answered=1")).every((origin, at) => origin === at)).toBe(true);
});

test("a gang calls somebody again from the same line, after a call that was not answered", () => {
  const lasting = "adversary.schedule=[{fromHour: 0, knob: lineLife, setting: 720}]";
  const world = smallWorld(["gangs.callFirstShare=1", "gangs.callsPerDay=200", lasting, "recycling.share=0"]);
  const targets = new Targets(world.handle, new RandomStream(world.handle.seed, "contact"));
  const calls = [...runWorld(world, 48, () => [], { benign: false, firstContacts: true })]
    .flatMap(({ events }) => events)
    .filter(({ kind, step, attempt }) => kind === KIND_CALL && step === 0 && attempt === 0);
  const byTarget = new Map(calls.map((call) => [`${call.gang} ${call.target}`, call]));
  let seen = 0;
  for (const { gang, target, subscriber, line } of calls) {
    const origin = targets.originOf(gang, target);
    const first = byTarget.get(`${gang} ${origin}`);
    if (origin === target || first === undefined) continue;
    seen++;
    expect({ subscriber, line, answered: first.answered }).toEqual({
      subscriber: first.subscriber,
      line: first.line,
      answered: 0,
    });
  }
  expect(seen).toBeGreaterThan(200);
});
