import { expect, test } from "vitest";
import { RandomStream } from "../../../src/core/random.ts";
import { USUAL } from "../../../src/scenario/knobs.ts";
import { TARGETS_A_RUN, Targets } from "../../../src/world/gangs/targets.ts";
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

test("as many calls go to somebody called before as the scenario says, and none to somebody who answered", () => {
  const again = originsOf(targetsOf("gangs.redialShare=0.4")).filter((origin, target) => origin !== target).length;
  expect(Math.abs(again / TARGETS - 0.4)).toBeLessThan(4 * Math.sqrt(0.24 / TARGETS));
  expect(originsOf(targetsOf("gangs.redialShare=0")).filter((origin, target) => origin !== target)).toEqual([]);
  expect(originsOf(targetsOf("gangs.redialShare=0.4", "gangs.answered=1")).every((origin, at) => origin === at)).toBe(
    true,
  );
});

test("a gang calls somebody again from the same line, after a call that was not answered", () => {
  const settings = [
    "gangs.callFirstShare=1",
    "gangs.redialShare=0.5",
    "gangs.callsPerDay=200",
    "gangs.lineLifeDays=365",
  ];
  const world = smallWorld([...settings, "gangs.simBoxLifeDays=365", "recycling.share=0"]);
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

/** Of all first contacts, the share that goes to the hundredth of the subscribers who get most. */
function topShare(...settings: readonly string[]): number {
  const targets = targetsOf("population.subscribers=1000", "gangs.redialShare=0", ...settings);
  const counts = new Uint32Array(1000);
  const drawn = 80 * TARGETS_A_RUN;
  for (let target = 0; target < drawn; target += TARGETS_A_RUN) {
    targets.choose(0, target, TARGETS_A_RUN, { typology: 0, opensByCall: false, knob: USUAL });
    for (const subscriber of targets.subscribers) counts[subscriber]!++;
  }
  return (
    counts
      .toSorted()
      .slice(-10)
      .reduce((sum, count) => sum + count, 0) / drawn
  );
}

test("lists concentrate contacts on few people: the more are from lists, and the more unequal these are", () => {
  const [none, half, all] = [0, 0.5, 1].map((share) => topShare(`gangs.listShare=${share}`));
  expect(none).toBeLessThan(0.02);
  expect(half).toBeGreaterThan(1.5 * none!);
  expect(all).toBeGreaterThan(1.5 * half!);
  expect(topShare("gangs.listShare=1", "population.exposureSigma=0")).toBeLessThan(0.02);
});
