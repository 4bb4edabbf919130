import { describe, expect, it } from "vitest";
import { EventBatch, KIND_CALL, KIND_MESSAGE, MAX_TEXT_UNITS, ROUTES, textOf } from "../../src/event/event-batch.ts";
import { parseIdentity, WITHHELD } from "../../src/event/identity.ts";
import { fillEvents, screenedUnits } from "../../src/rows/fill-events.ts";
import { PositiveLabels, DEFAULT_POSITIVE_LABELS } from "../../src/rows/positive-labels.ts";
import { CHINA } from "../../src/rows/country.ts";

describe("routeOf", () => {
  it.each([
    ["13800138000", "mobile"],
    ["+8613800138000", "mobile"],
    ["17012345678", "virtual"],
    ["008616212345678", "virtual"],
    ["16512345678", "virtual"],
    ["16712345678", "virtual"],
    ["17112345678", "virtual"],
    ["17212345678", "mobile"],
    ["123456", "enterprise"],
    ["1234567", "mobile"],
    ["8001234567", "enterprise"],
    ["02112345678", "fixed"],
    ["+862112345678", "fixed"],
    ["4001234567", "enterprise"],
    ["95588", "enterprise"],
    ["9559912", "enterprise"],
    ["10690000123456", "enterprise"],
    ["ICBC", "enterprise"],
    ["0095588", "international"],
    ["+14155550100", "international"],
    ["+86", "international"],
    ["+86013800138000", "fixed"],
    ["8613800138000", "mobile"],
    ["4692576503", "mobile"],
    ["", "mobile"],
  ])("%s comes by the %s network", (written, route) => {
    expect(ROUTES[CHINA.routeOf(parseIdentity(written))]).toBe(route);
  });
});

describe("PositiveLabels", () => {
  it("compares without regard to case and takes a trailing * as a prefix", () => {
    const labels = new PositiveLabels(DEFAULT_POSITIVE_LABELS);
    for (const label of ["Fraud", "SPAM", "fr:phishing(Bank)", "FR:"]) expect(labels.matches(label)).toBe(true);
    for (const label of ["ham", "FR", "spammy", "", "IL:Gambling", "__proto__"])
      expect(labels.matches(label)).toBe(false);
  });

  it("refuses an empty list", () => {
    expect(() => new PositiveLabels(" , ")).toThrow("at least one label");
  });
});

describe("fillEvents", () => {
  it("makes a message of a row with a text and a call of one without, a batch at a time", () => {
    const events = EventBatch.allocate(2);
    const rows = [
      { line: 2, text: "héllo", caller: "138", label: null },
      { line: 3, text: null, caller: "95588", label: null },
      { line: 4, text: "last", caller: null, label: null },
    ];
    fillEvents(events, rows, 0);
    expect([events.count, events.kind[0], events.kind[1]]).toEqual([2, KIND_MESSAGE, KIND_CALL]);
    expect([textOf(events, 0), textOf(events, 1)]).toEqual(["héllo", ""]);
    fillEvents(events, rows, 2);
    expect([events.count, textOf(events, 0), events.caller[0]]).toEqual([1, "last", WITHHELD]);
  });

  it("copies any units as they are, each text behind the one before", () => {
    const texts = ["\0a\ud83d", "\udc00", "中文ÿĀ😀", "e\u0301"];
    const rows = texts.map((text, index) => ({ line: index + 1, text, caller: null, label: null }));
    const events = EventBatch.allocate(rows.length);
    fillEvents(events, rows, 0);
    expect(rows.map((_, row) => textOf(events, row))).toEqual(texts);
  });

  it("cuts a long text and never inside a surrogate pair", () => {
    const events = EventBatch.allocate(1);
    const text = `${"x".repeat(MAX_TEXT_UNITS - 1)}😀`;
    expect(fillEvents(events, [{ line: 2, text, caller: null, label: null }], 0)).toBe(1);
    expect(textOf(events, 0)).toHaveLength(MAX_TEXT_UNITS - 1);
    expect(screenedUnits("x".repeat(MAX_TEXT_UNITS))).toBe(MAX_TEXT_UNITS);
    expect(screenedUnits("\ud800".repeat(MAX_TEXT_UNITS + 1))).toBe(MAX_TEXT_UNITS);
  });
});
