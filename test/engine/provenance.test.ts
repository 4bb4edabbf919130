/** What records of operators are worth against gangs with new numbers on one device, and what gangs can buy. */
import { expect, test } from "vitest";
import { sumOf } from "../../src/core/sum.ts";
import { confusionOf } from "../../src/report/sections/rates/confusion.ts";
import type { ArmsResult } from "../../src/study/variants/arms.ts";
import { runArms } from "./run-small.ts";

const SMALL = [
  "hours=72",
  "population.subscribers=1500",
  "gangs.count=30",
  "gangs.messagesPerDay=60",
  "gangs.callsPerDay=90",
  "blocklist.initialEntries=2000",
  "templates.initial=100",
];
const ON = [...SMALL, "screening.stages.provenance=true"];
const BOUGHT = Object.entries({ numberAge: 720, devices: 1, cells: 6, domainAge: 720 });
const SCHEDULE = BOUGHT.map(([knob, setting]) => ({ fromHour: 0, knob, setting }));
const PAID = [`adversary.schedule=${JSON.stringify(SCHEDULE)}`];

const [off, on, evading] = [await mainOf(SMALL), await mainOf(ON), await mainOf([...ON, ...PAID])];

async function mainOf(settings: readonly string[]): Promise<ArmsResult["main"]> {
  return (await runArms(settings)).main;
}

function intercepted({ tally }: ArmsResult["main"]): number {
  const { tp, fn } = confusionOf(tally);
  return tp / (tp + fn);
}

function falseIn10000({ tally }: ArmsResult["main"]): number {
  const { fp, tn } = confusionOf(tally);
  return (10_000 * fp) / (fp + tn);
}

function paidYuan({ money: { spent } }: ArmsResult["main"]): number {
  return (sumOf(spent.numbers) + sumOf(spent.devices)) / 100;
}

test("gangs with new numbers on one device are intercepted more where records are seen, unless they pay, and few benign callers", () => {
  expect(intercepted(on)).toBeGreaterThan(intercepted(off) + 0.02);
  expect(intercepted(evading)).toBeLessThan(intercepted(on) - 0.01);
  expect(paidYuan(evading)).toBeGreaterThan(20 * paidYuan(on));
  expect(falseIn10000(on)).toBeLessThan(falseIn10000(off) + 10);
});
