import { expect, test } from "vitest";
import { loadScenario } from "../../src/scenario/file.ts";

test.each([
  ["watch.doubtfulHours=5", "signals.suspectHours"],
  ["complaints.honestShare=0.1", "complaints.benignShare"],
  ["benign.family.textShare=0.1", "benign.family.messageShare"],
  ["heeding.text=0.1", "belief.message"],
  ["heeding.firstTalk=0.9", "belief.telephone"],
  ["heeding.laterTalk=0.97", "belief.repeated"],
  ["heeding.visit=0.99", "belief.visit"],
  ["episodes.stageSigma=0.1", "episodes.stepSigma"],
])("%s is refused under its old name, and the new one is told", (setting, now) => {
  expect(() => loadScenario("smoke", [setting])).toThrow(`is now "${now}"`);
});
