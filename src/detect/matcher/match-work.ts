/**
 * What a library can cost: scripts that share nearly everything with each other leave the engine `index` nothing to
 * tell them apart by, and it compares them all. 20,000 of 250 units that differ in two cost a message 10 milliseconds,
 * where 100,000 scripts with phrases in common cost half of one at the worst. What it comes to is counted, not timed,
 * so that a file is refused everywhere or nowhere.
 */
import { formatCount } from "../../core/counted.ts";
import { RingfenceError } from "../../core/errors.ts";
import { attachMatcher } from "./engines.ts";
import { hardMessages } from "./hard-messages.ts";
import { IndexMatcher } from "./index-matcher.ts";
import type { TemplateLibrary } from "./library.ts";
import type { MatcherHandle } from "./matcher-engine.ts";
import { DEFAULT_THRESHOLD_PERMILLE, type Template } from "./matcher.ts";
import { unitsOf } from "../../core/units.ts";

/** Nanoseconds that each takes, fitted to libraries of 1,000 to 100,000 scripts on one core of a busy AMD EPYC. */
const POSTING_NANOSECONDS = 1.2;
const CANDIDATE_NANOSECONDS = 9;
const WORD_NANOSECONDS = 6;

/** A message may cost so much. */
export const MOST_NANOSECONDS = 1_000_000;

/**
 * So few templates cost less, whatever they are: of 255 units each, they have 338 postings and are compared in half as
 * many words as they have units.
 */
const FEW_TEMPLATES = 700;

/** A message that costs more than it may. */
export interface CostlyMessage {
  readonly nanoseconds: number;
  /** Templates that had to be looked at. */
  readonly candidates: number;
  /** What it was made of. */
  readonly templates: readonly Template[];
}

/** Where scripts come from: `lineOf` tells the line of a template, null where there are none. */
export interface ScriptOrigin {
  readonly path: string;
  lineOf(number: number): number | null;
}

/**
 * Throws `config` when the scripts of a file are too much alike for a message to be matched in time. Some 200
 * milliseconds for 100,000 scripts. Of the engine `index` alone, the others go through all templates by design; and
 * from the default threshold on: at lower ones it goes through ever more of them too.
 */
export function refuseAlikeScripts(library: TemplateLibrary, tick: number, origin: ScriptOrigin): void {
  const templates = library.inForce(tick);
  const costly = findCostlyMessage(library.seal(tick), templates);
  if (costly !== null) throw tooMuchAlike(costly, templates.length, origin);
}

/** The first of the hard messages that costs more than `most`, or null. */
export function findCostlyMessage(
  handle: MatcherHandle,
  templates: readonly Template[],
  most = MOST_NANOSECONDS,
): CostlyMessage | null {
  if (handle.templates.count <= FEW_TEMPLATES || handle.thresholdPermille < DEFAULT_THRESHOLD_PERMILLE) return null;
  const matcher = attachMatcher(handle);
  if (!(matcher instanceof IndexMatcher)) return null;
  for (const message of hardMessages(templates)) {
    matcher.match(unitsOf(message.text), message.text.length);
    const nanoseconds = nanosecondsOf(matcher.work);
    if (nanoseconds > most) return { nanoseconds, candidates: matcher.work[1]!, templates: message.templates };
  }
  return null;
}

/** What a match took, given postings, candidates and words (Kernel.work). */
export function nanosecondsOf(work: Int32Array): number {
  return POSTING_NANOSECONDS * work[0]! + CANDIDATE_NANOSECONDS * work[1]! + WORD_NANOSECONDS * work[2]!;
}

const SHOWN = 5;

function tooMuchAlike({ nanoseconds, candidates, templates }: CostlyMessage, count: number, origin: ScriptOrigin) {
  const lines = templates
    .map(({ number }) => origin.lineOf(number))
    .filter((line) => line !== null)
    .sort((a, b) => a - b);
  const shown = [...new Set(lines)].slice(0, SHOWN).map(formatCount);
  const where = shown.length === 0 ? "" : `; some of them are in line ${shown.join(", ")}`;
  return new RingfenceError(
    "config",
    `${origin.path}: expected scripts of which a message costs at most ${inMicroseconds(MOST_NANOSECONDS)}, and found ` +
      `${formatCount(candidates)} of ${formatCount(count)} so much alike that one costs ` +
      `${inMicroseconds(nanoseconds)}${where}. A script also catches texts of which a quarter differs: keep one of each group ` +
      "that is alike, or choose the engine banded, which goes through all scripts for each message",
  );
}

function inMicroseconds(nanoseconds: number): string {
  return `${formatCount(Math.round(nanoseconds / 1000))} microseconds`;
}
