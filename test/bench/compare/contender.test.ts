import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { contenderOf } from "../../../bench/compare/contender.ts";
import { RingfenceError } from "../../../src/core/errors.ts";
import { newFolder } from "../../new-folder.ts";

const folder = newFolder("contender");

describe("what cannot be compared", () => {
  test("is told with what to do", () => {
    const unbuilt = join(folder, "unbuilt");
    mkdirSync(unbuilt);
    expect(() => contenderOf(unbuilt)).toThrow(/it is no checkout/);
    writeFileSync(join(unbuilt, "package.json"), "{}");
    expect(() => contenderOf(unbuilt)).toThrow(/npm ci && npm run build/);
    for (const name of ["bench.json", "report.json"]) {
      const directory = join(folder, `kept-${name}`);
      mkdirSync(directory);
      writeFileSync(join(directory, name), "{}");
      expect(() => contenderOf(directory)).toThrow(`it holds a result that was kept: name ${join(directory, name)}`);
    }
    expect(() => contenderOf(join(folder, "missing.json"))).toThrow(/cannot read/);
    const [empty, cut, strange] = ["empty.json", "cut.json", "strange.json"].map((name) => join(folder, name));
    writeFileSync(empty!, "");
    writeFileSync(cut!, '{"a":1');
    writeFileSync(strange!, "{}");
    for (const file of [empty, cut, strange]) {
      expect(() => contenderOf(file!)).toThrow(
        /neither the result of a bench nor the report of a run.*: measure again/,
      );
    }
    expect(contenderOf("run smoke > out.json").kind).toBe("command");
  });

  test("is a path where nothing is, before anything runs", () => {
    const file = join(folder, "page.html");
    writeFileSync(file, "");
    for (const word of [join(folder, "missing"), "../missing", "./missing/", ".missing", `${file}/`]) {
      expect(() => contenderOf(word)).toThrow(`got ${word}, which does not exist`);
    }
    expect(() => contenderOf(join(file, "bench.json"))).toThrow(RingfenceError);
    expect(() => contenderOf(" ")).toThrow("got nothing");
    for (const command of [
      process.execPath,
      "true",
      "$SHELL",
      "node missing/main.js",
      "./missing && true",
      `node ${"x".repeat(5000)}`,
    ]) {
      expect(contenderOf(command).kind).toBe("command");
    }
  });
});
