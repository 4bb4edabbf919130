import { describe, expect, test } from "vitest";
import { CORPORA } from "../../../bench/harness/corpus/corpus.ts";
import type { ObviousEvent } from "../../../bench/obvious/event.ts";
import { normalise } from "../../../bench/obvious/normalise.ts";
import { ObviousScreener } from "../../../bench/obvious/screener.ts";
import { screenInThread } from "../pipeline/screen-in-thread.ts";
import { attachNormaliser, normaliseText } from "../../../src/detect/normaliser/normaliser.ts";
import { loadNormaliserTable } from "../../../src/detect/normaliser/stored-normaliser.ts";
import { Traffic } from "../../../bench/harness/corpus/traffic.ts";
import { checkVerdicts } from "../../../bench/pipeline/check-verdicts.ts";

const listedOnly = { blocklist: ["13800000002"], templates: ["the bank has frozen your card, call now"] };
const screener = new ObviousScreener(listedOnly);
const event = (caller: string, text: string | null): ObviousEvent => ({ line: 1, caller, text, label: null });

describe("the obvious pipeline", () => {
  test.each(["13800000002", "+8613800000002", "008613800000002", "8613800000002"])(
    "lists %s however it is written",
    (caller) => {
      expect(screener.screen(event(caller, null)).listed).toBe(true);
    },
  );

  test("blocks nobody on the filter's word alone", () => {
    const many = new ObviousScreener({
      templates: [],
      blocklist: Array.from({ length: 50 }, (_, i) => `${13e9 + 2 * i}`),
    });
    const strangers = Array.from({ length: 2000 }, (_, i) => many.screen(event(`${13e9 + 2 * i + 1}`, null)).listed);
    expect(strangers).not.toContain(true);
  });

  test("finds a script with a few letters changed, and nothing in a call or a short text", () => {
    expect(screener.screen(event("1", "The BANK has fr0zen yоur card; call now!"))).toMatchObject({ template: 0 });
    expect(screener.screen(event("1", "see you at lunch tomorrow, the usual place"))).toMatchObject({ template: -1 });
    expect(screener.screen(event("1", "bank"))).toMatchObject({ template: -1, distance: 0 });
    expect(screener.screen(event("1", null))).toMatchObject({ template: -1, distance: 0 });
  });

  test("normalises links, digits, case, width and look-alikes", () => {
    expect(normalise("Ｐаy 1,234.50 at http://a.cn/x NOW，瀏覽 evil.top")).toBe("pay0at\ue000now浏览\ue000");
  });

  test("normalises every character within a text as the product does", () => {
    const table = attachNormaliser(loadNormaliserTable());
    const differing = Array.from({ length: 0x10800 }, (_, code) => code + 1)
      // Not those between, of one script each, nor surrogates and what links are masked by.
      .filter((code) => code < 0x3400 || (code >= 0xa000 && code < 0xac00) || (code > 0xf8ff && code < 0x10800))
      .map((code) => `ab${String.fromCodePoint(code)}cd`)
      .filter((text) => normalise(text) !== normaliseText(table, text));
    expect(differing).toEqual([]);
  });

  test.each(CORPORA)("gives the verdicts of the product's stages: %s corpus, another seed", (corpus) => {
    const traffic = new Traffic({ seed: 11, corpus, templates: 40, listed: 300 });
    const events = traffic.next(500);
    const obvious = new ObviousScreener(traffic.knowledge);
    const answers = screenInThread(traffic.knowledge, events);
    expect(answers.matches).toBeGreaterThan(20);
    checkVerdicts(
      answers,
      0,
      events,
      events.map((each) => obvious.screen(each)),
    );
  });
});
