import { describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../../src/core/time.ts";
import type { TransferRequest } from "../../../src/record/bank.ts";
import { BankDesk } from "../../../src/respond/banks/bank-desk.ts";
import { RecentCalls } from "../../../src/respond/banks/recent-calls.ts";
import { scenarioSchema } from "../../../src/scenario/schema.ts";

const SETTINGS = {
  ...scenarioSchema.parse({ name: "test" }).banks,
  falseShare: 0.01,
  falseShareAfterCall: 0.2,
  listDays: 2,
};

function transfer(fields: Partial<TransferRequest> = {}): TransferRequest {
  return { subscriber: 3, account: 77, timeMs: DAY_MS, oddness: 0.5, ...fields };
}

describe("the bank desk", () => {
  test("holds what looks odd, and after a suspect call what looks a little odd, and lets the rest go", () => {
    const quiet = new BankDesk(SETTINGS, () => false);
    const told = new BankDesk(SETTINGS, (subscriber) => subscriber === 3);
    expect(quiet.holds(transfer({ oddness: 0.005 }))).toBe("score");
    expect(quiet.holds(transfer({ oddness: 0.1 }))).toBe(null);
    expect(told.holds(transfer({ oddness: 0.1 }))).toBe("call");
    expect(told.holds(transfer({ oddness: 0.1, subscriber: 4 }))).toBe(null);
    expect(told.holds(transfer({ oddness: 0.3 }))).toBe(null);
  });

  test("refuses an account from when it is on the list until it is off, and for longer where it is named again", () => {
    const desk = new BankDesk(SETTINGS, () => false);
    desk.list(77, DAY_MS);
    expect(desk.holds(transfer({ timeMs: DAY_MS - 1 }))).toBe(null);
    expect(desk.holds(transfer({ timeMs: DAY_MS }))).toBe("account");
    expect(desk.holds(transfer({ timeMs: DAY_MS, account: 78 }))).toBe(null);
    expect(desk.holds(transfer({ timeMs: 3 * DAY_MS }))).toBe(null);
    desk.list(77, 2 * DAY_MS);
    expect(desk.holds(transfer({ timeMs: 3 * DAY_MS }))).toBe("account");
    expect(desk.holds(transfer({ timeMs: 4 * DAY_MS }))).toBe(null);
  });
});

test("recent calls count from their beginning for so many minutes, and never before", () => {
  const calls = new RecentCalls(60);
  calls.note(3, HOUR_MS);
  expect(calls.has(3, HOUR_MS - 1)).toBe(false);
  expect(calls.has(3, HOUR_MS)).toBe(true);
  expect(calls.has(3, 2 * HOUR_MS)).toBe(true);
  expect(calls.has(3, 2 * HOUR_MS + 1)).toBe(false);
  expect(calls.has(4, HOUR_MS)).toBe(false);
});

test("recent calls that may still count are not forgotten", () => {
  const calls = new RecentCalls(60);
  calls.note(3, HOUR_MS);
  calls.forget(HOUR_MS + 30 * MINUTE_MS);
  expect(calls.has(3, 2 * HOUR_MS)).toBe(true);
  calls.forget(3 * HOUR_MS);
  expect(calls.has(3, 2 * HOUR_MS)).toBe(false);
});
