/** Engine modules named in files of parameters: checked before anything is loaded. */
import { checkModuleOf } from "../core/module/user-modules.ts";
import { parseYamlText, yamlData } from "../core/yaml-text.ts";
import { blocklistEngines } from "../detect/blocklist/engines.ts";
import { matcherEngines } from "../detect/matcher/engines.ts";

const ENGINES = [
  { group: "blocklist", list: blocklistEngines },
  { group: "templates", list: matcherEngines },
] as const;

/** `parameters`: plain data of `file`; `locationOf`: the place of a parameter, for messages. */
export function checkModulesIn(file: string, parameters: unknown, locationOf: (path: string[]) => string): void {
  for (const { group, list } of ENGINES) {
    const written = valueOf(valueOf(parameters, group), "engine");
    if (typeof written !== "string" || list.names.includes(written)) continue;
    checkModuleOf(file, written, `${locationOf([group, "engine"])}: ${group}.engine`);
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
    const plain = yamlData(parseYamlText(value));
    return { [group]: name === undefined ? plain : { [name]: plain } };
  } catch {
    // An invalid value is refused where it is set.
    return {};
  }
}

function valueOf(group: unknown, name: string): unknown {
  return typeof group === "object" && group !== null && Object.hasOwn(group, name)
    ? (group as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
