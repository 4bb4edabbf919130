/**
 * Engines of one's own: modules that a run, or a screening, is told to use, and what is said of those that are none.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { reportSchema } from "../../src/report/schema.ts";
import { inProcess } from "../cli/in-process.ts";
import { newFolder } from "../new-folder.ts";

const folder = newFolder("engines");
const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/engines/${name}`, import.meta.url));
const MAIN = fileURLToPath(new URL("../../dist/src/cli/main.js", import.meta.url));
const PACKAGE = pathToFileURL(fileURLToPath(new URL("../../dist/src/index.js", import.meta.url))).href;
/** A module in the folder of the tests. */
function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text.replace("RINGFENCE", PACKAGE));
  return path;
}

const SHORT = ["--set", "hours=2", "--no-counterfactual", "--no-page", "--json", "--workers", "2"];

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

/** By Node.js alone: Vitest loads modules in ways of its own. */
function refusalByNode(path: string): string {
  const command = [MAIN, "run", "smoke", ...SHORT, "--set", `blocklist.engine=${path}`];
  const { status, stderr } = spawnSync(process.execPath, command, { encoding: "utf8", cwd: folder });
  expect(`${status} ${stderr}`).toMatch(/^2 /);
  return stderr;
}

describe("a run with an engine from a module", () => {
  test("decides as the others do, in worker threads, where it is a blocklist, whatever its filter errs on", async () => {
    expect(await digestOf(`blocklist.engine=${fixture("set-filter.mjs")}`)).toBe(await digestOf());
  });

  test("takes a path from the current folder", async () => {
    write("here.mjs", 'export { default } from "PATH";'.replace("PATH", pathToFileURL(fixture("set-filter.mjs")).href));
    expect(await digestOf("blocklist.engine=./here.mjs")).toMatch(/^[0-9a-f]{16}$/);
  });

  test.each(["import", "default"])("takes the name of a package, which exports it by %s", async (condition) => {
    const name = `engine-by-${condition}`;
    const root = join(folder, "node_modules", name);
    mkdirSync(root, { recursive: true });
    const exports = { ".": { [condition]: "./main.mjs" } };
    writeFileSync(join(root, "package.json"), JSON.stringify({ name, exports }));
    write(
      `node_modules/${name}/main.mjs`,
      'import { blocklistFrom } from "RINGFENCE";\n' +
        `export default blocklistFrom({ name: "${name}", create: () => new Set(), add: (s, k) => s.add(k), has: (s, k) => s.has(k) });`,
    );
    expect(await digestOf(`blocklist.engine=${name}`)).toMatch(/^[0-9a-f]{16}$/);
  });

  test("takes a matcher that misses scripts", async () => {
    // Enough is learned by the first hours for some to be missed.
    const early = ["hours=6", "templates.learnedShare=1"];
    const missing = await digestOf(`templates.engine=${fixture("first-letters.mjs")}`, ...early);
    expect(missing).not.toBe(await digestOf(...early));
  });

  test("says how often a matcher that misses scripts is not scan: in the report, in its tables and on its page", async () => {
    const set = [
      "--set",
      `templates.engine=${fixture("first-letters.mjs")}`,
      "--set",
      "hours=2",
      "--out",
      "approximate",
    ];
    const args = ["run", "smoke", "--no-counterfactual", "--details", ...set];
    const { code, stdout } = await inProcess(args, { cwd: folder });
    expect(code).toBe(0);
    const kept = (name: string): string => readFileSync(join(folder, "approximate", name), "utf8");
    const { matcher } = reportSchema.parse(JSON.parse(kept("report.json")));
    expect(matcher).toMatchObject({ engine: "first-letters", differing: { n: 500 } });
    const percent = `${(matcher!.differing.value! * 100).toFixed(1)} %`;
    expect(stdout).toContain(`Approximate matcher  not as scan`);
    expect(stdout).toMatch(new RegExp(`^\\s*first-letters +${percent}`, "m"));
    expect(kept("report.html")).toMatch(/Approximate matcher.*first-letters.*edited copies of the scripts in force/s);
  });
});

test("what a module prints does not get into a result", () => {
  const path = write(
    "prints.mjs",
    'import { blocklistFrom } from "RINGFENCE";\nconsole.log("good morning");\nprocess.stdout.write("good day\\n");\n' +
      'export default blocklistFrom({ name: "prints", create: () => new Set(), add: (s, k) => s.add(k), has: (s, k) => s.has(k) });',
  );
  const command = [MAIN, "run", "smoke", ...SHORT, "--set", `blocklist.engine=${path}`];
  const { stdout, stderr } = spawnSync(process.execPath, command, { encoding: "utf8", cwd: folder });
  expect(JSON.parse(stdout)).toHaveProperty("digest");
  // The main thread and two workers.
  expect(stderr.match(/^good morning$/gm)).toHaveLength(3);
  expect(stderr.match(/^good day$/gm)).toHaveLength(3);
});

describe("what is said", () => {
  test("where there is no such file or package: what there is, and where was looked", async () => {
    expect(await refusal("blocklist.engine=./no-such.js")).toMatch(
      /blocklist\.engine: expected one of packed-bloom, exact, bloom-filters.*or a module.*there is no file .*no-such\.js/s,
    );
    expect(await refusal("templates.engine=no-such-package")).toMatch(/index, scan.*no package of that name/s);
  });

  test("where a module has no default export, or one that is no engine: what to write", async () => {
    write("named.mjs", "export const engine = {};");
    expect(await refusal("blocklist.engine=./named.mjs")).toMatch(
      /named\.mjs\): expected as default export .*, found nothing\. Write: export default blocklistFrom/,
    );
    write("five.mjs", "export default 5;");
    expect(await refusal("templates.engine=./five.mjs")).toMatch(/five\.mjs\): expected as default export .*found 5/);
    write("half.mjs", 'export default { name: "half", create: () => 1 };');
    expect(await refusal("blocklist.engine=./half.mjs")).toMatch(/with a function attach, found nothing/);
    expect(await refusal(`templates.engine=${fixture("set-filter.mjs")}`)).toMatch(
      /it is an engine of blocklists: name it as blocklist\.engine/,
    );
  });

  test("where it always says yes: how often, of how many, and what was asked for", async () => {
    write(
      "yes.mjs",
      'import { blocklistFrom } from "RINGFENCE";\n' +
        'export default blocklistFrom({ name: "yes", create: () => 0, add: () => {}, has: () => true });',
    );
    expect(await refusal("blocklist.engine=./yes.mjs")).toMatch(
      /passed 1500 of 1500 keys that were not added: expected a rate of 0\.01; has cannot be async/,
    );
  });

  test("where its export is a function or a promise: what was found", async () => {
    write("class.mjs", "export default class Filter {}");
    expect(await refusal("blocklist.engine=./class.mjs")).toMatch(
      /found a function Filter\. Write: export default blocklistFrom/,
    );
    write("promise.mjs", "export default Promise.resolve({});");
    expect(await refusal("templates.engine=./promise.mjs")).toMatch(
      /found a promise\. Write: export default matcherFrom/,
    );
  });

  test("where a promise that nobody awaits fails: whose it is, exit 2, and no trace", () => {
    write(
      "rejects.mjs",
      'import { blocklistFrom } from "RINGFENCE";\n' +
        'export default blocklistFrom({ name: "rejects", create: () => new Set(), add: (s, k) => s.add(k), ' +
        'has: (s, k) => { if (k !== null) Promise.reject(new Error("too late")); return s.has(k); } });',
    );
    write("numbers.txt", "13800138000\n");
    write("calls.csv", "caller\n13800138000\n");
    const words = ["screen", "calls.csv", "--blocklist", "numbers.txt", "--blocklist-engine", "./rejects.mjs"];
    const { status, stderr } = spawnSync(process.execPath, [MAIN, ...words], { encoding: "utf8", cwd: folder });
    expect(stderr).toMatch(
      /rejects\.mjs\).*: threw at work: too late \(line 2\); RINGFENCE_DEBUG=1 shows the trace\n$/,
    );
    expect(status).toBe(2);
  });

  test("where it says that it is exact and is not: on how many messages, and no report", async () => {
    write(
      "inexact.mjs",
      'import { matcherFrom } from "RINGFENCE";\n' +
        'export default matcherFrom({ name: "inexact", isExact: true, build: (t) => t, ' +
        "nearest: (t, text) => t.filter((one) => t.length <= 6 || one.text === text).map((one) => one.number) });",
    );
    const set = ["--set", "templates.engine=./inexact.mjs"];
    const { code, stderr } = await inProcess(["run", "smoke", ...SHORT, ...set], { cwd: folder });
    expect(code).toBe(6);
    expect(stderr).toMatch(
      /"inexact" \(.*inexact\.mjs\) decided otherwise than scan on \d+ of 500 .*Leave out isExact/,
    );
  });

  test("where an engine by the full contract throws at work: engine, module, line, and no trace", async () => {
    write(
      "breaks.mjs",
      'import { blocklistEngines } from "RINGFENCE";\nconst { create, attach } = blocklistEngines.of("exact");\n' +
        "const named = (table) => Object.defineProperties(table, { engine: { value: 'breaks' }, " +
        "handle: { get: () => ({ ...Object.getOwnPropertyDescriptor(Object.getPrototypeOf(table), 'handle').get.call(table), engine: 'breaks' }) } });\n" +
        "const broken = (table) => Object.assign(named(table), { lookUpInto() {\n if (table.size > 1000) throw new TypeError('out of order');\n" +
        " return Object.getPrototypeOf(table).lookUpInto.apply(table, arguments); } });\n" +
        "export default { name: 'breaks', hasFilter: false, create: (options) => broken(create(options)), attach: (handle) => broken(attach(handle)) };",
    );
    const said = await refusal("blocklist.engine=./breaks.mjs");
    expect(said).toMatch(
      /^ringfence: blocklist engine "breaks" \(.*breaks\.mjs\): threw at work: out of order \(line 5\)/,
    );
    expect(said).not.toContain("    at ");
  });

  test("where it throws as it loads: what, and in which line", async () => {
    write("throws.mjs", '\nthrow new Error("no licence");');
    expect(await refusal("blocklist.engine=./throws.mjs")).toMatch(/does not load: no licence \(line \d+\)/);
  });

  test("where it is no module by its name: how to name it", () => {
    mkdirSync(join(folder, "commonjs"), { recursive: true });
    write("commonjs/package.json", '{ "type": "commonjs" }');
    const path = write("commonjs/mine.js", 'import { blocklistFrom } from "RINGFENCE";');
    expect(refusalByNode(path)).toMatch(/name the file \.mjs, or put "type": "module"/);
  });

  test("where it has the name of another", async () => {
    write(
      "taken.mjs",
      'import { blocklistFrom } from "RINGFENCE";\n' +
        'export default blocklistFrom({ name: "exact", create: () => new Set(), add: (s, k) => s.add(k), has: (s, k) => s.has(k) });',
    );
    expect(await refusal("blocklist.engine=./taken.mjs")).toMatch(
      /taken\.mjs\): expected as default export an engine whose name no other has, found "exact"/,
    );
  });

  test("where it fails the check: a filter that forgets, a matcher that names no template", async () => {
    write(
      "forgets.mjs",
      'import { blocklistFrom } from "RINGFENCE";\n' +
        'export default blocklistFrom({ name: "forgets", create: () => 0, add: () => {}, has: (_, key) => key % 2 === 0 });',
    );
    expect(await refusal("blocklist.engine=./forgets.mjs")).toMatch(
      /forgets\.mjs\): the table after .* denied \d+ of 500 keys that were added/,
    );
    write(
      "astray.mjs",
      'import { matcherFrom } from "RINGFENCE";\n' +
        'export default matcherFrom({ name: "astray", build: (t) => t, nearest: (t, text) => t[0] });',
    );
    expect(await refusal("templates.engine=./astray.mjs")).toMatch(/expected the number of a template/);
  });

  test("where a part of an adapter throws at work: engine, module, line", async () => {
    write(
      "late.mjs",
      'import { blocklistFrom } from "RINGFENCE";\n' +
        'export default blocklistFrom({ name: "late", create: () => new Set(), add: (s, k) => s.add(k), ' +
        'has: (s, k) => { if (s.size > 1000) throw new Error("too many"); return s.has(k); } });',
    );
    expect(await refusal("blocklist.engine=./late.mjs")).toMatch(
      /blocklist engine "late" \(.*late\.mjs\): threw at work: too many \(line 2\)/,
    );
  });

  test("where it forgets only once its table is large: how many keys, and no report", async () => {
    write(
      "forgets-late.mjs",
      'import { blocklistFrom } from "RINGFENCE";\n' +
        'export default blocklistFrom({ name: "forgets-late", create: () => new Set(), add: (s, k) => s.add(k), ' +
        "has: (s, k) => s.has(k) && (s.size <= 1000 || k % 2 === 0) });",
    );
    const set = ["--set", "blocklist.engine=./forgets-late.mjs"];
    const { code, stdout, stderr } = await inProcess(["run", "smoke", ...SHORT, ...set], { cwd: folder });
    expect([code, stdout]).toEqual([6, ""]);
    expect(stderr).toMatch(
      /"forgets-late" \(.*forgets-late\.mjs\) denied [\d,]+ keys of the [\d,]+ that were listed at the end of the run: expected none.*ringfence\/contract.*holds a part of the run/s,
    );
  });

  test("where it loads in the main thread and not in a worker", async () => {
    write(
      "main-only.mjs",
      'import { isMainThread } from "node:worker_threads";\nimport { blocklistFrom } from "RINGFENCE";\n' +
        'if (!isMainThread) throw new Error("not here");\n' +
        'export default blocklistFrom({ name: "main-only", create: () => new Set(), add: (s, k) => s.add(k), has: (s, k) => s.has(k) });',
    );
    expect(await refusal("blocklist.engine=./main-only.mjs")).toMatch(
      /in a worker thread\): .*does not load: not here/,
    );
  });
});

describe("screening a file", () => {
  test("takes engines of both kinds, by path", async () => {
    writeFileSync(join(folder, "rows.csv"), "text,caller\nyour parcel is lost,13800000001\nhello,13900000002\n");
    writeFileSync(join(folder, "bad.txt"), "13800000001\n");
    const { code, stdout } = await inProcess(
      ["screen", "rows.csv", "--json", "--blocklist", "bad.txt"].concat([
        "--engine",
        fixture("first-letters.mjs"),
        "--blocklist-engine",
        fixture("set-filter.mjs"),
      ]),
      { cwd: folder },
    );
    expect(code).toBe(0);
    expect(stdout).toContain("first-letters.mjs");
  });
});
