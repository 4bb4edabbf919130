/**
 * The template library: known fraud scripts, which grow and age over simulated time. A template keeps its number for
 * ever; one that is learned again while in force lives on under it.
 */
import { assert } from "../core/assert.ts";
import { type MatcherEngine, type MatcherHandle, buildMatcher } from "./engines.ts";
import { type Template, checkThreshold, cutTemplate } from "./matcher.ts";
import { type NormaliserTable, normaliseText } from "./normaliser.ts";

export interface TemplateLibraryOptions {
  readonly engine: MatcherEngine;
  /** 500 to 1000. */
  readonly thresholdPermille: number;
  /** How long a template stays in force unless it is learned again; null is for ever. */
  readonly lifeTicks: number | null;
  readonly normaliser: NormaliserTable;
}

/** In force from `fromTick` until before `untilTick`. */
interface Entry extends Template {
  readonly original: string;
  fromTick: number;
  untilTick: number;
}

export class TemplateLibrary {
  readonly #options: TemplateLibraryOptions;
  /** By number. */
  readonly #entries: Entry[] = [];
  /** The latest entry of each normalised text. */
  readonly #latest = new Map<string, Entry>();
  #sealed: { readonly numbers: readonly number[]; readonly handle: MatcherHandle } | null = null;

  constructor(options: TemplateLibraryOptions) {
    checkThreshold(options.thresholdPermille);
    assert(options.lifeTicks === null || options.lifeTicks > 0, `life must be positive, got ${options.lifeTicks}`);
    this.#options = options;
  }

  /** Templates ever added, duplicates aside: numbers are [0, size). */
  get size(): number {
    return this.#entries.length;
  }

  /**
   * Adds a script as it reads, in force from `fromTick` on, and returns its number. `{link}` stands for a link, other
   * slots for a number or nothing (fillSlots). A script that reads the same, once normalised, as one in force then only
   * makes that one live longer.
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
    const entry: Entry = { number: this.#entries.length, text: normalised, original: text, fromTick, untilTick };
    this.#entries.push(entry);
    this.#latest.set(normalised, entry);
    return entry.number;
  }

  /**
   * The matcher over the templates in force at `tick`. Built anew only when they are others than at the last call;
   * handles given out before stay valid.
   */
  seal(tick: number): MatcherHandle {
    const inForce = this.inForce(tick);
    const numbers = inForce.map((entry) => entry.number);
    if (this.#sealed && sameNumbers(this.#sealed.numbers, numbers)) return this.#sealed.handle;
    const handle = buildMatcher(this.#options.engine, this.#options.thresholdPermille, inForce);
    this.#sealed = { numbers, handle };
    return handle;
  }

  /** The templates in force at `tick`, by ascending number. */
  inForce(tick: number): Template[] {
    return this.#entries.filter((entry) => entry.fromTick <= tick && tick < entry.untilTick);
  }

  /** A template as it was added. */
  textOf(number: number): string {
    return this.#entry(number).original;
  }

  /** A template as messages are compared with it. */
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

/** A script with what the normaliser makes of each slot: a link, a digit, or nothing for a name or any other word. */
export function fillSlots(text: string): string {
  return text
    .replace(/\{(?:link|url)\}/g, " http://a.cn ")
    .replace(NUMERIC_SLOTS, "0")
    .replace(/\{[A-Za-z]{1,32}\}/g, "");
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((number, i) => number === b[i]);
}
