import { describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../../src/core/time.ts";
import type { TransferRequest } from "../../../src/record/bank.ts";
import { BankDesk } from "../../../src/respond/banks/bank-desk.ts";
import { scenarioSchema } from "../../../src/scenario/schema.ts";

const SETTINGS = {
  ...scenarioSchema.parse({ name: "test" }).banks,
  falseShare: 0.01,
  falseShareAfterCall: 0.2,
  listDays: 2,
  callMinutes: 60,
};

function transfer(fields: Partial<TransferRequest> = {}): TransferRequest {
  return { subscriber: 3, account: 77, timeMs: DAY_MS, oddness: 0.5, ...fields };
}

describe("the bank desk", () => {
  test("holds what looks odd, and after a suspect call what looks a little odd, and lets the rest go", () => {
    const desk = new BankDesk(SETTINGS);
    expect(desk.holds(transfer({ oddness: 0.005 }))).toBe("score");
    expect(desk.holds(transfer({ oddness: 0.1 }))).toBe(null);
    desk.noteCall(3, DAY_MS);
    expect(desk.holds(transfer({ oddness: 0.1 }))).toBe("call");
    expect(desk.holds(transfer({ oddness: 0.1, subscriber: 4 }))).toBe(null);
    expect(desk.holds(transfer({ oddness: 0.2 }))).toBe(null);
  });

  test("counts a suspect call from its beginning for an hour, and never before", () => {
    const desk = new BankDesk(SETTINGS);
    const holds = (timeMs: number) => desk.holds(transfer({ oddness: 0.1, timeMs }));
    desk.noteCall(3, HOUR_MS);
    expect([HOUR_MS - 1, HOUR_MS, 2 * HOUR_MS, 2 * HOUR_MS + 1].map(holds)).toEqual([null, "call", "call", null]);
    desk.noteCall(3, 3 * HOUR_MS);
    desk.forgetCalls(3 * HOUR_MS + 30 * MINUTE_MS);
    expect([2 * HOUR_MS, 4 * HOUR_MS].map(holds)).toEqual([null, "call"]);
    desk.forgetCalls(5 * HOUR_MS);
    expect(holds(4 * HOUR_MS)).toBe(null);
  });

  test("refuses an account from when it is on the list until it is off, and for longer where it is named again", () => {
    const desk = new BankDesk(SETTINGS);
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
