/** What of a link the page could not take as it was written, and what it took instead. */
import { type Address, formatAddress, readNumber } from "./address.ts";
import type { Defaults } from "./settings.ts";

export interface Misread {
  /** `seed=-1`, or its head. */
  readonly written: string;
  /** `seed=1`; null: it was left out. */
  readonly taken: string | null;
}

/** A longer part does not help to find it. */
const SHOWN_UNITS = 60;
/** Fields that are names; all others are numbers, and may be written in several ways. */
const NAMES: readonly string[] = ["scenario", "lang", "situation"];

/** In the order of the link. `address`: as understood; `defaults`: of controls that are not set. */
export function misreadOf(link: string, address: Address, defaults: Defaults): Misread[] {
  const taken = new URLSearchParams(
    formatAddress({ ...address, settings: { ...defaults, ...address.settings } }).slice(1),
  );
  return [...new URLSearchParams(link)]
    .filter(([key, value]) => !isTaken(key, value, taken.get(key)))
    .map(([key, value]) => ({
      written: headOf(`${key}=${value}`),
      taken: taken.has(key) ? `${key}=${taken.get(key)}` : null,
    }));
}

function isTaken(key: string, written: string, taken: string | null): boolean {
  if (taken === null || written === taken) return taken !== null;
  return !NAMES.includes(key) && readNumber(written) === Number(taken);
}

function headOf(text: string): string {
  if (text.length <= SHOWN_UNITS) return text;
  // No half of a character that is two units.
  return `${text.slice(0, SHOWN_UNITS - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}
