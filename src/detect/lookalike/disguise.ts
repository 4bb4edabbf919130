/** Whether a genuine host was written with letters that only look like its own. */
import { IGNORED, foldUnit, isDisguise } from "../../event/link/host-folding.ts";

/**
 * Of a long host the end is compared: it holds the registrable domain, and keeps the time of a hostile text in bounds.
 */
const MAX_COMPARED = 32;

/** Whether the text has any such letter. Most have none. */
export function hasDisguise(text: Uint16Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (isDisguise(text[i]!)) return true;
  return false;
}

/** Whether the end of the host in units [hostFrom, hostTo) stands in the text with at least one such letter in it. */
export function isDisguisedIn(
  text: Uint16Array,
  from: number,
  to: number,
  host: Uint16Array,
  hostFrom: number,
  hostTo: number,
): boolean {
  const start = Math.max(hostFrom, hostTo - MAX_COMPARED);
  for (let i = from; i < to; i++) if (isDisguisedAt(text, i, to, host, start, hostTo)) return true;
  return false;
}

function isDisguisedAt(
  text: Uint16Array,
  at: number,
  to: number,
  host: Uint16Array,
  hostFrom: number,
  hostTo: number,
): boolean {
  let disguised = false;
  let next = hostFrom;
  for (let i = at; i < to && next < hostTo; i++) {
    const unit = foldUnit(text, i, to);
    if (unit !== IGNORED && unit !== host[next++]) return false;
    if (isDisguise(text[i]!)) disguised = true;
  }
  return next === hostTo && disguised;
}
