import * as fc from "fast-check";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { TECHNOLOGIES, TYPOLOGIES } from "../../src/event/taxonomy.ts";
import { withoutDefences } from "../../src/study/variants/arms.ts";
import { RingfenceError } from "../../src/core/errors.ts";
import { EVIDENCE } from "../../src/detect/evidence.ts";
import { keysAt, parameters } from "../../src/scenario/keys.ts";
import {
  DEFAULT_SCENARIO,
  formatScenario,
  loadScenario,
  shippedScenarios,
  checkSettings,
  defaultsWith,
  readSettings,
} from "../../src/scenario/file.ts";
import type { Scenario } from "../../src/scenario/schema.ts";
import { newFolder } from "../new-folder.ts";
import { failure } from "../report/failure.ts";
import { forAll } from "../for-all.ts";

const folder = newFolder("scenario");

let files = 0;

/** Writes a file of its own and returns its path. */
function write(text: string): string {
  const path = join(folder, `file-${files++}.yaml`);
  writeFileSync(path, text);
  return path;
}

function failureOf(nameOrPath: string, settings: readonly string[] = []): RingfenceError {
  return failure(() => loadScenario(nameOrPath, settings));
}

/** The message with the path of the file left out. */
function messageFor(text: string, settings: readonly string[] = []): string {
  const path = write(text);
  const error = failureOf(path, settings);
  expect(error.code).toBe("config");
  expect(error.exitCode).toBe(2);
  return error.message.replaceAll(path, "FILE");
}

const NAME = "name: mine\n";

describe("scenarios that are shipped", () => {
  test("are the platform, the same world without defences, a small one, campaigns and other years; and one for the page", () => {
    const reported = ["2021-22", "2023-24", "2025"].map((years) => `reported-${years}`);
    const others =
      "action-2022 bank-hold card-breaking classroom evasive holders most-harm no-defences operators platform-2020".split(
        " ",
      );
    expect(shippedScenarios()).toEqual([...others, ...reported, "smoke"]);
  });

  test("have in default another name for the platform", () => {
    expect(DEFAULT_SCENARIO).toBe("platform-2020");
    expect(loadScenario("default", ["hours=3"])).toEqual(loadScenario(DEFAULT_SCENARIO, ["hours=3"]));
  });

  test("stay in step: no-defences is the platform but for its defences", () => {
    const scenario = loadScenario("no-defences");
    const { name, description } = scenario;
    expect(scenario).toEqual({ ...withoutDefences(loadScenario(DEFAULT_SCENARIO)), name, description });
  });

  test.each(shippedScenarios())("%s loads, is called so, and says what it is for", (name) => {
    const scenario = loadScenario(name);
    expect(scenario.name).toBe(name);
    expect(scenario.description).not.toBe("");
  });
});

test("a scenario file needs a name alone: everything else has its default", () => {
  const { description } = loadScenario(DEFAULT_SCENARIO);
  expect({ ...loadScenario(write(NAME)), description }).toEqual({ ...loadScenario(DEFAULT_SCENARIO), name: "mine" });
});

const all = parameters();
const paths = all.map(({ path }) => path);

test("every parameter is listed once, with its unit, its source and what it is, under the groups of the schema", () => {
  expect(new Set(paths).size).toBe(paths.length);
  for (const { path, unit, source, description } of all) {
    expect([path, unit?.trim(), source?.trim()]).not.toContain("");
    expect(`${path}: ${unit}, ${source}: ${description}`).toMatch(/^(?!.*undefined).*\S\.$/);
  }
  expect(keysAt([])).toEqual([...new Set(paths.map((path) => path.split(".")[0]))]);
  expect(keysAt(["screening", "weights"])).toEqual([...EVIDENCE]);
});

test("every parameter but the name has a default, and the defaults together are those of a file that states none", () => {
  const stated = all.filter((parameter) => parameter.default !== undefined);
  expect(paths.filter((path) => !stated.some((one) => one.path === path))).toEqual(["name"]);
  const typed = stated.map(({ path, default: value }) => `${path}=${JSON.stringify(value)}`);
  const file = write(NAME);
  expect(loadScenario(file, typed)).toEqual(loadScenario(file));
});

test("a scenario file with strange words and numbers, written out resolved, loads to the same", () => {
  const odd = fc.constantFrom("null", "1e3", "#", "- a");
  const description = fc.oneof(fc.string({ unit: "binary", maxLength: 40 }), odd);
  const evasive = loadScenario("evasive");
  forAll(
    [description, fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom("null", "true", "007", "1e5", "x")],
    4,
    (text, share, name) => {
      const scenario: Scenario = { ...evasive, name, description: text, recycling: { share } };
      expect(loadScenario(write(formatScenario(scenario)))).toEqual(scenario);
    },
  );
});

describe("an error in a scenario file", () => {
  test("names line and column of an unknown key, the nearest valid one, and all that are valid there", () => {
    expect(messageFor(`${NAME}complaints:\n  messageShare: 0.5\n  callShar: 4\n`)).toBe(
      "the scenario does not hold together:\n" +
        '  FILE:4:3: unknown parameter "complaints.callShar"; did you mean "complaints.callShare"? Valid here: messageShare, callShare, lostShare, heededShare, victimWeight, delayHours',
    );
  });

  test("comes with all the others, each with its place", () => {
    const message = messageFor("name: Not A Name\nhours: 1.5\ngangz: 3\npopulation:\n  circle: 0\n");
    const places = [...message.matchAll(/FILE:(\d+:\d+): /g)].map(([, place]) => place!);
    expect(places.toSorted()).toEqual(["1:1", "2:1", "3:1", "5:3"]);
    expect(message).toContain("lower-case letters, digits and hyphens");
    expect(message).toContain('did you mean "gangs"?');
  });

  test("points into lists, in block and in flow style", () => {
    expect(messageFor(`${NAME}gangs:\n  obfuscation: [1, 0, 0, x, 0, 0]\n`)).toContain(
      "FILE:3:26: gangs.obfuscation.3",
    );
    expect(messageFor(`${NAME}gangs: { obfuscation: [1, 0] }\n`)).toContain("FILE:2:10: gangs.obfuscation");
  });

  test("names what is missing, and what is no parameters or no YAML", () => {
    expect(messageFor("hours: 3\n")).toMatch(/FILE: name: .*found nothing/);
    expect(messageFor("- name: mine\n")).toContain("must hold parameters");
    expect(messageFor("name: [unclosed\nhours: 3\n")).toMatch(/FILE is not YAML: .*at line \d+, column \d+/s);
    expect(messageFor("name: a\nname: b\n")).toMatch(/not YAML: .*unique/s);
    expect(messageFor("name: a\n---\nname: b\n")).toMatch(/not YAML: .*multiple documents/s);
  });

  test.each([
    ["gangs.typologies", TYPOLOGIES],
    ["gangs.messageTechnologies", TECHNOLOGIES],
  ])("refuses %s that are all zero", (path, weighed) => {
    const names = weighed.map((name) => `${path}.${name}=0`);
    const { message } = failureOf("smoke", names);
    expect(message).toContain(`${path}: at least one of the weights must be positive`);
    expect(() => loadScenario("smoke", names.slice(1))).not.toThrow();
  });
});

describe("hostile files", () => {
  test("with aliases of aliases are refused before they grow", () => {
    const bomb = ["a", "b", "c", "d", "e", "f"].map((name, i, names) => {
      const value = i === 0 ? "x" : `*${names[i - 1]!}`;
      return `${name}: &${name} [${Array.from({ length: 20 }, () => value).join(", ")}]`;
    });
    expect(messageFor(`${NAME}${bomb.join("\n")}\n`)).toContain("Excessive alias count");
  });

  test("with a value that holds itself, or brackets nested without end, are told so", () => {
    expect(messageFor(`${NAME}gangs: &a\n  count: *a\n`)).toMatch(/FILE:3:3: gangs.count: .*holds itself/);
    expect(messageFor(`${NAME}gangs: ${"[".repeat(30_000)}`)).toContain("is not YAML: nested more than 64 layers deep");
  });

  test.each([
    ["lists in lists", "- ".repeat(8000), "nested more than 64 layers deep"],
    ["keys", Array.from({ length: 1200 }, (_, index) => `k${index}: 1\n`).join(""), "more than 1000 keys in one group"],
    ["aliases", `- &a x\n${"- *a\n".repeat(1200)}`, "more than 1000 aliases"],
    ["errors, of which the first is told", '"'.repeat(8000), "at line 1, column"],
  ])("with thousands of %s are refused at once, in few words", (_, text, reason) => {
    const message = messageFor(text);
    expect(message).toContain(reason);
    expect(message.length).toBeLessThan(300);
  });

  test.each([
    ["of another version of YAML", "%YAML 1.1\n---\nname: mine\npopulation: !!omap [subscribers: 200]\n"],
    ["of a type that JSON does not have", `${NAME}population: !!omap [subscribers: 200]\n`],
  ])("with settings %s are not passed over", (_, text) => {
    expect(messageFor(text)).toMatch(/FILE:\d:\d+: population: expected object; found \[/);
    expect(failureOf("smoke", ["population=!!omap [subscribers: 200]"]).message).toContain("population: expected");
    expect(failureOf("smoke", ["population=!!set {subscribers}"]).message).toContain(
      "population.subscribers: expected",
    );
  });

  test.each(["__proto__", "constructor", "toString", "hasOwnProperty"])(
    "with %s as a key reach no prototype",
    (key) => {
      expect(messageFor(`${NAME}${key}:\n  polluted: 1\n`)).toContain(`unknown parameter "${key}"`);
      expect(messageFor(`${NAME}gangs:\n  ${key}: 1\n`)).toContain(`unknown parameter "gangs.${key}"`);
      expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    },
  );

  test("of more than 32 KB are not read", () => {
    const path = write(`${NAME}#${"x".repeat(1 << 15)}\n`);
    expect(failureOf(path)).toMatchObject({ code: "config" });
    expect(failureOf(path).message).toMatch(/has more than 32,768 bytes/);
  });

  test("with thousands of unknown keys are told of the first, and how many there are", () => {
    const keys = Array.from({ length: 900 }, (_, index) => `k${index}: 1\n`);
    const message = messageFor(`${NAME}${keys.join("")}`);
    expect(message).toContain('unknown parameter "k19"');
    expect(message).not.toContain('unknown parameter "k20"');
    expect(message).toMatch(/and 880 more of the kind$/);
  });

  test("that are directories, loops or not there say what went wrong", () => {
    const directory = join(folder, "directory.yaml");
    mkdirSync(directory);
    const loop = join(folder, "loop.yaml");
    symlinkSync(loop, loop);
    for (const path of [directory, loop, join(folder, "missing.yaml")]) {
      const error = failureOf(path);
      expect(error).toMatchObject({ code: "io", exitCode: 7 });
      expect(error.message).toMatch(/cannot read .*\b(EISDIR|ELOOP|ENOENT)\b/);
    }
  });
});

test.each([
  ["smok", "smoke"],
  ["platfrom", null],
  ["platform", "platform-2020"],
  ["../../etc/passwd", null],
])("a scenario that is not there %j: names those that are, and the nearest where one is near", (name, nearest) => {
  const error = failureOf(name);
  expect(error).toMatchObject({ code: "usage", exitCode: 2 });
  expect(error.message).toContain(`there is no scenario "${name}": expected one of ${shippedScenarios().join(", ")}`);
  const hint = nearest === null ? "" : `. Did you mean "${nearest}"?`;
  expect(error.message.endsWith(`, or the path of a .yaml file${hint}`)).toBe(true);
});

test("--set sets numbers, booleans, names, lists and nested values, the last one last", () => {
  const scenario = loadScenario(
    "smoke",
    (
      "hours=3|benign.otp.perDay=0.25|screening.stages.match=false|blocklist.engine=exact|" +
      "gangs.obfuscation=[0, 0, 0, 0, 0, 1]|operators.outgoing={ people: 9 }|operators.outgoing.cutShare=0.2|hours=5|" +
      "description=a = b"
    ).split("|"),
  );
  expect(scenario.hours).toBe(5);
  expect(scenario.benign.otp.perDay).toBe(0.25);
  expect(scenario.screening.stages).toMatchObject({ match: false, blocklist: true });
  expect(scenario.blocklist.engine).toBe("exact");
  expect(scenario.gangs.obfuscation).toEqual([0, 0, 0, 0, 0, 1]);
  expect(scenario.operators.outgoing).toEqual({ people: 9, cutShare: 0.2 });
  expect(scenario.description).toBe("a = b");
  expect(scenario.population.subscribers).toBe(12_500);
});

test.each([
  ["hours=many", 'hours: expected number; found "many"'],
  ["hours=1.5", "hours: expected int; found 1.5"],
  ["screening.stages.match=1", "screening.stages.match: expected boolean; found 1"],
  ["gangs=5", "gangs: expected object; found 5"],
  ["gangs.obfuscation=[1,1,1,1,1,1,1]", "gangs.obfuscation: expected array to have <=6 items; found [1,1,1,1,1,1,1]"],
  ["gangs.obfuscation=[0,0,0,0,0,0]", "gangs.obfuscation: at least one of the six weights must be positive"],
  ["gangs.obfuscation=[1, x, 0, 0, 0, 0]", 'gangs.obfuscation.1: expected number; found "x"'],
  ["gangs.cuont=4", 'unknown parameter "gangs.cuont"; did you mean "gangs.count"?'],
  ["gang.nowhere=4", 'unknown parameter "gang"; did you mean "gangs"?'],
  ["low=1", 'unknown parameter "low"; did you mean "warnings.low"?'],
  ["warnings.low=9", "warnings: low, medium and high must not fall; found low 9"],
  ["foo=4", 'unknown parameter "foo"; npx ringfence schema scenario --all lists'],
  ["warnings.foo=4", 'unknown parameter "warnings.foo"; Valid here: enabled, policy, low'],
  ["retryhours=4", 'unknown parameter "retryhours"; did you mean "cards.retryHours" or "episodes.retryHours"'],
  ["__proto__.polluted=1", 'unknown parameter "__proto__"'],
  ["gangs.__proto__.polluted=1", 'unknown parameter "gangs.__proto__"'],
  ["constructor.prototype.polluted=1", 'unknown parameter "constructor"'],
])("--set %s is refused, and the message says that it was this setting", (setting, problem) => {
  const error = failureOf("smoke", [setting]);
  expect(error).toMatchObject({ code: "config", exitCode: 2 });
  expect(error.message).toContain(`\n  --set ${setting}: ${problem}`);
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});

test("settings of any length are named by their beginnings", () => {
  const long = "x".repeat(100_000);
  for (const setting of [long, `hours=${long}`, `${long}=1`, `hours="${long}`, `hours.${long}=1`, `hours=[*${long}`]) {
    expect(failureOf("smoke", [setting]).message.length).toBeLessThan(1500);
  }
  expect(failureOf(long).message.length).toBeLessThan(600);
});

test("a list is set as a whole, or a number of it by its place", () => {
  const list = "gangs.obfuscation=[1, 1, 1, 1, 1, 1]";
  const { gangs } = loadScenario("smoke", [list, "gangs.obfuscation.2=5"]);
  expect(gangs.obfuscation).toEqual([1, 1, 5, 1, 1, 1]);
  for (const key of ["length", "6", "-1", "x", "length.x", "0.x"]) {
    const error = failureOf("smoke", [list, `gangs.obfuscation.${key}=3`]);
    expect(error).toMatchObject({ code: "usage", exitCode: 2 });
    expect(error.message).toContain(`--set gangs.obfuscation.${key}=3: `);
  }
});

test.each([
  ["hours", "expects path=value"],
  ["=5", "expects path=value"],
  ["hours=[1, 2", "the value is not YAML"],
  ["hours.sub=1", "hours is a value, not a group"],
  ["name.__proto__.x=1", "name is a value, not a group"],
])("--set %j is refused as usage", (setting, problem) => {
  const error = failureOf("smoke", [setting]);
  expect(error).toMatchObject({ code: "usage", exitCode: 2 });
  expect(error.message).toContain(problem);
});

test("--set does not take the blame for what the file says", () => {
  const message = messageFor(`${NAME}gangz:\n  other: 1\n`, ["gangz.count=3", "hours=3"]);
  expect(message).toContain('FILE:2:1: unknown parameter "gangz"');
});

test("--set, whatever is set, gives a scenario or a RingfenceError", () => {
  const path = fc.oneof(
    fc.constantFrom(...paths),
    fc.string({ maxLength: 12 }),
    fc.constantFrom("a..b", ".", "gangs."),
  );
  const odd = ["{}", "[]", "null", "*a", "&a [*a]", "-1", "1e999", "!!binary x", "{a: 1, a: 2}"];
  const value = fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom(...odd));
  forAll([path, value], 25, (where, what) => {
    try {
      expect(loadScenario("smoke", [`${where}=${what}`])).toHaveProperty("hours");
    } catch (error) {
      if (!(error instanceof RingfenceError)) throw error;
    }
  });
});

test("a file of settings lies over a scenario and below what is typed", () => {
  const settings = readSettings(write("warnings:\n  low: 0.5\n  medium: 1.2\nscreening: {blockScore: 200}\n"));
  const { warnings, screening, gangs } = loadScenario("smoke", [...settings, "warnings.low=0.7"]);
  expect(warnings).toMatchObject({ low: 0.7, medium: 1.2 });
  expect(screening.blockScore).toBe(200);
  expect(gangs).toEqual(loadScenario("smoke").gangs);
});

test("a file of settings that states every parameter of a scenario gives that scenario, whatever it lies over", () => {
  const wanted = loadScenario("classroom", ["warnings.low=0.5"]);
  expect(loadScenario("smoke", readSettings(write(formatScenario(wanted))))).toEqual(wanted);
});

test("a file of settings states the same as its lines typed one by one", () => {
  forAll([fc.double({ min: 0, max: 1.5 }), fc.integer({ min: -3000, max: 3000 })], 5, (low, weight) => {
    const file = write(`warnings:\n  low: ${low}\nscreening:\n  weights:\n    callerListed: ${weight}\n`);
    const typed = [`warnings.low=${low}`, `screening.weights.callerListed=${weight}`];
    expect(defaultsWith(readSettings(file))).toEqual(defaultsWith(typed));
  });
});

test.each([
  ["screening:\n  flagScore: 9999\n", "FILE:2:3: screening.flagScore: expected number to be <=6000; found 9999"],
  ["hours:\n  many: 3\n", "hours"],
  ["- 3\n", "FILE must hold parameters"],
])("a file of settings %j is refused, with line and column", (text, problem) => {
  const path = write(text);
  const { code, message } = failure(() => loadScenario("smoke", readSettings(path)));
  expect([code, message.replaceAll(path, "FILE")]).toEqual(["config", expect.stringContaining(problem)]);
});

test("a file of settings that breaks a rule only with the scenario below it is refused there, and not alone", () => {
  const path = write("warnings:\n  low: 2\n");
  expect(() => checkSettings(readSettings(path))).not.toThrow();
  expect(() => loadScenario("smoke", [...readSettings(path), "warnings.medium=2.1"])).not.toThrow();
  expect(() => loadScenario("smoke", readSettings(path))).toThrow("must not fall");
});
