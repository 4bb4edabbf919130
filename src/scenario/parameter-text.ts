/** Files of parameters: read as YAML, and the engine modules that they name are checked before anything is loaded. */
import { isRecord } from "../core/describe-value.ts";
import { RingfenceError } from "../core/errors.ts";
import { readBounded } from "../core/file/bounded-file.ts";
import { checkModuleOf } from "../core/module/user-modules.ts";
import { type Yaml, readYaml, yamlData } from "../core/yaml.ts";
import { blocklistEngines } from "../detect/blocklist/engines.ts";
import { matcherEngines } from "../detect/matcher/engines.ts";
import { gangStrategies } from "./gang-strategy.ts";
import { warningPolicies } from "../record/warning-policy.ts";

/** A scenario file is a page or two, with everything stated 5 KB; a larger one is something else. */
const MAX_FILE_BYTES = 1 << 15;

/** Groups lie in groups no deeper than this. */
const MAX_GROUP_DEPTH = 4;

/** Throws RingfenceError: "io" if the file cannot be read, "config" if it is no YAML of parameters. */
export function readParameters(path: string, label: string): Yaml {
  const yaml = readYaml(label, readBounded(path, MAX_FILE_BYTES).toString("utf8"));
  const data = yaml.data ?? {};
  if (!isRecord(data)) {
    throw new RingfenceError("config", `${label} must hold parameters as "name: value" lines, at the top level`);
  }
  dropEmpty(data, MAX_GROUP_DEPTH);
  checkModulesIn(path, data, yaml.placeOf);
  return { ...yaml, data };
}

function dropEmpty(value: unknown, depth: number): void {
  if (typeof value !== "object" || value === null || depth === 0) return;
  for (const [key, inner] of Object.entries(value)) {
    if (inner === null && !Array.isArray(value)) delete (value as Record<string, unknown>)[key];
    else dropEmpty(inner, depth - 1);
  }
}

const ENGINES = [
  { group: "blocklist", name: "engine", list: blocklistEngines },
  { group: "templates", name: "engine", list: matcherEngines },
  { group: "warnings", name: "policy", list: warningPolicies },
  { group: "adversary", name: "strategy", list: gangStrategies },
] as const;

function checkModulesIn(file: string, parameters: unknown, placeOf: (path: string[]) => string): void {
  for (const { group, name, list } of ENGINES) {
    const written = valueOf(valueOf(parameters, group), name);
    if (typeof written !== "string" || list.names.includes(written)) continue;
    checkModuleOf(file, written, `${placeOf([group, name])}: ${group}.${name}`);
  }
}

/** The same for settings by path, as in a row of a list of points. */
export function checkModulesOf(file: string, settings: Readonly<Record<string, unknown>>): void {
  for (const [path, value] of Object.entries(settings)) {
    checkModulesIn(file, parametersOf(path.trim(), String(value).trim()), () => file);
  }
}

function parametersOf(path: string, value: string): unknown {
  const [group = "", name] = path.split(".");
  try {
    const plain = yamlData(value);
    return { [group]: name === undefined ? plain : { [name]: plain } };
  } catch {
    // An invalid value is refused where it is set.
    return {};
  }
}

function valueOf(group: unknown, name: string): unknown {
  return isRecord(group) && Object.hasOwn(group, name) ? group[name] : undefined;
}
