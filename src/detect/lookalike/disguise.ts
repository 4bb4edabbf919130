/** Finds genuine hosts that were written with look-alike letters. */
import { IGNORED, foldUnit, isDisguise } from "../../event/link/host-folding.ts";

/** Only the end of a long host is compared: it holds the registrable domain, and a hostile text cannot take long. */
const MAX_COMPARED = 32;

/** True if the text has any look-alike letter. Most texts have none. */
export function hasDisguise(text: Uint16Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (isDisguise(text[i]!)) return true;
  return false;
}

/** True if the end of the host in units [hostFrom, hostTo) stands in the text with at least one look-alike letter. */
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
