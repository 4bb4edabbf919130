/** A stage from a module of a user's own is one more entry of the list: nothing else is touched for it. */
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { loadOwnStages, OWN_STAGES_VARIABLE } from "../../src/detect/own-stages.ts";
import type { Report } from "../../src/report/document.ts";
import { readJsonLines, ringfence, settings } from "../cli/command-line.ts";
import { readGuide } from "../guide.ts";
import { newFolder } from "../new-folder.ts";

const TOY = fileURLToPath(new URL("toy-stage/stage.mjs", import.meta.url));
const WITH_TOY = { variables: { [OWN_STAGES_VARIABLE]: TOY } };
const SMALL = [
  "smoke",
  "--no-counterfactual",
  ...settings("hours=16", "population.subscribers=1000", "gangs.count=6", "screening.flagScore=-320"),
];
const OFF = settings("screening.stages.long=false");

const FOLDER = newFolder("toy-stage");
const freshFolder = (): string => mkdtempSync(join(FOLDER, "of-"));

async function reportOf(args: readonly string[], options = {}): Promise<Report> {
  const { code, stdout, stderr } = await ringfence(["run", ...args, "--json"], { ...options, cwd: freshFolder() });
  expect([code, stderr]).toEqual([0, expect.any(String)]);
  return JSON.parse(stdout) as Report;
}

describe("a stage of a user's own", () => {
  test("screens, is counted, shows in the report and its page, and explains itself", async () => {
    const folder = join(freshFolder(), "run");
    const { code, stdout } = await ringfence(["run", ...SMALL, "--details", "--out", folder], WITH_TOY);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\blong\b/);
    const report = JSON.parse(readFileSync(join(folder, "report.json"), "utf8")) as Report;
    const seen = seenIn(report);
    expect(seen).toBeGreaterThan(0);
    expect(report.figures).toHaveProperty(["decidedBy.fraud.long.blocked"]);
    expect(report.reproduce).toContain(`${OWN_STAGES_VARIABLE}=${TOY}`);
    expect(readFileSync(join(folder, "report.html"), "utf8")).toContain("Long text");

    interface Decision {
      readonly id: string;
      readonly evidence: readonly string[];
      readonly own: { readonly long: { readonly units: number } };
    }
    const found = readJsonLines<Decision>(join(folder, "decisions.jsonl")).find(({ evidence }) =>
      evidence.includes("textLong"),
    )!;
    expect(found.own.long.units).toBeGreaterThanOrEqual(40);
    const explained = await ringfence(["explain", "--run", folder, "--event", found.id], WITH_TOY);
    expect(explained.stdout).toMatch(/^long text +\d+ units are many$/m);
    expect(explained.stdout).toMatch(/^(evidence)? +textLong +\+0\.35$/m);
  }, 120_000);

  test("decides the same in any number of worker threads, and nothing where it is switched off", async () => {
    const [one, two, off, without, weightless] = await Promise.all([
      reportOf([...SMALL, "--workers", "1"], WITH_TOY),
      reportOf([...SMALL, "--workers", "2"], WITH_TOY),
      reportOf([...SMALL, ...OFF], WITH_TOY),
      reportOf(SMALL),
      reportOf([...SMALL, ...settings("screening.weights.textLong=0")], WITH_TOY),
    ]);
    expect(two!.digest).toBe(one!.digest);
    expect(off!.digest).toBe(without!.digest);
    expect(one!.digest).not.toBe(without!.digest);
    expect(weightless!.digest).toBe(without!.digest);
    expect([seenIn(off!), seenIn(without!)]).toEqual([0, undefined]);
  }, 120_000);

  test("as the guide has it, needs no table, and costs what the guide says", async () => {
    const [text] = readGuide("engineer").blocks("js");
    const { code, stdout } = await ringfence(["run", "smoke", "--seed", "1", "--no-page", "--json"], {
      variables: { [OWN_STAGES_VARIABLE]: moduleOf(text!) },
      cwd: freshFolder(),
    });
    expect(code).toBe(0);
    const { figures } = JSON.parse(stdout) as Report;
    expect(figures["decidedBy.fraud.night.blocked"]!.value).toBe(602);
    expect(figures["decidedBy.benign.night.blocked"]!.value).toBe(6505);
    expect(Math.round(10_000 * figures["rates.falseInterception"]!.value!)).toBe(281);
  }, 120_000);

  test("screens a file, where it can be left out", async () => {
    const file = join(freshFolder(), "texts.jsonl");
    writeFileSync(file, `${JSON.stringify({ text: "word ".repeat(30) })}\n${JSON.stringify({ text: "short" })}\n`);
    const screened = async (...args: string[]) =>
      JSON.parse((await ringfence(["screen", file, "--json", ...args], WITH_TOY)).stdout) as {
        readonly evidence: Readonly<Record<string, number>>;
        readonly stages: Readonly<Record<string, boolean>>;
      };
    expect(await screened()).toMatchObject({ evidence: { textLong: 1 }, stages: { long: true, match: true } });
    const apart = await screened("--set", "screening.stages.long=false");
    expect(apart.stages).toMatchObject({ long: false, match: true });
    expect(apart.evidence).not.toHaveProperty("textLong");
  }, 60_000);
});

function seenIn({ figures }: Report): number | null | undefined {
  return figures["stages.long.fraud.seen"]?.value;
}

function moduleOf(text: string): string {
  const path = join(freshFolder(), "stage.mjs");
  writeFileSync(path, text);
  return path;
}

/** The toy stage, some of whose parts are others. */
function changedToy(changes: string): string {
  return moduleOf(
    `import toy from ${JSON.stringify(pathToFileURL(TOY).href)};\nexport default { ...toy, ${changes} };`,
  );
}

const TAKEN = [{ name: "links", evidence: { textMatch: 0, prior: 0 }, marks: { fanOutHigh: 0 } }];

describe("a module that is no stage is refused, with what is wrong with it", () => {
  test.each([
    ["has no default export", "export const stage = 1;", "expected a stage as its default export, found nothing"],
    ["throws", 'throw new Error("out of paper");', "the module does not load: out of paper"],
    ["has no name", "export default {};", "name: Invalid input: expected string, received undefined, found nothing"],
  ])("%s", async (_, text, message) => {
    const path = moduleOf(text);
    await expect(loadOwnStages(path, TAKEN)).rejects.toMatchObject({
      code: "config",
      message: expect.stringContaining(`${OWN_STAGES_VARIABLE}: ${path}: ${message}`),
    });
  });

  test.each([
    ["a name with a path in it", 'name: "../../x"', 'name: expected a name of letters and digits.*found "../../x"'],
    ["the name of a shipped one", 'name: "links"', 'a name that no other has, found "links"'],
    ["a name that every object has", 'name: "constructor"', "a name that no other has"],
    ["escapes in its title", 'title: "a\\u001b[2Jb"', "title: expected characters that can be shown"],
    [
      "evidence of a shipped one",
      "evidence: { textMatch: toy.evidence.textLong }",
      'evidence: .* no other has, found "textMatch"',
    ],
    [
      "a mark of a shipped one",
      'marks: { fanOutHigh: { default: 2, min: 1, max: 3, unit: "count", words: "w" } }',
      'marks: .* no other has, found "fanOutHigh"',
    ],
    ["saw without words for it", "saw: () => 1, explain: undefined", "explain: expected a function that says in words"],
  ])("has %s", async (_, changes, message) => {
    await expect(loadOwnStages(changedToy(changes), TAKEN)).rejects.toThrow(new RegExp(message));
  });

  test.each([
    ["throws as it screens", 'screen() { throw new Error("out of ink"); }', "out of ink"],
    ["names evidence that it does not have", "readEvidence: (_e, _f, _s, bitOf) => bitOf('other')", 'evidence "other"'],
    ["has a table that no thread can get", "open: () => () => ({ of() {} })", "could not be cloned"],
  ])("%s, before a file is written", async (_, changes, message) => {
    const cwd = freshFolder();
    const options = { variables: { [OWN_STAGES_VARIABLE]: changedToy(changes) }, cwd };
    const { code, stderr } = await ringfence(["run", ...SMALL, "--out", "run"], options);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) as unknown });
    expect(readdirSync(cwd)).toEqual([]);
  });

  test("comes twice", async () => {
    const twice = [TOY, TOY].join(delimiter);
    await expect(loadOwnStages(twice, TAKEN)).rejects.toThrow(/expected a name that no other has, found "long"/);
  });
});
