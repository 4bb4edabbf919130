/** Words as they are typed: seeds that are read, and commands that are shown to be typed again. */
import { execFileSync } from "node:child_process";
import { Command } from "commander";
import { expect, test } from "vitest";
import { repeatable } from "../../src/cli/options/options.ts";

import { shellQuote, typedLine } from "../../src/cli/options/typed-line.ts";
import { parseSeeds } from "../../src/cli/study/common.ts";

test("seeds are whole numbers and runs of them, both ends included, in the order typed", () => {
  expect(parseSeeds("1-4")).toEqual([1, 2, 3, 4]);
  expect(parseSeeds("7, 3,101-102,0")).toEqual([7, 3, 101, 102, 0]);
  expect(parseSeeds("5-5")).toEqual([5]);
});

test.each(["", "4-1", "1,,2", "1.5", "-3", "1-", "a", "1-10001"])("seeds are refused that say %j", (written) => {
  expect(() => parseSeeds(written)).toThrow("Expected whole numbers");
});

test("a word that is shown in a command comes back from a shell as it was", () => {
  const words = ["warnings.low=0.5", "a b", "$HOME", "it's", "`id`", "a;b", "*", "\\", '"', "-", "换行\n", "!x"];
  const echoed = execFileSync("sh", ["-c", `printf '%s\\0' ${words.map(shellQuote).join(" ")}`], { encoding: "utf8" });
  expect(echoed.split("\0").slice(0, -1)).toEqual(words);
  expect(shellQuote("warnings.low=0.5")).toBe("warnings.low=0.5");
});

test("a command that is shown has its words and what was typed, but for options that are left out", () => {
  const command = new Command("micro")
    .argument("<file>")
    .option("--seed <n>", "", Number, 1)
    .option("--no-page")
    .addOption(repeatable("--set <path=value>", ""))
    .option("--json");
  command.parse(["a b.csv", "--json", "--set", "x=1", "--no-page", "--set", "y=2 3"], { from: "user" });
  expect(typedLine(command, (option) => option !== "json", "bench micro")).toBe(
    "npx ringfence bench micro 'a b.csv' --no-page --set x=1 --set 'y=2 3'",
  );
});
