/** All engines against `scan`, on whatever fast-check comes up with. The large run is in the bench. */
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Decision } from "../../../bench/harness/matching.ts";
import { NO_TEMPLATE, type Template, cutTemplate } from "../../../src/detect/matcher/matcher.ts";
import { normalise } from "../normaliser/normaliser-for-tests.ts";
import { demandScanDecisions } from "./contract.ts";
import { TextSource } from "./texts.ts";
import { forAll } from "../../for-all.ts";

/** Few letters make grams repeat and copies tie; many make pieces rare. Halves of pairs stand alone as often as not. */
const unit = fc.oneof(
  fc.constantFrom("a", "b", "c"),
  fc.constantFrom(...Array.from("您的银行账户已被冻结请点击链接登录验证")),
  fc.constantFrom("\ud840", "\udc00", "\ue000", "0"),
);
const text = fc.oneof(
  { weight: 6, arbitrary: fc.array(unit, { maxLength: 60 }) },
  { weight: 1, arbitrary: fc.array(unit, { minLength: 200, maxLength: 300 }) },
);

/** Where to edit, as a share of the length; what to put there; and how many units go. */
const edit = fc.tuple(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.oneof(unit, fc.constant("")), fc.nat(1));
const variation = fc.oneof(
  { weight: 5, arbitrary: fc.record({ edits: fc.array(edit, { maxLength: 14 }) }) },
  { weight: 2, arbitrary: fc.record({ every: fc.integer({ min: 3, max: 6 }), inserted: unit }) },
);

function vary(units: readonly string[], how: typeof variation extends fc.Arbitrary<infer T> ? T : never): string {
  if ("every" in how) return units.map((u, i) => (i % how.every === how.every - 1 ? u + how.inserted : u)).join("");
  const copy: string[] = [...units];
  for (const [at, put, gone] of how.edits)
    copy.splice(Math.floor(at * copy.length), gone, ...(put === "" ? [] : [put]));
  return copy.join("");
}

test.each([500, 667, 750, 751, 900, 1000])(
  "all engines take the same decision at threshold %i on templates, copies of them with edits, and other texts",
  (thresholdPermille) => {
    let matches = 0;
    const copies = fc.array(fc.tuple(fc.nat(), variation), { minLength: 1, maxLength: 12 });
    forAll(
      [fc.array(text, { maxLength: 10 }), copies, fc.array(text, { maxLength: 4 })],
      50,
      (texts, edited, others) => {
        const templates = texts.map((units) => cutTemplate(units.join("")));
        const decide = demandScanDecisions(templates, thresholdPermille);
        const messages = others.map((units) => units.join(""));
        if (texts.length > 0) for (const [pick, how] of edited) messages.push(vary(texts[pick % texts.length]!, how));
        for (const message of messages) if (decide(message)[0] >= 0) matches++;
      },
    );
    expect(matches).toBeGreaterThan(10);
  },
);

test("all engines take the same decision on an empty text, on one unit and on 64 KiB", () => {
  const long = "您的账户冻结ab".repeat(8192).slice(0, 65536);
  const templates = ["您的账户冻结abc", cutTemplate(long), "a".repeat(255), "\ud840".repeat(20)];
  const decide = demandScanDecisions(templates);
  for (const message of ["", "a", `x${long}`, "a".repeat(65536), "\ud840".repeat(65536), "\udc00"]) decide(message);
  expect(decide(long)).toEqual([1, 0, 255]);
});

test("the distance of a match is right at every length, however far both texts may be apart", () => {
  const start = fc.array(fc.constantFrom("a", "b", "您", "好", "0"), { minLength: 8, maxLength: 255 });
  const edits = fc.array(fc.tuple(fc.nat(254), fc.constantFrom("a", "b", "c", "您", "\ue000"), fc.nat(2)), {
    maxLength: 100,
  });
  let matches = 0;
  forAll([start, edits, fc.integer({ min: 500, max: 1000 })], 150, (units, changes, thresholdPermille) => {
    const copy: string[] = [...units];
    for (const [at, put, kind] of changes) {
      copy.splice(at % copy.length, kind === 0 ? 0 : 1, ...(kind === 1 && copy.length > 9 ? [] : [put]));
    }
    const [template, message] = [units.join(""), copy.join("").slice(0, 255)];
    if (demandScanDecisions([template], thresholdPermille)(message)[0] >= 0) matches++;
  });
  expect(matches).toBeGreaterThan(50);
});

test("all engines decide as scan does over a thousand templates, whose lists are long", () => {
  const source = new TextSource(5);
  const templates = source.scripts(1000).map(cutTemplate);
  const decide = demandScanDecisions(templates);
  let matches = 0;
  for (let i = 0; i < 60; i++) {
    const script = source.pick(templates);
    const message = source.edit(script, source.below(Math.ceil(script.length / 3)));
    if (decide(message)[0] >= 0) matches++;
  }
  expect(matches).toBeGreaterThan(20);
});

interface Disagreement {
  readonly message: string;
  readonly templates: readonly Template[];
  readonly expected: Decision;
}

test("every disagreement that bench micro ever printed is none any more", () => {
  const lines = readFileSync(new URL("../../fixtures/disagreements.jsonl", import.meta.url), "utf8").trimEnd();
  for (const line of lines.split("\n")) {
    const { message, templates, expected } = JSON.parse(line) as Disagreement;
    const [row, distance, length] = demandScanDecisions(templates.map((template) => template.text))(normalise(message));
    expect({ template: templates[row]?.number ?? NO_TEMPLATE, distance, length }).toEqual(expected);
  }
});
