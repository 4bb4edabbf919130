/**
 * Applies the screening parameters of a scenario to events from outside: weights, scores, threshold, stages and
 * engines.
 */
import { describeValue } from "../core/describe-value.ts";
import { RingfenceError } from "../core/errors.ts";
import { MAX_THRESHOLD_PERMILLE, MIN_THRESHOLD_PERMILLE } from "../detect/matcher/matcher.ts";
import { classifierSettings } from "../detect/classifier/weights.ts";
import { checkSettings, defaultsWith, type Setting, readSettings } from "../scenario/file.ts";
import type { SetupOptions } from "./setup.ts";
import { OFF_BY_DEFAULT, STAGES } from "./stages.ts";

/** Options that win over parameters. */
export interface GivenSettings extends Pick<
  SetupOptions,
  "thresholdPermille" | "engine" | "blocklistEngine" | "model"
> {
  readonly settings?: string | undefined;
  readonly set?: readonly string[] | undefined;
}

const CONCERNED = [
  "screening.*",
  "templates.threshold",
  "templates.engine",
  "blocklist.engine",
  "blocklist.falsePositiveRate",
  "blocklist.neighbours",
];

/**
 * Options for `setUpScreening` from parameters and options. Parameters of a world, such as warnings.low, are ignored in
 * a file (`passedOverWords`). Throws RingfenceError: "usage" if `--set` names one, "config" and "io" like
 * `loadScenario` and `readSettings`.
 */
export function withSettings(given: GivenSettings): Partial<SetupOptions> {
  const { settings: file, set = [], thresholdPermille, engine, blocklistEngine, model } = given;
  if (file === undefined && set.length === 0) return { thresholdPermille, engine, blocklistEngine, model };
  const ofFile = file === undefined ? [] : readSettings(file);
  checkSettings([...ofFile, ...set]);
  for (const written of set) {
    if (isConcerned(pathOf(written))) continue;
    throw new RingfenceError(
      "usage",
      `--set ${written}: nothing here depends on it: expected ${CONCERNED.slice(0, -1).join(", ")} or ${CONCERNED.at(-1)}`,
    );
  }
  const passedOver = ofFile.map(pathOf).filter((path) => !isConcerned(path));
  const stated: Setting[] = [...ofFile, ...set].filter((setting) => isConcerned(pathOf(setting)));
  const paths = new Set(stated.map(pathOf));
  const scenario = defaultsWith(stated);
  const { screening, templates, blocklist } = scenario;
  const { flagScore, blockScore } = screening;
  if (blockScore < flagScore) {
    throw new RingfenceError(
      "config",
      `screening.blockScore is ${blockScore}, below screening.flagScore ${flagScore}: nothing would be flagged; ` +
        "state a blockScore that is as high as flagScore, or higher",
    );
  }
  const switches: Readonly<Record<string, boolean>> = screening.stages;
  return {
    stagesOff: STAGES.filter((stage) => {
      const isStated = !OFF_BY_DEFAULT.includes(stage) || paths.has(`screening.stages.${stage}`);
      return isStated && switches[stage] === false;
    }),
    thresholdPermille:
      thresholdPermille ?? (paths.has("templates.threshold") ? Math.round(templates.threshold * 1000) : undefined),
    engine: engine ?? (paths.has("templates.engine") ? templates.engine : undefined),
    blocklistEngine: blocklistEngine ?? (paths.has("blocklist.engine") ? blocklist.engine : undefined),
    falsePositiveRate: blocklist.falsePositiveRate,
    neighbours: paths.has("blocklist.neighbours") ? blocklist.neighbours : undefined,
    model: model ?? (paths.has("screening.model") ? screening.model : undefined),
    classifier: classifierSettings(scenario.screening),
    settingsUsed: { file: file ?? null, set: [...set], passedOver },
  };
}

/** A similarity in thousandths. Throws "usage" if it is out of range. */
export function permilleOf(similarity: number, option: string, written: unknown = similarity): number {
  const permille = Math.round(similarity * 1000);
  if (permille >= MIN_THRESHOLD_PERMILLE && permille <= MAX_THRESHOLD_PERMILLE) return permille;
  throw new RingfenceError(
    "usage",
    `${option}: expected a similarity from ${MIN_THRESHOLD_PERMILLE / 1000} to ${MAX_THRESHOLD_PERMILLE / 1000}, found ${describeValue(written)}`,
  );
}

function isConcerned(path: string): boolean {
  return path.startsWith("screening.") || CONCERNED.includes(path);
}

function pathOf(setting: Setting): string {
  return typeof setting === "string" ? setting.slice(0, setting.indexOf("=")).trim() : setting.path.join(".");
}
