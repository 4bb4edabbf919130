import { expect, test } from "vitest";
import { loadScenario } from "../../src/scenario/file.ts";

test.each([
  ["population.virtualShare=0.1", "is fixed at 3 % now: no result depended on it"],
  ["benign.otp.answered=0.5", "is gone: codes come as messages alone"],
  ["benign.hospital.answered=0.5", "is fixed at 0.75 now"],
  ["benign.school.durationMedianS=60", "is fixed at 70 s now"],
])("%s is refused, and it is told what became of it", (setting, fate) => {
  expect(() => loadScenario("smoke", [setting])).toThrow(`"${setting.split("=")[0]}" ${fate}`);
});

test("what never was a parameter is still unknown", () => {
  expect(() => loadScenario("smoke", ["population.virtualShares=0.1"])).toThrow("unknown parameter");
});
