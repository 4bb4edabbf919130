/** Nothing outside the folder of a shipped stage says its name: what is about a stage is in its descriptor. */
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { SHIPPED } from "../../src/detect/finders.ts";
import { STAGES } from "../../src/detect/screening.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const FILES = ["src", "workers"].flatMap((room) =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join(room, file)),
);

/** By the name of a stage, its folder. */
const FOLDERS = new Map(
  FILES.filter((file) => /^src\/detect\/\w+\/stage\.ts$/.test(file)).map((file) => [
    /^ {2}name: "(\w+)"/m.exec(codeOf(file))![1]!,
    dirname(file),
  ]),
);

/** The same word for another thing, by file. */
const OTHER_THINGS: Readonly<Record<string, string>> = {
  "src/cli/bench/file-options.ts": "blocklist: the option that names a file of numbers",
  "src/rows/lists/blocklist-file.ts": "blocklist: that option",
  "src/cli/train/tune-screening.ts": "blocklist: that option",
  "src/report/chart/render-svg.ts": "links: of a flow chart",
  "src/scenario/engine-modules.ts": "blocklist: a group of parameters",
  "src/respond/signals/noted-events.ts": "callerListed: a column of its own",
  "src/rows/event-rows.ts": "provenance: a column of events",
  "src/screen/screener-options.ts": "blocklist: that option",
  "src/screen/screener.ts": "blocklist: that option",
  "src/gateway/settings.ts": "blocklist: that option",
  "src/cli/gateway/gateway.ts": "blocklist: that option",
  "src/gateway/score-sample.ts": "callerListed, domainListed: what thresholds set aside",
  "src/live/page/gateway/words.ts": "blocklist: that option",
  "src/live/page/gateway/parts/tables.tsx": "blocklist: that option",
  "src/detect/learned/message-shape.ts": "links: a count that it keeps of a text",
};

/** Without comments, and without names of types. */
function codeOf(file: string): string {
  return readFileSync(join(ROOT, file), "utf8")
    .replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "")
    .replaceAll(/\b[A-Z]\w*\["\w+"\]/g, "");
}

/** Names as whole strings, and as properties of what goes by the names of stages, their evidence or their marks. */
function said(code: string, names: readonly string[]): string[] {
  const name = `(?:${names.join("|")})`;
  const byName = "(?:own|stages|tables|handles|lasting|switches|notes|weights|marks|screening)";
  const pattern = new RegExp(`(["'\`])${name}\\1|\\b${byName}[?!]?\\.${name}\\b`, "g");
  return [...code.matchAll(pattern)].map(([found]) => found);
}

describe.each(SHIPPED)("the stage $name", (stage) => {
  const { name, evidence } = stage;
  const marks = "marks" in stage ? Object.keys(stage.marks) : [];
  const names = [name, ...Object.keys(evidence), ...marks];

  test("is named in its folder alone, and so are its evidence and its marks", () => {
    const folder = FOLDERS.get(name)!;
    const outside = FILES.filter((file) => !file.startsWith(`${folder}/`) && !(file in OTHER_THINGS));
    const found = outside.flatMap((file) => said(codeOf(file), names).map((what) => `${file}: ${what}`));
    expect(found).toEqual([]);
    expect(said(codeOf(`${folder}/stage.ts`), names)).toContain(`"${name}"`);
  });
});

test("what runs the stages imports none of them: the list alone does", () => {
  // Of engines a stage may have several: they are loaded by kind.
  const machinery = FILES.filter((file) => dirname(file) === "src/detect" && !/(finders|engines)\.ts$/.test(file));
  expect(machinery.length).toBeGreaterThan(5);
  const folders = SHIPPED.map(({ name }) => FOLDERS.get(name)!);
  const imported = machinery.flatMap((file) =>
    [...codeOf(file).matchAll(/from "(\.[^"]+)"/g)]
      .map(([, path]) => relative(ROOT, join(ROOT, dirname(file), path!)))
      .filter((path) => folders.includes(dirname(path)))
      .map((path) => `${file} imports ${path}`),
  );
  expect(imported).toEqual([]);
});

test("a name that is said elsewhere is found", () => {
  expect(STAGES.map(({ name }) => FOLDERS.get(name)).filter((folder) => folder === undefined)).toEqual([]);
  const wrong = ['tables["match"]', "handles.match", "weights.match", "const { x } = stages?.match", "`match`"];
  expect(wrong.map((code) => said(code, ["match"]).length)).toEqual([1, 1, 1, 1, 1]);
  expect(said("text.match(/x/), 'a match', matches.match", ["match"])).toEqual([]);
});
