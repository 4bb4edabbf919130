/**
 * Every disagreement between engines that was ever found, in the very lines that `bench micro --group differential`
 * prints (test/fixtures/disagreements.jsonl): no engine decides so again.
 *
 * None is on record of the engines here. The first eleven lines are what engines decided that were made to be wrong for
 * this file, each in the one thing that its name says, on generated and invented texts: templates are looked up by
 * their first unit, or by pieces of four units; the last of ties wins; the fewest edits win, whatever the lengths; what
 * is just at the threshold is left out, or what is just below it taken in; and templates that are longer than the
 * message, beyond the basic plane, of eight units, or of one or two units again and again are passed over.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Decision, sameDecision } from "../../../bench/harness/matching.ts";
import { NO_TEMPLATE, type Template } from "../../../src/detect/matcher/matcher.ts";
import { demandScanDecisions } from "./contract.ts";
import { normalise } from "../normaliser/normaliser-for-tests.ts";

interface Disagreement {
  readonly engine: string;
  readonly message: string;
  readonly templates: readonly Template[];
  readonly expected: Decision;
  readonly found: Decision;
}

const disagreements = readFileSync(new URL("../../fixtures/disagreements.jsonl", import.meta.url), "utf8")
  .trimEnd()
  .split("\n")
  .map((line, index) => ({ line: index + 1, ...(JSON.parse(line) as Disagreement) }));

describe("a disagreement that was found", () => {
  test.each(disagreements)("is none any more: line $line, $engine", ({ message, templates, expected, found }) => {
    const decide = demandScanDecisions(templates.map(({ text }) => text));
    const [row, distance, length] = decide(normalise(message));
    const template = templates[row]?.number ?? NO_TEMPLATE;
    expect({ template, distance, length }).toEqual(expected);
    expect(sameDecision(found, expected)).toBe(false);
  });

  test("is none among the templates of all the others, either", () => {
    const decide = demandScanDecisions(disagreements.flatMap(({ templates }) => templates.map(({ text }) => text)));
    const matched = disagreements.filter(({ message }) => decide(normalise(message))[0] !== NO_TEMPLATE);
    expect(matched.length).toBeGreaterThan(disagreements.length / 2);
  });
});
