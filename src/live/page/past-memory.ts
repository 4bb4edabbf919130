/** The compared run, kept for a reload of this tab. Stored data may be forged. */
import { CONTROL_KEYS, type HistoryPoint, type RunRequest } from "../server/protocol.ts";
import { isSeed } from "./address.ts";
import type { PastRun } from "./state.ts";

const KEY = "ringfence.past";
/** A scenario has a year of hours at most; some follow until its last episode has ended. */
const MAX_POINTS = 20_000;
const MAX_NAME_UNITS = 255;

const POINT_KEYS = [
  "hour",
  "eventsInHour",
  "fraudInHour",
  "blockedFraudInHour",
  "blockedBenignInHour",
  "warningsInHour",
  "kept",
  "falseAlarms",
  "telephoneQueue",
  "visitQueue",
  "lost",
  "lostYuan",
  "lostUnwarned",
  "lostYuanUnwarned",
  "lostUndefended",
  "lostYuanUndefended",
] as const satisfies readonly (keyof HistoryPoint)[];

/** A browser that forbids storage throws on access. */
type PastStorage = () => {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
};

export function rememberPast(past: PastRun | null, storage: PastStorage): void {
  try {
    if (past === null) storage().removeItem(KEY);
    else storage().setItem(KEY, JSON.stringify(past));
  } catch {
    // Storage may be full or forbidden; then a reload has nothing to compare with.
  }
}

/** Null if there is nothing valid. */
export function recallPast(storage: PastStorage): PastRun | null {
  try {
    const stored = objectOf(JSON.parse(storage().getItem(KEY) ?? "null"));
    if (stored === null || !isHistory(stored["history"])) return null;
    const request = requestOf(objectOf(stored["request"]));
    return request && { request, history: stored["history"], hasEnded: stored["hasEnded"] === true };
  } catch {
    return null;
  }
}

function isHistory(stored: unknown): stored is readonly HistoryPoint[] {
  if (!Array.isArray(stored) || stored.length === 0 || stored.length > MAX_POINTS) return false;
  return stored.every((point: unknown, hour) => {
    const fields = objectOf(point);
    if (fields === null || fields["hour"] !== hour) return false;
    const { setYuan } = fields;
    return POINT_KEYS.every((key) => isAmount(fields[key])) && (setYuan === undefined || isAmount(setYuan));
  });
}

function requestOf(stored: Readonly<Record<string, unknown>> | null): RunRequest | null {
  if (stored === null) return null;
  const { scenario, seed } = stored;
  const settings = objectOf(stored["settings"]);
  if (typeof scenario !== "string" || scenario.length > MAX_NAME_UNITS || settings === null) return null;
  if (typeof seed !== "number" || !isSeed(seed)) return null;
  const known = CONTROL_KEYS.filter((key) => isAmount(settings[key])).map((key) => [key, settings[key]] as const);
  return { scenario, seed, settings: Object.fromEntries(known), hoursPerSecond: null };
}

function objectOf(stored: unknown): Readonly<Record<string, unknown>> | null {
  return typeof stored === "object" && stored !== null ? (stored as Readonly<Record<string, unknown>>) : null;
}

function isAmount(stored: unknown): stored is number {
  return typeof stored === "number" && Number.isFinite(stored) && stored >= 0;
}
