/**
 * The parameters of a scenario that concern screening, for messages from outside: what evidence weighs, from where on
 * is flagged and blocked, from which similarity on a text matches, which stages are on, and the engines.
 */
import type { Writable } from "node:stream";
import { RingfenceError } from "../core/errors.ts";
import { classifierSettings } from "../engine/platform.ts";
import { checkSettings, defaultsWith, type Setting } from "../scenario/file.ts";
import { readSettings } from "../scenario/settings-file.ts";
import { printable } from "../core/terminal/printable.ts";
import type { SetupOptions } from "./screening-setup.ts";
import { STAGES } from "./stages.ts";

/** Options of the command line that these parameters stand below. */
export interface GivenSettings extends Pick<
  SetupOptions,
  "stages" | "thresholdPermille" | "engine" | "blocklistEngine" | "model"
> {
  readonly settings?: string | undefined;
  readonly set?: readonly string[] | undefined;
}

const CONCERNED = [
  /^screening\./,
  /^templates\.threshold$/,
  /^templates\.engine$/,
  /^blocklist\.engine$/,
  /^blocklist\.falsePositiveRate$/,
  /^blocklist\.neighbours$/,
];
const CONCERNED_WORDS =
  "screening.*, templates.threshold, templates.engine, blocklist.engine, blocklist.falsePositiveRate or blocklist.neighbours";

/**
 * What `setUpScreening` takes, of the parameters and the options above them. What a file states of a world,
 * warnings.low say, has nothing to act on: it is told to `told` and passed over. Throws RingfenceError: "usage" where
 * `--set` names such a parameter, "config" and "io" as `loadScenario` and `readSettings` do.
 */
export function withSettings(given: GivenSettings, told: Writable): Partial<SetupOptions> {
  const { settings: file, set = [], stages, thresholdPermille, engine, blocklistEngine, model } = given;
  if (file === undefined && set.length === 0) return { stages, thresholdPermille, engine, blocklistEngine, model };
  const ofFile = file === undefined ? [] : readSettings(file);
  checkSettings([...ofFile, ...set]);
  for (const written of set) {
    if (isConcerned(pathOf(written))) continue;
    throw new RingfenceError("usage", `--set ${written}: nothing here depends on it: expected ${CONCERNED_WORDS}`);
  }
  const passedOver = ofFile.map(pathOf).filter((path) => !isConcerned(path));
  if (passedOver.length > 0) {
    const which = passedOver.map((path) => printable(path)).join(", ");
    told.write(`ringfence: ${printable(file!)}: passed over, as nothing here depends on it: ${which}\n`);
  }
  const stated: Setting[] = [...ofFile, ...set].filter((setting) => isConcerned(pathOf(setting)));
  const paths = new Set(stated.map(pathOf));
  const scenario = defaultsWith(stated);
  const { screening, templates, blocklist } = scenario;
  const switches: Readonly<Record<string, boolean>> = screening.stages;
  return {
    stages,
    stagesOff: STAGES.filter((stage) => switches[stage] === false),
    thresholdPermille:
      thresholdPermille ?? (paths.has("templates.threshold") ? Math.round(templates.threshold * 1000) : undefined),
    engine: engine ?? (paths.has("templates.engine") ? templates.engine : undefined),
    blocklistEngine: blocklistEngine ?? (paths.has("blocklist.engine") ? blocklist.engine : undefined),
    falsePositiveRate: blocklist.falsePositiveRate,
    neighbours: paths.has("blocklist.neighbours") ? blocklist.neighbours : undefined,
    model: model ?? (paths.has("screening.model") ? screening.model : undefined),
    classifier: classifierSettings(scenario),
    settingsUsed: { file: file ?? null, set, passedOver },
  };
}

function isConcerned(path: string): boolean {
  return CONCERNED.some((pattern) => pattern.test(path));
}

function pathOf(setting: Setting): string {
  return typeof setting === "string" ? setting.slice(0, setting.indexOf("=")).trim() : setting.path.join(".");
}
