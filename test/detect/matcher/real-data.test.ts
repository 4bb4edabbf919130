/** On real messages, where RINGFENCE_DATA names a folder of them: the engines agree, and the normaliser holds. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cutTemplate } from "../../../src/detect/matcher/matcher.ts";
import { demandScanDecisions } from "./contract.ts";
import { normalise } from "../normaliser/normaliser-for-tests.ts";
import { TextSource } from "./texts.ts";

const folder = process.env["RINGFENCE_DATA"];

describe.skipIf(folder === undefined)("on real messages (skipped: RINGFENCE_DATA is not set)", () => {
  const texts = folder === undefined ? [] : readTexts(folder);

  test("all engines agree on several thousand, with some of them, edited, as templates", () => {
    const source = new TextSource(11);
    const templates = Array.from({ length: 250 }, () => {
      const text = normalise(source.pick(texts));
      return cutTemplate(source.edit(text, source.below(1 + Math.floor(text.length / 8))));
    });
    for (const thresholdPermille of [600, 750]) {
      const decide = demandScanDecisions(templates, thresholdPermille);
      let matches = 0;
      for (let i = 0; i < 2500; i++) {
        const text = i % 5 === 0 ? source.edit(source.pick(templates), 6) : normalise(source.pick(texts));
        if (decide(text)[0] >= 0) matches++;
      }
      expect(matches).toBeGreaterThan(200);
    }
  });

  test("a normalised message normalises to itself, and keeps no dot of a link", () => {
    const normalised = texts.map(normalise);
    expect(normalised.filter((text) => normalise(text) !== text)).toEqual([]);
    expect(normalised.filter((text) => /[.:/\s]/.test(text))).toEqual([]);
    expect(texts.length).toBeGreaterThan(10_000);
  });
});

function readTexts(root: string): string[] {
  return readdirSync(root)
    .filter((name) => name.startsWith("sms-") && name.endsWith(".jsonl"))
    .flatMap((name) => readFileSync(join(root, name), "utf8").split("\n"))
    .filter((line) => line !== "")
    .map((line) => (JSON.parse(line) as { text: string }).text);
}
