import { describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../src/core/time.ts";
import { BankWatch } from "../../src/engine/bank-watch.ts";
import type { Platform } from "../../src/engine/platform.ts";
import { parseIdentity } from "../../src/event/identity.ts";
import { LONG_CALL, NotedEvents } from "../../src/respond/signals/noted-events.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import type { Observation } from "../../src/world/people/observation.ts";
import type { World } from "../../src/world/world.ts";

const LISTED = parseIdentity("13900000001");
const UNKNOWN = parseIdentity("13900000002");
const BLOCKED = parseIdentity("13900000003");
const ACCOUNT = 77;
const START_MS = DAY_MS;
/** Odd enough to be held after a call with a suspect number, and not without one. */
const AFTER_CALL = { subscriber: 3, account: 5, timeMs: START_MS + HOUR_MS, oddness: 0.1 };

interface Call {
  readonly caller: number;
  readonly what?: number;
  readonly isListed?: boolean;
}

function watch({ seesAct = true, settings = [] as readonly string[] } = {}): BankWatch {
  const banks = ["enabled=true", "falseShare=0.01", "falseShareAfterCall=0.2", "callMinutes=120", "listHours=3"];
  const set = [...banks.map((each) => `banks.${each}`), "banks.listDays=2", "banks.listMistakes=0", ...settings];
  return new BankWatch({
    scenario: loadScenario("smoke", set),
    seed: 1,
    // Every callee is the subscriber of that number.
    world: {
      subscribersInto: (callees: Float64Array, _: unknown, count: number, out: Int32Array) =>
        out.set(callees.subarray(0, count)),
    } as unknown as World,
    platform: { isListed: (key: number) => key === LISTED } as unknown as Platform,
    observation: { seesAct: () => seesAct } as unknown as Observation,
  });
}

/** An hour in which subscriber 3 got these calls, and events of these numbers were blocked. */
function noted(calls: readonly Call[], blocked: readonly number[] = []): NotedEvents {
  const events = NotedEvents.allocate(16);
  const { columns } = events;
  calls.forEach(({ caller, what = LONG_CALL, isListed = false }, row) => {
    columns.timeMs[row] = START_MS + 30 * MINUTE_MS;
    columns.caller[row] = caller;
    columns.callerListed[row] = Number(isListed);
    columns.callee[row] = 3;
    columns.what[row] = what;
  });
  blocked.forEach((key, at) => (columns.blocked[at] = key));
  columns.header.set([calls.length, blocked.length]);
  return events;
}

describe("what banks hear of calls", () => {
  test.each<[string, NotedEvents, string | null]>([
    ["a long call from a listed number", noted([{ caller: UNKNOWN, isListed: true }]), "call"],
    ["a long call from a number that was blocked", noted([{ caller: BLOCKED }], [BLOCKED]), "call"],
    ["a long call from another number", noted([{ caller: UNKNOWN }], [BLOCKED]), null],
    ["a short call from a listed number", noted([{ caller: UNKNOWN, isListed: true, what: 0 }]), null],
  ])("%s", (_, events, reason) => {
    const banks = watch();
    banks.hear(events, START_MS);
    expect(banks.holds(AFTER_CALL, null)).toBe(reason);
    expect(banks.holds({ ...AFTER_CALL, subscriber: 4 }, null)).toBe(null);
  });

  test("a payer who is talking to a suspect number is held only if the network sees the call", () => {
    expect(watch().holds(AFTER_CALL, LISTED)).toBe("call");
    expect(watch().holds(AFTER_CALL, UNKNOWN)).toBe(null);
    expect(watch({ seesAct: false }).holds(AFTER_CALL, LISTED)).toBe(null);
  });
});

test("an account that a victim named is refused once the list has reached the banks", () => {
  const banks = watch();
  const complaint = { account: ACCOUNT } as unknown as Parameters<BankWatch["listAccounts"]>[0][number];
  banks.listAccounts([{ ...complaint, account: null }, complaint], START_MS);
  const pays = (timeMs: number) => banks.holds({ subscriber: 3, account: ACCOUNT, timeMs, oddness: 0.9 }, null);
  expect(pays(START_MS + 3 * HOUR_MS - 1)).toBe(null);
  expect(pays(START_MS + 3 * HOUR_MS)).toBe("account");
  expect(pays(START_MS + 3 * HOUR_MS + 2 * DAY_MS)).toBe(null);
});
