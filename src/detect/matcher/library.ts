/** Known fraud scripts, added and expiring over time. A number is for ever; learned again, a life is extended. */
import { assert } from "../../core/assert.ts";
import { type Template, cutTemplate } from "./matcher.ts";
import { buildMatcher } from "./engines.ts";
import type { MatcherHandle } from "./template-table.ts";
import { type NormaliserTable, normaliseText } from "../normaliser/normaliser.ts";

export interface TemplateLibraryOptions {
  /** Name of a matcher engine, or the module of one that was loaded. */
  readonly engine: string;
  readonly thresholdPermille: number;
  /** Ticks for which a template is in force unless it is learned again; null: for ever. */
  readonly lifeTicks: number | null;
  readonly normaliser: NormaliserTable;
}

/** In force from `fromTick` until before `untilTick`. */
interface Entry extends Template {
  readonly original: string;
  fromTick: number;
  untilTick: number;
}

/** `add` returns the same number for scripts that are equal after normalising. */
export class TemplateLibrary {
  readonly #options: TemplateLibraryOptions;
  readonly #entries: Entry[] = [];
  /** The latest entry of each normalised text. */
  readonly #latest = new Map<string, Entry>();
  #shown: readonly Template[] = [];
  #handle: MatcherHandle | null = null;
  #sealedTick = Number.NEGATIVE_INFINITY;

  constructor(options: TemplateLibraryOptions) {
    assert(options.lifeTicks === null || options.lifeTicks > 0, `life must be positive, got ${options.lifeTicks}`);
    this.#options = options;
  }

  /** Number of templates ever added, without duplicates. Their numbers are [0, size). */
  get size(): number {
    return this.#entries.length;
  }

  /**
   * Returns its number. `{link}` stands for a link, other slots for a number or nothing (fillSlots). A script that
   * equals one in force only extends the life of that one.
   */
  add(text: string, fromTick: number): number {
    const normalised = cutTemplate(normaliseText(this.#options.normaliser, fillSlots(text)));
    const untilTick = fromTick + (this.#options.lifeTicks ?? Infinity);
    const known = this.#latest.get(normalised);
    if (known && fromTick <= known.untilTick && untilTick >= known.fromTick) {
      known.fromTick = Math.min(known.fromTick, fromTick);
      known.untilTick = Math.max(known.untilTick, untilTick);
      return known.number;
    }
    const number = this.#entries.length;
    const entry: Entry = { number, text: normalised, original: text, fromTick, untilTick };
    this.#entries.push(entry);
    this.#latest.set(normalised, entry);
    return entry.number;
  }

  /** For other threads. Ticks must not fall. Rewritten only if the templates in force have changed. */
  seal(tick: number): MatcherHandle {
    assert(tick >= this.#sealedTick, `tick ${tick} was sealed already: it is before ${this.#sealedTick}`);
    this.#sealedTick = tick;
    const inForce = this.inForce(tick);
    const isSame = inForce.length === this.#shown.length && inForce.every((entry, i) => entry === this.#shown[i]);
    if (this.#handle !== null && isSame) return this.#handle;
    this.#handle = buildMatcher(this.#options.engine, this.#options.thresholdPermille, inForce);
    this.#shown = inForce;
    return this.#handle;
  }

  /** The templates in force at `tick`, by ascending number. */
  inForce(tick: number): Template[] {
    return this.#entries.filter(({ fromTick, untilTick }) => fromTick <= tick && tick < untilTick);
  }

  textOf(number: number): string {
    return this.#entry(number).original;
  }

  normalisedOf(number: number): string {
    return this.#entry(number).text;
  }

  #entry(number: number): Entry {
    const entry = this.#entries[number];
    assert(entry !== undefined, `no template has number ${number}; there are ${this.#entries.length}`);
    return entry;
  }
}

const NUMERIC_SLOTS = /\{(?:amount|card|code|date|number|phone|time)\}/g;

/** A link, a digit, or nothing for a name or other word, as the normaliser would leave them. */
export function fillSlots(text: string): string {
  // A received message has no slots.
  if (!text.includes("{")) return text;
  return text
    .replace(/\{(?:link|url)\}/g, " http://a.cn ")
    .replace(NUMERIC_SLOTS, "0")
    .replace(/\{[A-Za-z]{1,32}\}/g, "");
}
