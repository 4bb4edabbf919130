/** Templates that share nearly everything with each other, and messages that are hard to tell apart by pieces. */
import { expect, test } from "vitest";
import { demandScanDecisions } from "./contract.ts";
import { TextSource } from "./texts.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

function word(source: TextSource, length: number, letters = LETTERS): string {
  return Array.from({ length }, () => letters[source.below(letters.length)]!).join("");
}

function replaced(source: TextSource, text: string, units: number): string {
  const copy = text.split("");
  for (let i = 0; i < units; i++) copy[source.below(copy.length)] = word(source, 1);
  return copy.join("");
}

const LIBRARIES: Readonly<Record<string, (source: TextSource) => () => string>> = {
  "permutations of the same pieces": (source) => {
    const pieces = Array.from({ length: 28 }, () => word(source, 9));
    return () => {
      const left = [...pieces];
      return pieces.map(() => left.splice(source.below(left.length), 1)[0]!).join("");
    };
  },
  "copies that differ in two units": (source) => {
    const text = word(source, 250);
    return () => replaced(source, text, 2);
  },
  "two letters in any order": (source) => () => word(source, 255, "ab"),
  "one letter with a few others": (source) => () => replaced(source, "a".repeat(255), 4),
  "one gram in every second place": (source) => () =>
    Array.from({ length: 25 }, () => `abcd${word(source, 4)}`).join(""),
};

test.each(Object.keys(LIBRARIES))("a library of %s is decided on as scan does", (name) => {
  const source = new TextSource(5);
  const make = LIBRARIES[name]!(source);
  const templates = Array.from({ length: 120 }, make);
  const decide = demandScanDecisions(templates);
  let matches = 0;
  for (let i = 0; i < 8; i++) {
    const [one, other] = [source.pick(templates), source.pick(templates)];
    const messages = [
      make(),
      replaced(source, one, 60),
      one.replace(/([^]{3})[^]/g, "$1\ue000"),
      one.slice(0, one.length >> 1) + other.slice(other.length >> 1),
    ];
    for (const message of messages) if (decide(message)[0] >= 0) matches++;
  }
  expect(matches).toBeGreaterThan(6);
});

// From so many postings on, the kernel reads a list that several grams share once.
test.each(["a", "ab", "abc"])("a message of one gram over and over is decided on as scan does: %s", (unit) => {
  const source = new TextSource(2);
  const decide = demandScanDecisions(Array.from({ length: 300 }, () => replaced(source, unit.repeat(85), 4)));
  for (const length of [255, 230, 200, 85, 70]) decide(unit.repeat(255).slice(0, length));
});
