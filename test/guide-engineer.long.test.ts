/** The engineer's guide is true: its commands run, in the order of the guide, in a folder that has what they name. */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { MAIN } from "./cli/command-line.ts";
import { inProcess } from "./cli/in-process.ts";
import { ROOT, readDocument, readGuide, shellLines, withPackage, wordsOf } from "./guide.ts";
import { newFolder } from "./new-folder.ts";

const guide = readGuide("engineer");
const folder = newFolder("engineer");
const SMOKE = ["--size", "smoke", "--quiet"];

// On a machine that may be busy.
vi.setConfig({ testTimeout: 300_000 });

beforeAll(() => {
  const engine = withPackage(readDocument("README.md").blocks("js")[0]!);
  for (const name of ["my-filter.mjs", "changed-filter.mjs"]) writeFileSync(join(folder, name), engine);
  writeFileSync(join(folder, "scripts.txt"), "You have won a prize, call this number to claim it\n");
  for (const name of ["list.txt", "numbers.txt"]) writeFileSync(join(folder, name), "13800138000\n95566\n");
});

function writeCalls(columns: string): void {
  const rows = Array.from({ length: 40 }, (_, index) => {
    const caller = index % 10 === 0 ? "+8613800138000" : `1390000${1000 + index}`;
    const rest = index % 2 === 0 ? "30," : ",see you at eight";
    return `${caller},13700000001,2024-03-01T08:${10 + index}:00Z,${rest}`;
  });
  writeFileSync(join(folder, "calls.csv"), `${columns}\n${rows.join("\n")}\n`);
}

/** The words of a command, so that it shows that it runs and takes no longer; and the exit codes that it may have. */
function small(line: string): { readonly words: readonly string[]; readonly codes: readonly number[] } {
  const words = wordsOf(line.replace(/^npx ringfence /, ""));
  if (words[0] === "screen") return { words, codes: [0] };
  // A busy machine has a generator that lags, and cannot be measured.
  if (words[1] !== "compare") return { words: [...words, ...SMOKE], codes: [0, 3, 5] };
  const sides = words.slice(2, 4).map((side) => {
    if (side === "../base" || side === ".") return ROOT;
    return side.replace(/^npx ringfence (.*)/, `"${process.execPath}" "${MAIN}" $1 ${SMOKE.join(" ")}`);
  });
  const work =
    sides[0] !== ROOT
      ? []
      : [
          "--work",
          words.includes("--work")
            ? "bench micro --group matcher --size smoke"
            : "run smoke --no-counterfactual --no-page --set hours=1",
        ];
  // One pair cannot tell.
  return {
    words: ["bench", "compare", ...sides, ...words.slice(4), ...work, "--pairs", "1", "--quiet"],
    codes: [0, 3, 4],
  };
}

describe("the engineer's guide", () => {
  const lines = shellLines(guide);

  test.each(lines.filter((line) => /^npx |^cp /.test(line)))("%s: works", async (line) => {
    writeCalls(line.includes("--caller from") ? "from,to,started,seconds,text" : "caller,callee,time,duration,text");
    if (line.startsWith("cp ")) return void execFileSync("sh", ["-c", line], { cwd: folder });
    const { words, codes } = small(line);
    const { code, stdout, stderr } = await inProcess(words, { cwd: folder });
    expect({ isExpected: codes.includes(code!), code, stdout, stderr }).toMatchObject({ isExpected: true });
    expect(stdout.length).toBeGreaterThan(100);
  });

  test("times its own module next to ours", async () => {
    writeFileSync(join(folder, "my-bench.js"), readFileSync(join(ROOT, "docs/engines/my-bench.js")));
    const words = ["bench", "micro", "--file", "my-bench.js", ...SMOKE];
    const { stdout } = await inProcess(words, { cwd: folder });
    expect(stdout).toContain("saysBank");
  });
});
