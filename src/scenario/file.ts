/** Reads a scenario: a shipped one by name or a YAML file by path, with `--set` on top, checked against the schema. */
import { commandName } from "../core/program.ts";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";
import type { z } from "zod";
import { shorten, describeValue } from "../core/describe-value.ts";
import { RingfenceError, messageOf } from "../core/errors.ts";
import { nearestTo } from "../core/nearest-word.ts";
import { type Yaml, readYaml, yamlData } from "../core/yaml.ts";
import { type Path, keysAt, nearestParameters } from "./keys.ts";
import { SAYS_ALL } from "./parameter.ts";
import { readParameters } from "./parameter-text.ts";
import { type Scenario, scenarioSchema } from "./schema.ts";

const MAX_MESSAGES = 20;

/** A parameter from a file of settings, and its place there, as in "tuned.yaml:3:3". */
export interface FileSetting {
  readonly path: readonly string[];
  readonly value: unknown;
  readonly where: string;
}

/** A parameter to set on top of a scenario: "path=value" as `--set` takes it, or from a file. */
export type Setting = string | FileSetting;

/** What is run when no scenario is named; `default` is another name for it. */
export const DEFAULT_SCENARIO = "platform-2020";

export function shippedScenarios(): string[] {
  return readdirSync(scenarioDirectory())
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => file.slice(0, -".yaml".length))
    .sort();
}

/**
 * The scenario called `nameOrPath` with `settings` ("path=value", values in YAML; or of `readSettings`) on top, later
 * ones above earlier ones, every default filled in. Throws RingfenceError "config" that names each wrong parameter with
 * line and column, what was expected and found, and the nearest valid key; "usage" where there is no such scenario.
 */
export function loadScenario(nameOrPath: string, settings: readonly Setting[] = []): Scenario {
  return parse(readSource(nameOrPath === "default" ? DEFAULT_SCENARIO : nameOrPath), settings)!;
}

/** `settings` on top of the defaults of every parameter. Throws as `loadScenario` does. */
export function defaultsWith(settings: readonly Setting[]): Scenario {
  return parse(defaults(), settings)!;
}

/** Throws as `loadScenario` for an unknown parameter or a value out of range; rules among several are not checked. */
export function checkSettings(settings: readonly Setting[]): void {
  parse(defaults(), settings, (issue) => issue.code !== "custom");
}

/**
 * The parameters that the YAML file at `path` states, in its order; a list is one. Throws RingfenceError "io" and
 * "config"; unknown ones are found by `loadScenario`, which names line and column.
 */
export function readSettings(path: string): FileSetting[] {
  const source = readParameters(path, path);
  return leavesOf(source.data, []).map(([at, value]) => ({ path: at, value, where: source.placeOf(at) }));
}

/** The last value that `settings` state at `path`, for example an engine; undefined if none does. */
export function textAt(settings: readonly Setting[], path: string): string | undefined {
  const stated = settings.map((setting) => (typeof setting === "string" ? parseSetting(setting) : setting));
  const value = stated.findLast((setting) => setting.path.join(".") === path)?.value;
  return typeof value === "string" ? value : undefined;
}

function defaults(): Yaml {
  return readYaml("the defaults", "name: defaults");
}

/** Null if the only problems are those that `counts` leaves out. */
function parse(
  source: Yaml,
  settings: readonly Setting[],
  counts: (issue: Issue) => boolean = () => true,
): Scenario | null {
  const plain = source.data;
  const applied = settings.map((setting) => applySetting(plain, setting));
  const result = scenarioSchema.safeParse(plain);
  if (result.success) return result.data;
  const issues = result.error.issues.filter(counts).flatMap(oneKeyEach);
  if (issues.length === 0) return null;
  const messages = issues.slice(0, MAX_MESSAGES).map((issue) => describeIssue(issue, source, plain, applied));
  if (issues.length > MAX_MESSAGES) messages.push(`and ${issues.length - MAX_MESSAGES} more of the kind`);
  throw new RingfenceError("config", `the scenario does not hold together:\n  ${messages.join("\n  ")}`);
}

/** The resolved scenario as YAML: every parameter stated. */
export function formatScenario(scenario: Scenario): string {
  return stringify(scenario);
}

function scenarioDirectory(): string {
  return fileURLToPath(import.meta.resolve("#datasets/scenarios"));
}

function readSource(nameOrPath: string): Yaml {
  const shipped = shippedScenarios();
  const isName = shipped.includes(nameOrPath);
  if (!isName && !/\.ya?ml$/i.test(nameOrPath)) {
    const near = nearestTo(nameOrPath.replace(/\.\w+$/, ""), shipped);
    const hint = near === null ? "" : `. Did you mean "${near}"?`;
    throw new RingfenceError(
      "usage",
      `there is no scenario "${shorten(nameOrPath)}": expected one of ${shipped.join(", ")}, or the path of a .yaml file${hint}`,
    );
  }
  const path = isName ? `${scenarioDirectory()}/${nameOrPath}.yaml` : nameOrPath;
  const label = isName ? `${nameOrPath}.yaml` : path;
  return readParameters(path, label);
}

interface Applied {
  readonly path: readonly string[];
  readonly where: string;
}

function applySetting(plain: unknown, setting: Setting): Applied {
  const { path, value, where } = typeof setting === "string" ? parseSetting(setting) : setting;
  let target = plain as Record<string, unknown>;
  path.slice(0, -1).forEach((key) => {
    checkPlace(target, key, where);
    if (!Object.hasOwn(target, key)) defineOwn(target, key, {});
    const next = target[key];
    if (typeof next !== "object" || next === null) {
      const code = typeof setting === "string" ? "usage" : "config";
      throw new RingfenceError(code, `${where}: ${shorten(key)} is a value, not a group of parameters`);
    }
    target = next as Record<string, unknown>;
  });
  checkPlace(target, path.at(-1)!, where);
  defineOwn(target, path.at(-1)!, value);
  return { path, where };
}

/** Throws RingfenceError "usage" where it is not path=value. */
export function parseSetting(written: string): FileSetting {
  const equals = written.indexOf("=");
  // For messages: a value may be of any length.
  const setting = shorten(written);
  if (equals <= 0) {
    throw new RingfenceError("usage", `--set expects path=value, as in gangs.count=20, but found "${setting}"`);
  }
  const path = written.slice(0, equals).trim().split(".");
  let value: unknown;
  try {
    value = yamlData(written.slice(equals + 1));
  } catch (cause) {
    throw new RingfenceError("usage", `--set ${setting}: the value is not YAML: ${messageOf(cause)}`, { cause });
  }
  return { path, value, where: `--set ${setting}` };
}

/** A list has no parameters but its numbers, by their places: it would be none any more with another length. */
function checkPlace(target: object, key: string, where: string): void {
  if (!Array.isArray(target) || (/^\d+$/.test(key) && Object.hasOwn(target, key))) return;
  throw new RingfenceError(
    "usage",
    `${where}: expected a place in a list, from 0 to ${target.length - 1}, but found "${shorten(key)}"`,
  );
}

/** An ordinary property whatever its name: `__proto__` from outside must not reach a prototype. */
function defineOwn(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

type Issue = z.core.$ZodIssue;

function oneKeyEach(issue: Issue): Issue[] {
  return issue.code === "unrecognized_keys" ? issue.keys.map((key) => ({ ...issue, keys: [key] })) : [issue];
}

function describeIssue(issue: Issue, source: Yaml, plain: unknown, applied: readonly Applied[]): string {
  const path = issue.path as Path;
  if (issue.code === "unrecognized_keys") {
    const key = issue.keys[0]!;
    const unknown = [...path, key];
    const where = locate(unknown, source, applied);
    const { path: typed = unknown } = applied.findLast((setting) => isWithin(setting.path, unknown)) ?? {};
    return `${where}: unknown parameter "${shorten(unknown.join("."))}"; ${adviceOn(typed, path)}`;
  }
  const where = `${locate(path, source, applied)}: ${path.join(".") || "the scenario"}`;
  if (issue.code === "custom" && issue.params?.[SAYS_ALL] === true) return `${where}: ${issue.message}`;
  // Less of what zod says for all kinds of input: the value itself follows.
  const expected = issue.message.replace(/^\w+ \w+: (?=expected)|, received \w+$/g, "");
  return `${where}: ${expected}; found ${describeValue(valueAt(plain, path))}`;
}

/** Longer lists do not help. */
const MAX_KEYS_LISTED = 12;

function adviceOn(unknown: Path, path: Path): string {
  const valid = keysAt(path);
  const meant = nearestParameters(unknown);
  const hint = meant.length === 0 ? "" : `did you mean ${meant.map((one) => `"${one}"`).join(" or ")}? `;
  if (valid.length === 0) return `${hint}${path.join(".")} takes no keys`;
  if (valid.length <= MAX_KEYS_LISTED) return `${hint}Valid here: ${valid.join(", ")}`;
  const group = path.length === 0 ? "" : ` ${path[0]}`;
  return `${hint}${commandName()} schema scenario${group === "" ? " --all" : group} lists what there is`;
}

/** The setting that the value at `path` comes from, or else its place in the file. */
function locate(path: Path, source: Yaml, applied: readonly Applied[]): string {
  const setting =
    applied.findLast((candidate) => isWithin(path, candidate.path)) ??
    (source.has(path) ? undefined : applied.findLast((candidate) => isWithin(candidate.path, path)));
  return setting ? setting.where : source.placeOf(path);
}

function isWithin(path: Path, outer: Path): boolean {
  return outer.length <= path.length && outer.every((key, index) => key === String(path[index]));
}

function valueAt(plain: unknown, path: Path): unknown {
  let value = plain;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}

type Leaf = readonly [path: readonly string[], value: unknown];

function leavesOf(value: unknown, path: readonly string[]): Leaf[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
}
