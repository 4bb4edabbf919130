/** The command line of compare: what it prints, and above all its exit code. */
import { spawn } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test, vi } from "vitest";
import { comparisonSchema } from "../../../bench/compare/result.ts";
import { MAIN, ringfence } from "../../cli/command-line.ts";
import { inProcess } from "../../cli/in-process.ts";
import { newFolder } from "../../new-folder.ts";
import { benchResult, measured } from "./documents.ts";

const folder = newFolder("compare-line");
const printing = (name: string): string => `cat ${join(folder, name)}`;
const [base, same, worse] = [printing("base"), printing("same"), printing("worse")];
beforeAll(() => {
  for (const [name, ns] of Object.entries({ base: 100, same: 100, worse: 120 })) {
    writeFileSync(join(folder, name), JSON.stringify(benchResult([measured("look-up", [ns])])));
  }
});
const FEW = ["--pairs", "7", "--metric", "look-up"];

test("the exit code is the answer: nothing worse, a regression, cannot tell, a run that fails", async () => {
  const outcomes = await Promise.all([
    inProcess(["bench", "compare", base, same, ...FEW]),
    ringfence(["bench", "compare", base, worse, ...FEW, "--quiet"]),
    inProcess(["bench", "compare", base, worse, "--pairs", "1", "--metric", "look-up"]),
    inProcess(["bench", "compare", base, "echo '\u001B[2J' >&2; exit 1"]),
  ]);
  expect(outcomes.map(({ code }) => code)).toEqual([0, 3, 4, 7]);
  const [nothing, regression, unclear, failed] = outcomes;
  expect(nothing!.stdout).toMatch(/Nothing is worse by 2 % or more/);
  expect(nothing!.stderr).toMatch(/running pair 7 of 7 \(AB\)/);
  expect(regression!.stdout).toMatch(/look-up, ns +100 +120 +\+20 +\+20 to \+20/);
  expect(regression!.stderr).toBe("ringfence: B is worse than A: look-up\n");
  expect(unclear!.stderr).toMatch(/^Note: with 1 pair no change could be called; at least 7 are needed$/m);
  expect(unclear!.stderr).toMatch(/cannot tell whether B is worse than A: look-up/);
  expect(failed!.stderr).not.toContain("\u001B");
});

test("the work of a checkout is a bench or a run", async () => {
  for (const work of ["schema report", "", "smoke"]) {
    const { code, stderr } = await inProcess(["bench", "compare", base, same, "--work", work]);
    expect(code).toBe(2);
    expect(stderr).toContain(
      `--work: expected a bench or a run ("bench micro --group matcher", "run smoke"), got "${work}"`,
    );
  }
});

test("a self-test and a comparison as JSON are documents of the same schema", async () => {
  const [compared, tested] = await Promise.all([
    inProcess(["bench", "compare", base, same, ...FEW, "--json"]),
    inProcess(["bench", "compare", base, "--self-test", ...FEW, "--json"]),
  ]);
  expect(comparisonSchema.parse(JSON.parse(compared.stdout)).selfTest).toBeNull();
  const { selfTest } = comparisonSchema.parse(JSON.parse(tested.stdout));
  // Without any noise, all is caught and nothing is mistaken.
  expect(selfTest).toMatchObject({ falseAlarms: 0, caught: [{ name: "look-up", share: 1 }], passed: true });
  expect(tested.code).toBe(0);
});

test("a self-test with too few pairs says so, and blames no noise", async () => {
  const { code, stdout, stderr } = await inProcess([
    "bench",
    "compare",
    base,
    "--self-test",
    "--pairs",
    "6",
    ...FEW.slice(2),
  ]);
  expect(code).toBe(4);
  expect(stdout).toContain("With 6 pairs no change could be called; at least 7 are needed.");
  expect(`${stdout}${stderr}`).not.toMatch(/nois/);
  expect(stderr).toMatch(/ringfence: with 6 pairs no change could be called/);
});

test.skipIf(process.platform === "win32")(
  "interrupted, it says so, ends what it started and leaves no folder",
  async () => {
    const temporary = join(folder, "temporary");
    mkdirSync(temporary);
    const [started, ended] = [join(folder, "started"), join(folder, "ended")];
    const words = ["bench", "compare", `trap 'touch ${ended}; exit' TERM; touch ${started}; sleep 60 & wait`, "true"];
    const program = spawn(process.execPath, [MAIN, ...words], { env: { ...process.env, TMPDIR: temporary } });
    let said = "";
    program.stderr.on("data", (chunk) => (said += chunk));
    await vi.waitFor(() => expect(existsSync(started)).toBe(true), 20_000);
    program.kill("SIGINT");
    expect(await new Promise((resolve) => program.on("close", resolve))).toBe(130);
    await vi.waitFor(() => expect(existsSync(ended)).toBe(true), 20_000);
    expect(readdirSync(temporary)).toEqual([]);
    expect(said).toMatch(/ringfence: interrupted in one run of each that does not count: nothing is kept/);
  },
);

test.skipIf(process.platform === "win32")(
  "interrupted between pairs, it keeps those that are finished, and goes on from there to the same verdict",
  async () => {
    const [runs, count] = [join(folder, "interrupted"), join(folder, "count")];
    mkdirSync(runs);
    // The fourth run of B, in the third pair, does not end.
    const slow = `echo x >> ${count}; [ $(grep -c x ${count}) -ne 4 ] || sleep 60; ${worse}`;
    const program = spawn(process.execPath, [MAIN, "bench", "compare", base, slow, ...FEW], { cwd: runs });
    let said = "";
    program.stderr.on("data", (chunk) => (said += chunk));
    await vi.waitFor(() => expect(said).toContain("pair 3 of 7"), 20_000);
    // Ended before that run has begun, the comparison that goes on would meet it.
    await vi.waitFor(() => expect(readFileSync(count, "utf8").split("\n")).toHaveLength(5), 20_000);
    program.kill("SIGTERM");
    expect(await new Promise((resolve) => program.on("close", resolve))).toBe(143);
    expect(said).toMatch(
      /interrupted in pair 3 of 7 .*: 2 finished pairs are kept in runs\/compare: ".*compare --resume runs\/compare" goes on/,
    );
    const log = join(runs, "runs", "compare", "pairs.jsonl");
    expect(readFileSync(log, "utf8").split("\n")).toHaveLength(4);
    const judged = await inProcess(["bench", "compare", "--resume", "runs/compare", "--pairs", "2"], {
      cwd: runs,
    });
    expect(judged).toMatchObject({ code: 4, stdout: expect.stringContaining("2 pairs of processes") });
    // As a process leaves it that is killed while it writes.
    appendFileSync(log, '{"order":"AB","a":{"figu');
    const resumed = await inProcess(["bench", "compare", "--resume", "runs/compare", "--pairs", "7"], { cwd: runs });
    expect(resumed.code).toBe(3);
    expect(resumed.stderr).toMatch(/^Note: 2 pairs were kept in runs\/compare$/m);
    expect(resumed.stderr).toMatch(/running pair 3 of 7 \(AB\)/);
    expect(resumed.stdout).toMatch(/7 pairs of processes/);
    // Two lines more say that other numbers of pairs were asked for meanwhile.
    expect(readFileSync(log, "utf8").trim().split("\n")).toHaveLength(10);
    // All are there: nothing is run any more.
    const again = await inProcess(["bench", "compare", "--resume", "runs/compare"], { cwd: runs });
    expect(again).toMatchObject({ code: 3, stdout: resumed.stdout });
    expect(again.stderr).not.toContain("running");
  },
);

test("pairs are kept where a run fails, in the folder that was named, and not mixed with those of something else", async () => {
  const [kept, count, other] = [join(folder, "kept"), join(folder, "count-2"), join(folder, "changing")];
  const failing = `echo x >> ${count}; [ $(grep -c x ${count}) -ne 3 ] && cat ${other}`;
  writeFileSync(other, JSON.stringify(benchResult([measured("look-up", [100])])));
  const { code, stderr } = await inProcess(["bench", "compare", base, failing, "--out", kept, "--pairs", "7"]);
  expect({ code, stderr }).toMatchObject({
    code: 7,
    stderr: expect.stringContaining(`1 finished pair is kept in ${kept}`),
  });
  writeFileSync(other, JSON.stringify(benchResult([measured("look-up", [100])], { digest: "other" })));
  const changed = await inProcess(["bench", "compare", "--resume", kept, "--pairs", "7"]);
  expect(changed).toMatchObject({ code: 4, stderr: expect.stringContaining("B is not what it was") });
  for (const [words, said] of [
    [["--resume", kept, base, same], "leave A and B out"],
    [["--resume", kept, "--out", "x"], "leave --out out"],
    [["--resume", kept, "--self-test"], "keeps no pairs"],
    [[], "expected A and B, got neither"],
    [[base, same, "--out", kept], "empty"],
    [[base, same, "--json", "--markdown"], "take one of them"],
  ] as const) {
    expect(await inProcess(["bench", "compare", ...words])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(said),
    });
  }
});

test("resumed, it is the comparison that was begun: its options, and none but the builds that it began with", async () => {
  const [checkout, kept] = [join(folder, "checkout"), join(folder, "kept-plan")];
  const main = join(checkout, "dist/src/cli/main.js");
  mkdirSync(join(checkout, "dist/src/cli"), { recursive: true });
  writeFileSync(
    main,
    `process.stdout.write(require("node:fs").readFileSync(${JSON.stringify(join(folder, "base"))}));`,
  );
  const resume = (...words: string[]) => inProcess(["bench", "compare", "--resume", kept, "--json", ...words]);
  const options = ["--pairs", "2", "--metric", "look", "--min-effect", "40", "--work", "run smoke"];
  const begun = await inProcess(["bench", "compare", checkout, worse, ...options, "--out", kept, "--json"]);
  const again = await resume();
  expect(again.stdout).toBe(begun.stdout);
  expect(JSON.parse(again.stdout)).toMatchObject({ minEffect: 0.4, orders: ["AB", "BA"], work: "run smoke" });
  expect((await resume("--metric", "nothing such")).stderr).toContain("nothing such");
  expect((await resume("--work", "run adaptive")).stderr).toContain('goes on with the work "run smoke": leave --work');
  // What is asked for now counts now, and the next time.
  const strict = await resume("--min-effect", "1", "--metric", "look");
  expect(JSON.parse(strict.stdout)).toMatchObject({ minEffect: 0.01 });
  expect(JSON.parse((await resume()).stdout)).toMatchObject({ minEffect: 0.01 });
  expect(JSON.parse((await resume("--pairs", "3")).stdout)).toMatchObject({ orders: ["AB", "BA", "AB"] });
  appendFileSync(main, "// built again");
  const other = await resume("--pairs", "4");
  expect(other).toMatchObject({ code: 4, stdout: "" });
  expect(other.stderr).toMatch(/A is another build: what is built in .* is not what the kept pairs ran.*--pairs 3/);
  expect(JSON.parse((await resume("--pairs", "3")).stdout)).toMatchObject({ orders: ["AB", "BA", "AB"] });
});

const PLAN =
  '{"pairLog":2,"a":"true","b":"true","work":[],"pairs":7,"minEffect":0.03,"metric":null,"builds":{"a":null,"b":null}}';

test.each([
  ["nothing", "", /is empty/],
  ["a plan with a gap", `${PLAN.replace('"pairs":7,', "")}\n`, /pairs\.jsonl:1 is no line of a log of pairs: pairs/],
  ["no JSON", "{\n", /pairs\.jsonl:1 is no JSON/],
  ["another document", "{}\n", /pairs\.jsonl:1 is no line of a log/],
  ["pairs that are none", `${PLAN}\n{"order":"AB"}\n`, /pairs\.jsonl:2 .*a: /],
])("a log that holds %s is refused, with the line", async (_, text, said) => {
  const log = newFolderBelow();
  writeFileSync(join(log, "pairs.jsonl"), text);
  expect(await inProcess(["bench", "compare", "--resume", log])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(said),
  });
});

function newFolderBelow(): string {
  return mkdtempSync(join(folder, "log-"));
}

test("as Markdown it is one table with verdicts, in which nothing from outside is obeyed", async () => {
  const name = "look|up <img src=x> [a](http://b.c) @everybody `x` **bold**";
  for (const [file, ns] of [
    ["evil-a", 100],
    ["evil-b", 120],
  ] as const) {
    writeFileSync(join(folder, file), JSON.stringify(benchResult([measured(name, [ns])])));
  }
  const words = [
    "bench",
    "compare",
    printing("evil-a"),
    `${printing("evil-b")} # </code><b>|`,
    "--markdown",
    "--pairs",
    "7",
  ];
  const { code, stdout, stderr } = await inProcess([...words, "--metric", "look"]);
  expect(code).toBe(3);
  expect(stderr).not.toContain("running");
  expect(stdout).toMatch(/^## B against A: Worse\n/);
  const rows = stdout.split("\n").filter((line) => line.startsWith("|"));
  expect(rows).toHaveLength(3);
  for (const row of rows) expect(row.replace(/\\\|/g, "").split("|")).toHaveLength(9);
  expect(rows[2]).toContain("**worse**");
  expect(stdout).not.toMatch(/<img|<b>|http:\/\/|@everybody|[^\\]\]\(|[^\\]`/);
});
