import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { measureMicro, type MicroOptions } from "../../../bench/micro/micro.ts";
import { newFolder } from "../../new-folder.ts";

const EXAMPLE = fileURLToPath(new URL("../../../docs/engines/my-bench.js", import.meta.url));
const folder = newFolder("own-functions");

const measure = (file: string, more: Partial<MicroOptions> = {}) =>
  measureMicro({ size: "smoke", seed: 1, onProgress: () => {}, file, ...more });

function moduleOf(name: string, code: string): string {
  const path = join(folder, name);
  writeFileSync(path, code);
  return path;
}

/** What the functions of a module were called with. */
async function itemsOf(path: string): Promise<string[]> {
  return [...((await import(path)) as { readonly seen: ReadonlySet<string> }).seen];
}

describe("functions of a user's own", () => {
  test("are timed beside ours over the same texts, as the example of the guide is", async () => {
    const { measurements, comparisons } = await measure(EXAMPLE);
    expect(measurements.map(({ name, unit }) => [name, unit])).toEqual([
      ["ours: normalise", "ns"],
      ["ours: match 40 scripts", "ns"],
      ["hasLink, my-bench.js", "ns"],
      ["saysBank, my-bench.js", "ns"],
    ]);
    for (const { value } of measurements) expect(value).toBeGreaterThan(0);
    expect(comparisons.map(({ name }) => name)).toEqual([
      "hasLink, my-bench.js against ours: normalise",
      "hasLink, my-bench.js against ours: match 40 scripts",
      "saysBank, my-bench.js against ours: normalise",
      "saysBank, my-bench.js against ours: match 40 scripts",
    ]);
  });

  test("are called with every text, or with numbers as digits where the module says so", async () => {
    const seen = "export const seen = new Set(); export const note = (item) => void seen.add(item);";
    const texts = moduleOf("texts.mjs", seen);
    const numbers = moduleOf("numbers.mjs", `${seen} export const over = "numbers";`);
    await measure(texts);
    const { measurements } = await measure(numbers);
    expect(measurements[0]!.name).toBe("ours: look up in 2,000 entries");
    expect((await itemsOf(texts)).some((text) => /\p{Script=Han}/u.test(text))).toBe(true);
    for (const number of await itemsOf(numbers)) expect(number).toMatch(/^1\d{10}$/);
  });

  test.each([
    ["no-function.mjs", "export const one = 1;", "expected functions that it exports, found none"],
    [
      "over.mjs",
      'export const over = "lines"; export const f = () => 1;',
      'over: expected "texts" or "numbers", found',
    ],
    ["async.mjs", "export const f = async () => 1;", "f: it returned a promise"],
    ["broken.mjs", "export const = 1;", "the module does not load"],
  ])("are refused with the file and the reason (%s)", async (name, code, reason) => {
    const error = measure(moduleOf(name, code));
    await expect(error).rejects.toMatchObject({ code: "config", message: expect.stringContaining(reason) });
    await expect(error).rejects.toMatchObject({ message: expect.stringContaining(name) });
  });
});
