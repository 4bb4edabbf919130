import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { checkSettings, defaultsWith, formatScenario, loadScenario, readSettings } from "../../src/scenario/file.ts";
import { newFolder } from "../new-folder.ts";
import { failure } from "../report/failure.ts";
import { forAll } from "../for-all.ts";

const folder = newFolder("settings");

function write(text: string): string {
  const path = join(folder, "tuned.yaml");
  writeFileSync(path, text);
  return path;
}

function messageFor(text: string, scenario = "smoke"): string {
  const path = write(text);
  const error = failure(() => loadScenario(scenario, readSettings(path)));
  expect(error.code).toBe("config");
  return error.message.replaceAll(path, "FILE");
}

test("a file of settings lies over a scenario and below what is typed", () => {
  const settings = readSettings(write("warnings:\n  low: 0.5\n  medium: 1.2\nscreening: {blockScore: 200}\n"));
  const { warnings, screening, gangs } = loadScenario("smoke", [...settings, "warnings.low=0.7"]);
  expect(warnings).toMatchObject({ low: 0.7, medium: 1.2 });
  expect(screening.blockScore).toBe(200);
  expect(gangs).toEqual(loadScenario("smoke").gangs);
});

test("a file of settings that states every parameter of a scenario gives that scenario, whatever it lies over", () => {
  const wanted = loadScenario("classroom", ["warnings.low=0.5"]);
  expect(loadScenario("smoke", readSettings(write(formatScenario(wanted))))).toEqual(wanted);
});

test("a file of settings states the same as its lines typed one by one", () => {
  forAll([fc.double({ min: 0, max: 1.5 }), fc.integer({ min: -3000, max: 3000 })], 20, (low, weight) => {
    const file = write(`warnings:\n  low: ${low}\nscreening:\n  weights:\n    callerListed: ${weight}\n`);
    const typed = [`warnings.low=${low}`, `screening.weights.callerListed=${weight}`];
    expect(defaultsWith(readSettings(file))).toEqual(defaultsWith(typed));
  });
});

test("a file of settings names line and column of a value that is out of range or of another kind", () => {
  expect(messageFor("screening:\n  flagScore: 9999\n")).toContain(
    "FILE:2:3: screening.flagScore: expected 6000 or less",
  );
  expect(messageFor("hours:\n  many: 3\n")).toContain("hours");
  expect(messageFor("- 3\n")).toContain("FILE must hold parameters");
});

test("a file of settings that breaks a rule only with the scenario below it is refused there, and not alone", () => {
  const path = write("warnings:\n  low: 2\n");
  expect(() => checkSettings(readSettings(path))).not.toThrow();
  expect(() => loadScenario("smoke", [...readSettings(path), "warnings.medium=2.1"])).not.toThrow();
  expect(() => loadScenario("smoke", readSettings(path))).toThrow("must not fall");
});
