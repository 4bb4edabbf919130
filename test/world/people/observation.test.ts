import { describe, expect, test } from "vitest";
import { ACT_KINDS, type Act, type ActKind } from "../../../src/record/act.ts";
import { Observation } from "../../../src/world/people/observation.ts";
import { testScenario } from "../episodes.ts";

const COUNT = 4000;
const SHARES = { calls: 0.9, messages: 0.7, lookUps: 0.6, installs: 0.3, chats: 0.05, payments: 0.5 };
const SHARE_OF: Readonly<Record<ActKind, keyof typeof SHARES>> = {
  callBack: "calls",
  reply: "messages",
  lookUp: "lookUps",
  install: "installs",
  chat: "chats",
  payment: "payments",
};

function observation(observed: object = SHARES): Observation {
  return new Observation(testScenario({ observation: observed }), 1);
}

function act(kind: ActKind, subscriber: number): Act {
  return { kind, subscriber, timeMs: subscriber * 7.5, identity: null, host: null, account: null };
}

describe("the platform", () => {
  test.each(ACT_KINDS)("sees of each %s the share that the scenario says", (kind) => {
    const sees = observation();
    const seen = Array.from({ length: COUNT }, (_, i) => sees.seesAct(act(kind, i))).filter(Boolean).length;
    const share = SHARES[SHARE_OF[kind]];
    // In standard errors.
    expect(Math.abs(seen / COUNT - share) / Math.sqrt((share * (1 - share)) / COUNT)).toBeLessThanOrEqual(4);
  });

  test("sees all where all is observed, nothing where nothing is, and more of the same where more is", () => {
    const [all, none, half] = [1, 0, 0.5].map((share) =>
      observation(Object.fromEntries(Object.keys(SHARES).map((name) => [name, share]))),
    );
    for (const kind of ACT_KINDS) {
      for (let i = 0; i < 100; i++) {
        const seen = [none!, half!, all!].map((each) => each.seesAct(act(kind, i)));
        expect(seen).toEqual([false, seen[1], true]);
      }
    }
  });

  test("sees all look-ups of those who ask an operator's resolver, and none of others: one draw decides", () => {
    const sees = observation();
    for (let subscriber = 0; subscriber < 200; subscriber++) {
      const seen = [1, 2, 3].map((timeMs) => sees.seesAct({ ...act("lookUp", subscriber), timeMs: timeMs * 1000 }));
      expect(new Set(seen)).toEqual(new Set([sees.asksOperator(subscriber)]));
    }
  });
});
