/** Prices of harm and work, so that one sum compares settings. */
import { z } from "zod";
import { readBounded } from "../../core/file/bounded-file.ts";
import { RingfenceError, messageOf } from "../../core/errors.ts";
import { nearestTo } from "../../core/nearest-word.ts";
import { parseYamlText, yamlData } from "../../core/yaml-text.ts";
import type { RunRow } from "./figures.ts";

export const COSTS = {
  lostYuan: { words: "a yuan that a victim loses", ofRun: (run: RunRow) => run.figures["lostYuan"] ?? 0 },
  agentHour: { words: "an hour of an agent", ofRun: (run: RunRow) => run.figures["agentHours"] ?? 0 },
  wronglyBlocked: {
    words: "a benign call or message blocked",
    ofRun: ({ figures }: RunRow) =>
      Math.round((figures["falseInterception"] ?? 0) * (figures["falseInterceptionTrials"] ?? 0)),
  },
  falseAlarm: { words: "a warning to somebody in no danger", ofRun: (run: RunRow) => run.figures["falseAlarms"] ?? 0 },
} as const;

export type CostName = keyof typeof COSTS;

/** In yuan for one of each kind; unstated prices are assumed, and marked so. */
export interface CostProfile {
  readonly name: string;
  /** Yuan for one of each kind, and whether the user stated it. */
  readonly yuan: Readonly<Record<CostName, number>>;
  readonly assumed: readonly CostName[];
}

/** All assumed: no public source prices these. `careful` weighs a wrongly blocked call more. */
export const COST_PROFILES: Readonly<Record<string, Readonly<Record<CostName, number>>>> = {
  plain: { lostYuan: 1, agentHour: 60, wronglyBlocked: 2, falseAlarm: 20 },
  careful: { lostYuan: 1, agentHour: 60, wronglyBlocked: 20, falseAlarm: 100 },
};

const DEFAULT_PROFILE = "plain";
const MAX_FILE_BYTES = 1 << 12;
const MAX_YUAN = 1e6;

const price = z.number().min(0).max(MAX_YUAN).optional();
const profileSchema = z.strictObject({ lostYuan: price, agentHour: price, wronglyBlocked: price, falseAlarm: price });

export function costOf({ yuan }: CostProfile, run: RunRow): number {
  return costParts(run).reduce((sum, [name, count]) => sum + yuan[name] * count, 0);
}

function costParts(run: RunRow): (readonly [CostName, number])[] {
  return (Object.keys(COSTS) as CostName[]).map((name) => [name, COSTS[name].ofRun(run)] as const);
}

/**
 * A profile by name, or a YAML file with some of its prices: the others are those of `plain`, marked assumed. Throws
 * RingfenceError "usage" for another name, "io" and "config" for a file that cannot be used.
 */
export function readCostProfile(nameOrFile: string): CostProfile {
  if (Object.hasOwn(COST_PROFILES, nameOrFile)) {
    const yuan = COST_PROFILES[nameOrFile]!;
    return { name: nameOrFile, yuan, assumed: Object.keys(yuan) as CostName[] };
  }
  if (!/\.ya?ml$/i.test(nameOrFile)) {
    const names = Object.keys(COST_PROFILES);
    const near = nearestTo(nameOrFile, names);
    throw new RingfenceError(
      "usage",
      `--costs: expected ${names.join(" or ")}, or the path of a .yaml file, but found ${JSON.stringify(nameOrFile)}` +
        (near === null ? "" : `. Did you mean ${near}?`),
    );
  }
  const stated = readPrices(nameOrFile);
  const assumed = (Object.keys(COSTS) as CostName[]).filter((name) => stated[name] === undefined);
  return { name: nameOrFile, yuan: { ...COST_PROFILES[DEFAULT_PROFILE]!, ...stated }, assumed };
}

function readPrices(path: string): Partial<Record<CostName, number>> {
  let data: unknown;
  try {
    data = yamlData(parseYamlText(readBounded(path, MAX_FILE_BYTES).toString("utf8")));
  } catch (cause) {
    if (cause instanceof RingfenceError) throw cause;
    throw new RingfenceError("config", `${path} is not YAML: ${messageOf(cause)}`, { cause });
  }
  const parsed = profileSchema.safeParse(data);
  if (parsed.success) return Object.fromEntries(Object.entries(parsed.data).filter(([, value]) => value !== undefined));
  const [issue] = parsed.error.issues;
  const where = issue!.path.join(".") || "the file";
  throw new RingfenceError(
    "config",
    `${path}: ${where}: ${issue!.message}; expected yuan from 0 to ${MAX_YUAN} for any of ${Object.keys(COSTS).join(", ")}`,
  );
}
