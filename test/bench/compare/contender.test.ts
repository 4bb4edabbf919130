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
    expect(() => contenderOf(empty!)).toThrow(/empty\.json is empty: measure again/);
    expect(() => contenderOf(cut!)).toThrow(/cut\.json is not whole, or no JSON \(.*JSON.*\): measure again/);
    expect(() => contenderOf(strange!)).toThrow(/neither the result of a bench nor the report of a run/);
    expect(contenderOf("run smoke > out.json").kind).toBe("command");
  });

  test("is one word that is no path and no program, before anything runs", () => {
    const file = join(folder, "page.html");
    writeFileSync(file, "");
    for (const word of [join(folder, "missing"), "../missing", "./missing/", ".missing"]) {
      expect(() => contenderOf(word)).toThrow(`${word} does not exist: expected a checkout`);
    }
    expect(() => contenderOf(file)).toThrow(`${file} is a file that cannot be run`);
    expect(() => contenderOf(`${file}/`)).toThrow(`${file}/ does not exist`);
    expect(() => contenderOf(join(file, "bench.json"))).toThrow(RingfenceError);
    expect(() => contenderOf("no-such-checkout")).toThrow(/is no directory here, and no program on the PATH/);
    // Both are the shell's own.
    for (const word of [":", "export"]) expect(() => contenderOf(word)).toThrow(`write "sh -c '${word}'"`);
    expect(contenderOf("sh -c ':'").kind).toBe("command");
    expect(() => contenderOf("./missing")).not.toThrow("sh -c");
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
