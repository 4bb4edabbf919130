import { describe, expect, test } from "vitest";
import { attachMatcher } from "../../../src/detect/matcher/engines.ts";
import { TemplateLibrary, fillSlots } from "../../../src/detect/matcher/library.ts";
import { answer } from "./contract.ts";
import { normalise, normaliser } from "../normaliser/normaliser-for-tests.ts";

const BANK = "Your bank account is blocked, visit http://a.cn/1";
const PARCEL = "您的快递在运输途中丢失,请联系客服办理理赔";

function library(lifeTicks: number | null, engine: string = "index"): TemplateLibrary {
  return new TemplateLibrary({ engine, thresholdPermille: 750, lifeTicks, normaliser });
}

function numberAt(templates: TemplateLibrary, tick: number, text: string): number {
  return answer(attachMatcher(templates.seal(tick)), normalise(text))[0];
}

describe("the template library", () => {
  test("matches a script from the tick it is in force, and no longer than its life", () => {
    const templates = library(10);
    const number = templates.add(BANK, 5);
    expect([4, 5, 14, 15].map((tick) => numberAt(templates, tick, BANK))).toEqual([-1, number, number, -1]);
  });

  test("keeps a script for ever when there is no life", () => {
    const templates = library(null);
    templates.add(BANK, 0);
    expect(numberAt(templates, 1_000_000, BANK)).toBe(0);
  });

  test("gives each script a number that never changes and finds its text by it", () => {
    const templates = library(10);
    expect(templates.add(BANK, 0)).toBe(0);
    expect(templates.add(PARCEL, 8)).toBe(1);
    // The first has aged out; the second keeps its number.
    expect(numberAt(templates, 12, PARCEL)).toBe(1);
    expect(templates.textOf(0)).toBe(BANK);
    expect(templates.normalisedOf(0)).toBe("yourbankaccountisblockedvisit\ue000");
    expect(templates.size).toBe(2);
    expect(() => templates.textOf(2)).toThrow("no template has number 2");
    expect(() => templates.textOf(-1)).toThrow("no template has number -1");
  });

  test("takes a script that reads the same for the one in force, and lets it live longer", () => {
    const templates = library(10);
    expect(templates.add(BANK, 0)).toBe(0);
    expect(templates.add("YOUR B-A-N-K account is blocked! Visit www.other.com", 6)).toBe(0);
    expect([9, 15, 16].map((tick) => numberAt(templates, tick, BANK))).toEqual([0, 0, -1]);
    expect(templates.textOf(0)).toBe(BANK);
  });

  test("gives a script that comes back after it aged out a new number", () => {
    const templates = library(10);
    templates.add(BANK, 0);
    expect(templates.add(BANK, 20)).toBe(1);
    expect([5, 15, 25].map((tick) => numberAt(templates, tick, BANK))).toEqual([0, -1, 1]);
  });

  test("builds anew only when other templates are in force", () => {
    const templates = library(10);
    templates.add(BANK, 0);
    const first = templates.seal(0);
    expect(templates.seal(3)).toBe(first);
    templates.add(BANK, 4);
    templates.add(PARCEL, 6);
    expect(templates.seal(5)).toBe(first);
    const second = templates.seal(6);
    expect(second).not.toBe(first);
    expect(second.version).not.toBe(first.version);
    // A reader of the old handle still sees the old set.
    expect(answer(attachMatcher(first), normalise(PARCEL))[0]).toBe(-1);
    expect(answer(attachMatcher(second), normalise(PARCEL))[0]).toBe(1);
  });

  test("brings a script back that is learned again from before its end, though a later tick was sealed", () => {
    const templates = library(10);
    templates.add(BANK, 0);
    expect(numberAt(templates, 12, BANK)).toBe(-1);
    expect(templates.add(BANK, 9)).toBe(0);
    expect([13, 18, 19].map((tick) => numberAt(templates, tick, BANK))).toEqual([0, 0, -1]);
    expect(() => templates.seal(18)).toThrow("tick 18 was sealed already");
  });

  test("survives scripts of nothing, of 64 KiB and with the names of properties", () => {
    const templates = library(null);
    // The second is as empty as the first.
    for (const text of ["", "\u200b", "__proto__ constructor", "\ud800".repeat(9), "啊".repeat(65536)]) {
      expect(templates.normalisedOf(templates.add(text, 0)).length).toBeLessThanOrEqual(255);
    }
    expect(numberAt(templates, 0, "__proto__constructor")).toBe(1);
  });

  test("reads slots as the normaliser reads what fills them", () => {
    const filled = "【顺丰】李雷,您的包裹123已丢失,请在12:30前登录http://sf.cn/x理赔500元";
    const slotted = "【顺丰】{name},您的包裹{number}已丢失,请在{time}前登录{link}理赔{amount}元";
    expect(normalise(fillSlots(slotted))).toBe(normalise(filled).replace("李雷", ""));
    expect(fillSlots("{not a slot} {} {{x}")).toBe("{not a slot} {} {");
  });
});
