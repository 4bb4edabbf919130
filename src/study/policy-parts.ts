/** What of a scenario is policy, and what is the world in which it is tried. */
import { isRecord } from "../core/describe-value.ts";
import { isDeepStrictEqual } from "node:util";
import type { Scenario } from "../scenario/schema.ts";

type Part = "policy" | "world" | "name";

/** By group of the scenario; a few parameters of groups of policy are of the world (OF_THE_WORLD). */
export const PARTS: Readonly<Record<keyof Scenario, Part>> = {
  name: "name",
  description: "name",
  report: "name",
  hours: "world",
  calendar: "world",
  population: "world",
  benign: "world",
  gangs: "world",
  economy: "world",
  cards: "world",
  reaction: "world",
  adversary: "world",
  recycling: "world",
  episodes: "world",
  complaints: "world",
  curiosity: "world",
  payments: "world",
  reach: "world",
  belief: "world",
  replies: "world",
  publicity: "policy",
  crackdown: "policy",
  blocklist: "policy",
  templates: "policy",
  screening: "policy",
  investigations: "policy",
  operators: "policy",
  banks: "policy",
  observation: "policy",
  provenance: "policy",
  signals: "policy",
  warnings: "policy",
  dissuasion: "policy",
};

/** What benign callers look like, and what people and gangs make of banks. */
const OF_THE_WORLD = [
  /^provenance\.(?:newShare|sharedDeviceShare|machineShare)$/,
  /^banks\.(?:separation|question|onTheLine|other|coach|turnAfter|accountYuan|listMistakes|innocentTransfers)/,
];

export interface ChangedParameter {
  readonly path: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** What sets two scenarios apart, apart from names and reports. */
export function changesBetween(
  first: Scenario,
  other: Scenario,
): Readonly<Record<"policy" | "world", ChangedParameter[]>> {
  const changes = { policy: [] as ChangedParameter[], world: [] as ChangedParameter[] };
  for (const key of Object.keys(PARTS) as (keyof Scenario)[]) {
    const part = PARTS[key];
    if (part === "name") continue;
    for (const change of leafChanges(key, first[key], other[key])) {
      const isWorld = part === "world" || OF_THE_WORLD.some((of) => of.test(change.path));
      changes[isWorld ? "world" : "policy"].push(change);
    }
  }
  return changes;
}

/** Lists count as one value. */
function leafChanges(path: string, from: unknown, to: unknown): ChangedParameter[] {
  if (isDeepStrictEqual(from, to)) return [];
  if (!isRecord(from) || !isRecord(to)) return [{ path, from, to }];
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return keys.flatMap((key) => leafChanges(`${path}.${key}`, from[key], to[key]));
}
