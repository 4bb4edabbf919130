import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { beforeAll, describe, expect, test } from "vitest";

import { RingfenceError } from "../../../src/core/errors.ts";
import { BENIGN_CLASSES, TYPOLOGIES } from "../../../src/event/taxonomy.ts";
import { scriptFile } from "../../../src/world/text/grammar-schema.ts";
import { loadGrammar } from "../../../src/world/text/grammar.ts";
import { readYamlFile } from "../../../src/core/yaml.ts";
import { catalogue } from "./fixture.ts";
import { failure } from "../../report/failure.ts";
import { newFolder } from "../../new-folder.ts";

const SCRIPT = `typology: loan
scripts:
  - id: loan-probe
    steps:
      - channel: message
        afterHours: 0
        zh:
          segments:
            - ["点击{link}领取"]
            - { swap: true, words: ["当天到账", "秒到账"] }
          paraphrase: [["随便"]]
        en:
          segments: [["Visit {link}"]]
          paraphrase: [["Anything"]]
      - channel: call
        afterHours: 3
        durationMedianS: 95
`;

const folder = newFolder("scripts");

function readScripts(source: string) {
  const path = join(folder, "loan.yaml");
  writeFileSync(path, source);
  return readYamlFile(path, scriptFile);
}

function errorOf(source: string): RingfenceError {
  const error = failure(() => readScripts(source));
  expect(error.code).toBe("config");
  return error;
}

test("a script file is read as written, a list standing for a segment without swap", () => {
  const { scripts } = readScripts(SCRIPT);
  const [text, call] = scripts[0]!.steps;
  expect(text).toMatchObject({ channel: "message", zh: { segments: [{ swap: false }, { swap: true }] } });
  expect(call).toMatchObject({ channel: "call", durationMedianS: 95 });
});

test.each([
  ["an unknown slot", ["{link}领取", "{lnik}领取"], /loan.yaml:9:16: .*unknown slot \{lnik\}; slots are \{brand\}/],
  ["an open brace", ["{link}领取", "{link领取"], /loan.yaml:9:16: .*brace without its partner/],
  ["an unknown key", ["afterHours: 0", "afterHours: 0\n        colour: red"], /loan.yaml:7:9: .*"colour"/],
  ["no segments", ['segments: [["Visit {link}"]]', "segments: []"], /loan.yaml:13:11: .*at least one segment/],
  ["an empty segment", ['[["随便"]]', "[[]]"], /loan.yaml:11:24: .*at least one wording/],
  ["an empty wording", ['"秒到账"', '""'], /loan.yaml:10:45: .*an empty wording/],
  ["a private-use character", ["秒到账", "\\ue003"], /loan.yaml:10:45: .*private-use/],
  ["hours before the step before", ["afterHours: 3", "afterHours: -3"], /loan.yaml:16:9: /],
  ["wording in a call", ["durationMedianS: 95", "durationMedianS: 95\n        zh: {}"], /loan.yaml:18:9: .*"zh"/],
  ["another typology", ["typology: loan", "typology: loans"], /loan.yaml:1:1: .*"brushing"/],
  ["a number for a wording", ['"秒到账"', "138"], /loan.yaml:10:45: .*expected quoted text/],
  ["__proto__ as a key", ["afterHours: 0", "afterHours: 0\n        __proto__: { x: 1 }"], /loan.yaml:7:9: .*__proto__/],
  ["a key twice", ["afterHours: 0", "afterHours: 0\n        afterHours: 0"], /unique/],
  ["broken YAML", ["scripts:", "scripts: ["], /is not YAML/],
])("a script file with %s is refused, with line and column", (_, [from, to], message) => {
  expect(errorOf(SCRIPT.replace(from!, to!)).message).toMatch(message);
});

test("a script file of nested aliases is refused instead of unfolded", () => {
  const layers = Array.from({ length: 12 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n},`.repeat(10)}]`);
  expect(errorOf(`a0: &a0 [x]\n${layers.join("\n")}\n`).message).toMatch(/alias/i);
});

describe("the datasets", () => {
  test("hold scripts of each typology, each with a text", () => {
    expect(catalogue.scripts).toHaveLength(TYPOLOGIES.length);
    for (const scripts of catalogue.scripts) {
      expect(scripts.length).toBeGreaterThanOrEqual(2);
      for (const { steps } of scripts) {
        expect(steps.length).toBeGreaterThanOrEqual(2);
        expect(steps.some(({ message }) => message >= 0)).toBe(true);
      }
    }
  });

  test("number every message once, calls not at all, and have messages of every benign class", () => {
    BENIGN_CLASSES.forEach((_, index) => expect(catalogue.benign[index]!.length).toBeGreaterThanOrEqual(4));
    const messages = [...catalogue.scripts.flat().flatMap(({ steps }) => steps), ...catalogue.benign.flat()];
    const numbers = messages.map(({ message }) => message).filter((message) => message >= 0);
    expect(numbers).toEqual(Array.from({ length: catalogue.messageCount }, (_, n) => n));
  });
});

describe("a directory of datasets", () => {
  const datasets = fileURLToPath(new URL("../../../datasets", import.meta.url));
  const directory = newFolder("grammar");
  beforeAll(() => {
    for (const name of ["scripts", "messages-benign", "characters", "fillers.yaml", "synonyms.yaml"]) {
      cpSync(join(datasets, name), join(directory, name), { recursive: true });
    }
  });

  test.each([
    [
      "claims another's typology",
      "scripts/loan.yaml",
      /typology: loan/,
      "typology: police",
      /expected typology "loan"/,
    ],
    ["uses an id twice", "scripts/loan.yaml", /- id: .*/g, "- id: same", /id "same" is used twice/],
    [
      "names an unknown group",
      "fillers.yaml",
      /(loan: \{ brand: \[)/,
      "$1banque, ",
      /"banque" of brand; groups are bank, /,
    ],
  ])("with a file that %s is refused", (_, name, from, to, message) => {
    const path = join(directory, name);
    const before = readFileSync(path, "utf8");
    writeFileSync(path, before.replaceAll(new RegExp(from, "g"), to));
    expect(() => loadGrammar(directory)).toThrow(message);
    writeFileSync(path, before);
  });

  test("that is not there is an input error that names it", () => {
    expect(() => loadGrammar(join(directory, "nowhere"))).toThrow(/cannot list .*nowhere/);
  });
});
