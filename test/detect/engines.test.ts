/**
 * Engines of one's own: modules that a run, or a screening, is told to use, and what is said of those that are none.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { forgetUserModules } from "../../src/core/module/user-modules.ts";
import { reportSchema } from "../../src/report/document.ts";
import { inProcess } from "../cli/in-process.ts";
import { newFolder } from "../new-folder.ts";

const folder = newFolder("engines");
afterAll(forgetUserModules);
const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/engines/${name}`, import.meta.url));
const MAIN = fileURLToPath(new URL("../../dist/src/cli/main.js", import.meta.url));
const PACKAGE = pathToFileURL(fileURLToPath(new URL("../../dist/src/index.js", import.meta.url))).href;
let written = 0;

/** A module in the folder of the tests. */
function write(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text.replace("RINGFENCE", PACKAGE));
  return path;
}

/** An engine that is right, but for the parts given. */
function blocklist(name: string, parts: Readonly<Record<string, string>> = {}): string {
  const right = { create: "() => new Set()", add: "(s, k) => s.add(k)", has: "(s, k) => s.has(k)" };
  const all = Object.entries({ ...right, ...parts }).map(([part, text]) => `${part}: ${text}`);
  return `import { blocklistFrom } from "RINGFENCE";\nexport default blocklistFrom({ name: "${name}", ${all.join(", ")} });`;
}

function matcherOf(name: string, parts: string): string {
  return `import { matcherFrom } from "RINGFENCE";\nexport default matcherFrom({ name: "${name}", build: (t) => t, ${parts} });`;
}

/** More than a thousand numbers are listed: what goes wrong with so many shows. */
const SMALL = ["population.subscribers=500", "gangs.count=6", "blocklist.initialEntries=2000", "templates.initial=60"];
const SHORT = ["--no-counterfactual", "--no-page", "--json", "--workers", "1"].concat(
  [...SMALL, "hours=1"].flatMap((setting) => ["--set", setting]),
);

async function digestOf(...settings: readonly string[]): Promise<string> {
  const set = settings.flatMap((setting) => ["--set", setting]);
  const { code, stdout, stderr } = await inProcess(["run", "smoke", ...SHORT, ...set], { cwd: folder });
  expect(`${code} ${stderr}`).toMatch(/^0 /);
  return (JSON.parse(stdout) as { digest: string }).digest;
}

async function refusal(setting: string): Promise<string> {
  const { code, stderr } = await inProcess(["run", "smoke", ...SHORT, "--set", setting], { cwd: folder });
  expect(code).toBe(2);
  return stderr;
}

describe("a run with an engine from a module", () => {
  test("decides as the others do, in worker threads, where it is a blocklist, whatever its filter errs on", async () => {
    expect(await digestOf(`blocklist.engine=${fixture("set-filter.mjs")}`)).toBe(await digestOf());
  });

  test("takes the names of packages, which export it by import or by default", async () => {
    for (const [name, condition, text] of [
      ["by-import", "import", blocklist("by-import")],
      ["by-default", "default", matcherOf("by-default", "nearest: () => []")],
    ] as const) {
      const exports = { ".": { [condition]: "./main.mjs" } };
      write(`node_modules/${name}/package.json`, JSON.stringify({ name, exports }));
      write(`node_modules/${name}/main.mjs`, text);
    }
    const digest = await digestOf("blocklist.engine=by-import", "templates.engine=by-default");
    expect(digest).toMatch(/^[0-9a-f]{16}$/);
  });

  test("says how often a matcher that misses scripts is not scan: in the report, in its tables and on its page", async () => {
    const set = [`templates.engine=${fixture("first-letters.mjs")}`, "hours=1", ...SMALL].flatMap((one) => [
      "--set",
      one,
    ]);
    const args = ["run", "smoke", "--no-counterfactual", "--details", "--workers", "1", "--out", "approximate", ...set];
    const { code, stdout } = await inProcess(args, { cwd: folder });
    expect(code).toBe(0);
    const kept = (name: string): string => readFileSync(join(folder, "approximate", name), "utf8");
    const differing = reportSchema.parse(JSON.parse(kept("report.json"))).figures["matcher.differing"]!;
    expect(differing.n).toBe(500);
    expect(differing.value).toBeGreaterThan(0);
    expect(stdout).toContain("Approximate matcher: first-letters");
    expect(stdout).toMatch(new RegExp(`decided otherwise than scan.* ${(differing.value! * 100).toFixed(1)} %`));
    expect(kept("report.html")).toMatch(/Approximate matcher.*first-letters.*edited copies of the scripts in force/s);
  });
});

test("what a module prints does not get into a result", () => {
  const printing = 'console.log("good morning");\nprocess.stdout.write("good day\\n");\n';
  const path = write("prints.mjs", printing + blocklist("prints"));
  const command = [MAIN, "run", "smoke", ...SHORT, "--set", `blocklist.engine=${path}`];
  const { stdout, stderr } = spawnSync(process.execPath, command, { encoding: "utf8", cwd: folder });
  expect(JSON.parse(stdout)).toHaveProperty("digest");
  // The main thread and a worker.
  expect(stderr.match(/^good morning$/gm)).toHaveLength(2);
  expect(stderr.match(/^good day$/gm)).toHaveLength(2);
});

const LATE = blocklist("late", {
  has: '(s, k) => { if (s.size > 1000) throw new Error("too many"); return s.has(k); }',
});

/** Modules that are refused as they load, or by the check before a run. */
const REFUSED: readonly (readonly [what: string, kind: "blocklist" | "templates", text: string, said: RegExp])[] = [
  ["no default export", "blocklist", "export const engine = {};", /expected as default export .*, found nothing/],
  ["a number", "templates", "export default 5;", /expected as default export .*found 5/],
  ["half an engine", "blocklist", 'export default { name: "half", create: () => 1 };', /a function attach/],
  ["an eternal yes", "blocklist", blocklist("yes", { has: "() => true" }), /passed 1500 of 1500/],
  ["a filter that forgets", "blocklist", blocklist("half", { has: "(_, key) => key % 2 === 0" }), /denied \d+ of 500/],
  [
    "no key above 2^52",
    "blocklist",
    blocklist("narrow", { has: "(s, k) => k < 2 ** 52 && s.has(k)" }),
    /denied \d+ of 500/,
  ],
  ["the name of another", "blocklist", blocklist("exact"), /whose name no other has, found "exact"/],
  ["no number of a template", "templates", matcherOf("astray", "nearest: (t, text) => t[0]"), /number of a template/],
  ["an error as it loads", "blocklist", '\nthrow new Error("no licence");', /does not load: no licence \(line \d+\)/],
  ["an error at work", "blocklist", LATE, /"late" \(.*mine\.mjs\): threw at work: too many \(line 2\)/],
  [
    "an error in a worker thread alone",
    "blocklist",
    'import { isMainThread } from "node:worker_threads";\nif (!isMainThread) throw new Error("not here");\n'.concat(
      blocklist("main-only"),
    ),
    /in a worker thread\): .*does not load: not here/,
  ],
];

describe("a module is refused", () => {
  test.each(REFUSED)("that exports or has %s", async (_, kind, text, said) => {
    const path = write(`refused-${written++}/mine.mjs`, text);
    expect(await refusal(`${kind}.engine=${path}`)).toMatch(said);
  });

  test("that throws at work in a study, with its file", async () => {
    const path = write("late.mjs", LATE);
    const sweep = ["study", "sweep", "smoke", ...SHORT.slice(2), "--over", "warnings.low=1", "--seeds", "1"];
    const words = [...sweep, "--set", `blocklist.engine=${path}`, "--out", "late"];
    const { code, stderr } = await inProcess(words, { cwd: folder });
    expect([code, stderr]).toEqual([2, expect.stringContaining(`(${path})`)]);
  });

  test("of which there is no file or package, or that is an engine of the other kind", async () => {
    expect(await refusal("blocklist.engine=./no-such.js")).toMatch(
      /blocklist\.engine: expected one of packed-bloom, exact, bloom-filters.*or a module.*there is no file .*no-such\.js/s,
    );
    expect(await refusal("templates.engine=no-such-package")).toMatch(/index, scan.*no package of that name/s);
    expect(await refusal(`templates.engine=${fixture("set-filter.mjs")}`)).toMatch(/name it as blocklist\.engine/);
  });

  test("of whose promises one that nobody awaits fails: with its name, exit 2, and no trace", () => {
    const has = '(s, k) => { if (k !== null) Promise.reject(new Error("too late")); return s.has(k); }';
    write("rejects.mjs", blocklist("rejects", { has }));
    write("numbers.txt", "13800138000\n");
    write("calls.csv", "caller\n13800138000\n");
    const words = ["screen", "calls.csv", "--blocklist", "numbers.txt", "--set", "blocklist.engine=./rejects.mjs"];
    const { status, stderr } = spawnSync(process.execPath, [MAIN, ...words], { encoding: "utf8", cwd: folder });
    expect(stderr).toMatch(
      /rejects\.mjs\).*: threw at work: too late \(line 2\); RINGFENCE_DEBUG=1 shows the trace\n$/,
    );
    expect(status).toBe(2);
  });

  test.each([
    [
      "says that it is exact and is not",
      "templates",
      matcherOf(
        "inexact",
        "isExact: true, nearest: (t, text) => t.filter((one) => t.length <= 6 || one.text === text).map((one) => one.number)",
      ),
      /"inexact" \(.*mine\.mjs\) decided differently from scan on \d+ of 500 .*Leave out isExact/,
    ],
    [
      "forgets once its table is large",
      "blocklist",
      blocklist("forgets-late", { has: "(s, k) => s.has(k) && (s.size <= 1000 || k % 2 === 0)" }),
      /"forgets-late" \(.*mine\.mjs\) denied [\d,]+ keys of the [\d,]+ that were listed at the end of the run/,
    ],
  ])("at the end of a run, without a report, where it %s", async (_, kind, text, said) => {
    const set = ["--set", `${kind}.engine=${write(`refused-${written++}/mine.mjs`, text)}`];
    const { code, stdout, stderr } = await inProcess(["run", "smoke", ...SHORT, ...set], { cwd: folder });
    expect([code, stdout]).toEqual([6, ""]);
    expect(stderr).toMatch(said);
  });
});

test("screening a file takes engines of both kinds, by path", async () => {
  writeFileSync(join(folder, "rows.csv"), "text,caller\nyour parcel is lost,13800000001\nhello,13900000002\n");
  writeFileSync(join(folder, "bad.txt"), "13800000001\n");
  const { code, stdout } = await inProcess(
    [
      ..."screen rows.csv --json --blocklist bad.txt".split(" "),
      "--set",
      `templates.engine=${fixture("first-letters.mjs")}`,
      "--set",
      `blocklist.engine=${fixture("set-filter.mjs")}`,
    ],
    { cwd: folder },
  );
  expect(code).toBe(0);
  expect(stdout).toContain("first-letters.mjs");
});
