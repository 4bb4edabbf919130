import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readLinks } from "../../../src/detect/links/stage.ts";
import { MATCHER_ENGINES, attachMatcher, buildMatcher } from "../../../src/detect/matcher/engines.ts";
import { scriptsFound } from "../../../src/detect/matcher/found.ts";
import { IndexMatcher } from "../../../src/detect/matcher/index-matcher.ts";
import { type Matcher, NO_TEMPLATE, cutTemplate } from "../../../src/detect/matcher/matcher.ts";
import { matchMessages } from "../../../src/detect/matcher/stage.ts";
import { attachTemplateTable } from "../../../src/detect/matcher/template-table.ts";
import { textEdits } from "../../../src/detect/matcher/text-edits.ts";
import { Findings } from "../../../src/event/findings.ts";
import { messageBatch } from "../../event/message-batch.ts";
import { forAll } from "../../for-all.ts";
import { normaliser } from "../normaliser/normaliser-for-tests.ts";
import { answer, describeEngine, matcherOf } from "./contract.ts";
import { TextSource } from "./texts.ts";

for (const engine of MATCHER_ENGINES) describeEngine(engine);

test("the stage writes the nearest script of every message, over whatever stood there, and nothing for calls", () => {
  const { events } = messageBatch([
    "您的银行账户已被冻结，请登录 http://b.cn/9 验证",
    null,
    "您的银​行账戶已被凍結 请登錄ｗｗｗ．ｘ．ｃｏｍ验证！",
    "今天晚上一起吃饭吗，老地方见",
    "",
    "您好",
  ]);
  const findings = Findings.allocate(events.capacity + 1);
  const { template, distance, length } = scriptsFound(findings);
  template.fill(77);
  distance.fill(77);
  length.fill(77);
  readLinks(events, findings);
  matchMessages(events, findings, matcherOf("index", ["您的银行账户已被冻结请登录\ue000验证身份"]), normaliser);
  expect([...template]).toEqual([0, -1, 0, -1, -1, -1, 77]);
  expect([...distance]).toEqual([2, 0, 2, 0, 0, 0, 77]);
  expect([...length]).toEqual([18, 0, 18, 0, 0, 0, 77]);
});

const BUILDS = 27;

// Where many are in force never, sooner or later, and from the beginning.
test.each([8192, 60, 1])("index decides as scan does after each of many builds, where many are %i", (many) => {
  const source = new TextSource(1000 + many);
  const all = source.scripts(400).map((text, number) => ({ number, text: cutTemplate(text) }));
  let index: IndexMatcher | undefined;
  let matches = 0;
  for (let build = 0; build < BUILDS; build++) {
    const first = source.below(300);
    // Memory that many templates took is used for few.
    const inForce = all.slice(first, first + source.below(build % 7 === 6 ? 400 : 80));
    const thresholdPermille = build % 9 === 8 ? 600 : 750;
    const handle = buildMatcher("scan", thresholdPermille, inForce);
    const scan: Matcher = attachMatcher(handle);
    const tables = { version: handle.version, thresholdPermille, templates: attachTemplateTable(handle.templates) };
    index = new IndexMatcher(tables, index, many);
    expect(index.templateCount).toBe(scan.templateCount);
    for (let i = 0; i < 25; i++) {
      const { text } = source.pick(all.slice(Math.max(0, first - 10), first + 90));
      const message = source.edit(text, source.below(Math.ceil(text.length / 3)));
      const expected = answer(scan, message);
      expect(answer(index, message)).toEqual(expected);
      if (expected[0] !== NO_TEMPLATE) matches++;
    }
  }
  expect(matches).toBeGreaterThan(BUILDS);
});

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

describe("the edits from one text to another", () => {
  test.each([
    ["a𠀀b", "a𠀁b", ["same a", "deleted 𠀀", "inserted 𠀁", "same b"]],
    ["a𠀀", "a𡀀", ["same a", "deleted 𠀀", "inserted 𡀀"]],
    ["𠀀𠀁", "𠀁", ["deleted 𠀀", "same 𠀁"]],
    ["abc", "axc", ["same a", "deleted b", "inserted x", "same c"]],
  ])("%s to %s leave characters whole", (before, after, expected) => {
    expect(textEdits(before, after).map(({ kind, text }) => `${kind} ${text}`)).toEqual(expected);
  });

  test("make up both messages, in whole characters, whatever these are", () => {
    // Characters that share either half, so that halves are found to be the same.
    const text = fc.string({ unit: fc.constantFrom("𠀀", "𠀁", "𡀀", "𡀁", "a"), maxLength: 12 });
    forAll([text, text], 200, (before, after) => {
      const edits = textEdits(before, after);
      const joined = (left: string): string =>
        edits.map(({ kind, text: part }) => (kind === left ? "" : part)).join("");
      expect(joined("inserted")).toBe(before);
      expect(joined("deleted")).toBe(after);
      expect(edits.filter((edit) => LONE_SURROGATE.test(edit.text))).toEqual([]);
    });
  });
});
