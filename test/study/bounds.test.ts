import { expect, test } from "vitest";
import { readBounds } from "../../src/study/bounds.ts";
import { loadScenario } from "../../src/scenario/file.ts";

const smoke = loadScenario("smoke", ["dissuasion.agents=3", "reach.atHome=0.7"]);

test("bounds are read as they are written, or are half of the value to twice of it, within the range", () => {
  expect(readBounds(smoke, " warnings.low = 0.5..1.5 ")).toEqual({ parameter: "warnings.low", low: 0.5, high: 1.5 });
  expect(readBounds(smoke, "dissuasion.agents")).toEqual({ parameter: "dissuasion.agents", low: 1.5, high: 6 });
  expect(readBounds(smoke, "reach.atHome")).toEqual({ parameter: "reach.atHome", low: 0.35, high: 1 });
});

test.each([
  ["reach.atHome=0.5..1.5", "reach.atHome goes from 0 to 1"],
  ["reach.atHome=-0.5..0.5", "reach.atHome goes from 0 to 1"],
  ["reach.atHome=0.8..0.5", "the range has to go up"],
  ["reach.atHome=0.5..0.5", "the range has to go up"],
  ["reach.atHome=0.5", "expected two numbers from 0 to 1, the lower one first"],
  ["reach.atHome=0.1..0.5:3", "expected two numbers"],
  ["reach.atHome=0.5..", "expected two numbers from 0 to 1"],
  ["reach.atHome=0.2..0.5..0.9", "expected two numbers"],
  ["dissuasion.agents=1.2..1.8", "expected two whole numbers from 0 to 100000"],
  ["reach.atHom=0.2..0.5", "Did you mean reach.atHome?"],
  ["dissuasion.visitFrom=1..2", "is no parameter that is a number"],
])("bounds are refused that say %s", (written, message) => {
  expect(() => readBounds(smoke, written)).toThrow(message);
});
