/** The address behind its #: enough to find a run again, or to start it anew. */
import { type Language, LANGUAGES, preferredLanguage } from "../../ui/browser/speech.ts";
import { CONTROL_KEYS, type ControlKey, type Settings } from "../server/protocol.ts";
import type { Defaults } from "./settings.ts";

export interface Address {
  /** Null: the server's first. */
  readonly scenario: string | null;
  /** Null: the server's own. */
  readonly seed: number | null;
  readonly settings: Settings;
  /** Simulated hours a second; null: as fast as it goes. */
  readonly hoursPerSecond: number | null;
  readonly language: Language;
  readonly situation: string | null;
}

/** The paces on offer, in simulated hours a second; null: as fast as it goes. */
export const PACES = [1, 2, 4, 8, 24, null] as const;
const DEFAULT_PACE = 2;
export const MAX_SEED = 0xffff_ffff;
const MAX_NAME_UNITS = 100;
const FASTEST = "max";

/** Reads `#scenario=smoke&seed=1&pace=4&lang=zh&obfuscation=5`. Missing or invalid fields get their default. */
export function parseAddress(hash: string, languages: readonly string[]): Address {
  const fields = new URLSearchParams(hash.replace(/^#/, ""));
  const settings: Partial<Record<ControlKey, number>> = {};
  for (const key of CONTROL_KEYS) {
    const value = readNumber(fields.get(key));
    if (value !== null) settings[key] = value;
  }
  const seed = readNumber(fields.get("seed"));
  return {
    scenario: parseName(fields.get("scenario")),
    seed: seed !== null && isSeed(seed) ? seed : null,
    settings,
    hoursPerSecond: parsePace(fields.get("pace")),
    language: LANGUAGES.find((language) => language === fields.get("lang")) ?? preferredLanguage(languages),
    situation: parseName(fields.get("situation")),
  };
}

/** With its #. Fixed order of fields, so equal runs have equal addresses. */
export function formatAddress({ scenario, seed, settings, hoursPerSecond, language, situation }: Address): string {
  const fields = new URLSearchParams();
  if (scenario !== null) fields.set("scenario", scenario);
  if (seed !== null) fields.set("seed", String(seed));
  for (const key of CONTROL_KEYS) {
    const value = settings[key];
    if (value !== undefined) fields.set(key, String(value));
  }
  fields.set("pace", hoursPerSecond === null ? FASTEST : String(hoursPerSecond));
  fields.set("lang", language);
  if (situation !== null) fields.set("situation", situation);
  return `#${fields}`;
}

/** What a run depends on, as one string: not pace, language or situation. */
export function worldKey(address: Address): string {
  return formatAddress({ ...address, hoursPerSecond: null, language: "en", situation: null });
}

/** The fields of a link that `address`, as it was understood, does not hold. */
export function unusedFields(hash: string, address: Address, defaults: Defaults): string[] {
  const settings = { ...defaults, ...address.settings };
  const used = new URLSearchParams(formatAddress({ ...address, settings }).slice(1));
  return [...new URLSearchParams(hash.replace(/^#/, ""))]
    .filter(([key, value]) => used.get(key) !== value && readNumber(value) !== Number(used.get(key) ?? Number.NaN))
    .map(([key, value]) => `${key}=${value}`);
}

export function isSeed(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= MAX_SEED;
}

/** Null if it is no number. */
function readNumber(written: string | null): number | null {
  if (written === null || !/^\d{1,12}(\.\d{1,12})?(e-\d)?$/.test(written)) return null;
  return Number(written);
}

function parsePace(written: string | null): number | null {
  if (written === FASTEST) return null;
  const pace = readNumber(written);
  return PACES.find((offered) => offered === pace && offered !== null) ?? DEFAULT_PACE;
}

/** Names are only ever compared and shown as text; a limit keeps the address short. */
function parseName(written: string | null): string | null {
  return written === null || written === "" || written.length > MAX_NAME_UNITS ? null : written;
}
