/** The question of the engineer's guide is answered by its commands. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { MAIN } from "./cli/command-line.ts";
import { inProcess } from "./cli/in-process.ts";
import { newFolder } from "./new-folder.ts";
import { readGuide, wordsOf } from "./guide.ts";

const { text: guide } = readGuide("engineer");

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

/** The commands between two comments of the guide, run in a folder that has what they name. */
describe("the question of the guide", () => {
  const folder = newFolder("engineer");
  const [, part] = /<!-- question -->([^]*?)<!-- end of question -->/.exec(guide)!;
  const question = part!.split("\n").filter((line) => line.startsWith("npx ringfence "));

  beforeAll(() => {
    const engine = /```js\n(import \{ blocklistFrom \}[^]*?)```/.exec(readme)![1]!;
    const library = new URL("../dist/src/index.js", import.meta.url).href;
    for (const name of ["my-filter.mjs", "changed-filter.mjs"]) {
      writeFileSync(join(folder, name), engine.replace('"ringfence"', JSON.stringify(library)));
    }
    writeFileSync(join(folder, "scripts.txt"), "You have won a prize, call this number to claim it\n");
    writeFileSync(join(folder, "list.txt"), "13800138000\n95566\n");
    const rows = Array.from({ length: 40 }, (_, index) => {
      const caller = index % 10 === 0 ? "+8613800138000" : `1390000${1000 + index}`;
      return `${caller},13700000001,2024-03-01T08:${10 + index}:00Z,${index % 2 === 0 ? 30 : ""},${index % 2 === 0 ? "" : "see you at eight"}`;
    });
    writeFileSync(join(folder, "calls.csv"), `caller,callee,time,duration,text\n${rows.join("\n")}\n`);
  });

  test("is answered by its commands, as written, at smoke size", { timeout: 120_000 }, async () => {
    expect(question).toHaveLength(3);
    // Two pairs cannot tell, and a busy machine has a generator that lags.
    const codes: readonly (readonly number[])[] = [[0], [0, 3, 5], [4]];
    for (const [index, line] of question.entries()) {
      const small = line.startsWith("npx ringfence bench compare") ? "--pairs 1" : "--size smoke --workers 1";
      const words = wordsOf(`${line.slice("npx ringfence ".length)} ${small}`).map((word) =>
        word.replaceAll(/npx ringfence (bench .*)/g, `"${process.execPath}" "${MAIN}" $1 --size smoke --workers 1`),
      );
      const { code, stdout, stderr } = await inProcess([...words, "--quiet"], { cwd: folder });
      expect({ isExpected: codes[index]!.includes(code!), stdout, stderr }).toMatchObject({ isExpected: true });
      expect(stdout).toContain("recorded");
    }
  });
});
