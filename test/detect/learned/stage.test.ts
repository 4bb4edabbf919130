import { gradesFound, LIKELY, SURE, UNREAD } from "../../../src/detect/learned/found.ts";
import { scriptsFound } from "../../../src/detect/matcher/found.ts";
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { en } from "../../../src/ui/words.ts";
import { EventBatch } from "../../../src/event/event-batch.ts";
import { Findings } from "../../../src/event/findings.ts";
import { decodeModel, encodeModel } from "../../../src/detect/learned/model.ts";
import { loadModel } from "../../../src/detect/learned/models.ts";
import { LEARNED } from "../../../src/detect/learned/stage.ts";
import { buildMatcher } from "../../../src/detect/matcher/engines.ts";
import { cutTemplate } from "../../../src/detect/matcher/matcher.ts";
import { attachNormaliser, normaliseText } from "../../../src/detect/normaliser/normaliser.ts";
import { loadNormaliserTable } from "../../../src/detect/normaliser/stored-normaliser.ts";
import { screen } from "../../../src/detect/screening.ts";
import { type StageHandles, StageTables } from "../../../src/detect/tables.ts";
import { fillEvents } from "../../../src/rows/fill-events.ts";

const model = loadModel("starter")!;

const TEXTS = [
  "your account is frozen, confirm the card at http://safe-login.top/a1 or lose access tonight",
  "are we still on for lunch tomorrow? bring the blue folder",
  "【通知】您的贷款额度已批准，无视征信，加V信 hk77120 秒到账",
  "妈，我晚上晚点回来吃饭，先别等我",
  "Ｗｉｎ ａ ｐｒｉｚｅ！ ｃａｌｌ ０９００１１１２２２ ｎｏｗ",
  "",
  "\u{1F600}\u200b\ud800 ok",
  "a long message that goes on and on. ".repeat(30),
];

function screened(handles: Partial<StageHandles> = {}) {
  const rows = [...TEXTS, null].map((text, at) => ({ line: at + 1, text, caller: "13800138000", label: null }));
  const events = EventBatch.allocate(rows.length);
  fillEvents(events, rows, 0);
  const findings = Findings.allocate(rows.length);
  const tables = new StageTables(loadNormaliserTable()).attach({ learned: model, ...handles });
  screen(events, findings, tables);
  return { events, findings };
}

test("the stage learned grades texts by the model, and no call", () => {
  const { findings } = screened();
  const { grade } = gradesFound(findings);
  expect(grade[TEXTS.length]).toBe(UNREAD);
  expect(grade[0]).toBeGreaterThanOrEqual(LIKELY);
  expect(grade[1]).toBeLessThan(LIKELY);
  expect(grade[3]).toBeLessThan(SURE);
});

test("the stage learned finds the same where the text match reads the messages too", () => {
  const normaliser = attachNormaliser(loadNormaliserTable());
  const templates = TEXTS.slice(0, 3).map((text, number) => ({
    number,
    text: cutTemplate(normaliseText(normaliser, text)),
  }));
  const both = screened({ match: buildMatcher("index", 750, templates) });
  expect(gradesFound(both.findings).logOdds).toEqual(gradesFound(screened().findings).logOdds);
  expect(Array.from(scriptsFound(both.findings).template.subarray(0, 3))).toEqual([0, 1, 2]);
});

test("the stage learned names the pieces of a text that spoke for and against, and they come from the text", () => {
  const { events, findings } = screened();
  const context = LEARNED.attacher(attachNormaliser(loadNormaliserTable())).attach(model);
  const saw = LEARNED.saw(events, findings, 0, { context, unmask: false })!;
  expect(saw.spokeFor.length).toBeGreaterThan(2);
  for (const { text, weight } of [...saw.spokeFor, ...saw.spokeAgainst]) {
    expect(text.length).toBeGreaterThan(2);
    expect(TEXTS[0]).toContain(text);
    expect(Math.abs(weight)).toBeGreaterThan(0);
  }
  expect(en(LEARNED.explain(events, findings, 0, saw)!)).toContain(saw.spokeFor[0]!.text);
  expect(LEARNED.saw(events, findings, TEXTS.length, { context, unmask: false })).toBeNull();
});

describe("a model file", () => {
  const bytes = encodeModel(model);

  test("comes back as it was, and is small", () => {
    expect(decodeModel(bytes, "m")).toEqual(model);
    expect(bytes.length).toBeLessThan(256 * 1024);
  });

  test.each([
    ["damaged", () => bytes.map((byte, at) => (at === 5000 ? byte ^ 1 : byte)) as Buffer, /damaged/],
    ["cut short", () => bytes.subarray(0, 9000), /damaged/],
    [
      "of another version",
      () => Buffer.from(bytes.toString("latin1").replace("model 1", "model 9"), "latin1"),
      /another version/,
    ],
    ["something else", () => Buffer.from("text,label\n"), /found something else/],
    [
      "of weights beyond all bounds",
      () => {
        const content = Buffer.from(
          bytes
            .subarray(50)
            .toString("latin1")
            .replace(/"step":[^,]+/, '"step":1e308'),
          "latin1",
        );
        return Buffer.concat([bytes.subarray(0, 18), createHash("sha256").update(content).digest(), content]);
      },
      /is not valid \(Too big/,
    ],
    ["empty", () => Buffer.alloc(0), /found something else/],
  ])("that is %s is refused, with its name and what to do", (_, bytesOf, words) => {
    expect(() => decodeModel(bytesOf(), "mine.model")).toThrow(words);
    expect(() => decodeModel(bytesOf(), "mine.model")).toThrow(/mine\.model: .*train it again/);
  });
});
