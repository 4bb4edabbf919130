import { expect, test } from "vitest";
import { loadScenario } from "../../src/scenario/file.ts";

test.each([
  ["watch.doubtfulHours=5", "signals.suspectHours"],
  ["complaints.honestShare=0.1", "complaints.benignShare"],
  ["benign.family.textShare=0.1", "benign.family.messageShare"],
  ["heeding.text=0.1", "heeding.message"],
  ["episodes.stageSigma=0.1", "episodes.stepSigma"],
])("%s is refused under its old name, and the new one is told", (setting, now) => {
  expect(() => loadScenario("smoke", [setting])).toThrow(`is now "${now}"`);
});
