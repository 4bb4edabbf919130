import { expect, test } from "vitest";
import { balanceLedger, checkEntry } from "../../src/metrics/ledger.ts";
import { Tally } from "../../src/metrics/tally.ts";
import { buildReport } from "../../src/report/document.ts";
import { sampleInput } from "../report/sample-report.ts";
import { failure } from "../report/failure.ts";

test("the ledger of a run that balances gives the counts in all and by channel", () => {
  expect(balanceLedger(sampleInput().tally, 100)).toEqual({
    generated: 100,
    allowed: 82,
    flagged: 4,
    blocked: 14,
    byChannel: {
      calls: { generated: 58, allowed: 52, flagged: 2, blocked: 4 },
      messages: { generated: 42, allowed: 30, flagged: 2, blocked: 10 },
    },
  });
  expect(balanceLedger(Tally.allocate({ gangs: 0, domains: 0 })).generated).toBe(0);
});

test.each<[string, (input: ReturnType<typeof sampleInput>) => void, number, string]>([
  [
    "a channel has other decisions",
    ({ tally }) => void tally.columns.generated[0]!++,
    100,
    "calls: 59 generated, but 52 allowed + 2 flagged + 4 blocked = 58",
  ],
  [
    "the counts by truth are of other events",
    ({ tally }) => void tally.columns.benign[0]!++,
    100,
    "by truth 83, 4, 14",
  ],
  ["the world planned other events", () => {}, 101, "101 events were planned and 100 generated"],
])("the ledger does not balance where %s, and says where", (_, spoil, planned, told) => {
  const input = sampleInput();
  spoil(input);
  const error = failure(() => balanceLedger(input.tally, planned));
  expect([error.code, error.exitCode]).toEqual(["invariant", 6]);
  expect(error.message).toContain(told);
});

test("the ledger does not balance over fractions or negative counts that happen to add up", () => {
  expect(() => checkEntry("calls", { generated: 1, allowed: 2, flagged: -1, blocked: 0 })).toThrow("-1 flagged");
  expect(() => checkEntry("calls", { generated: 1, allowed: 0.5, flagged: 0.5, blocked: 0 })).toThrow("0.5 allowed");
});

test("the ledger that does not balance leaves no report", () => {
  const input = sampleInput();
  input.tally.columns.decisions[2]!--;
  expect(failure(() => buildReport(input)).code).toBe("invariant");
});
