/**
 * The template library: known fraud scripts, which grow and age over simulated time. A template keeps its number for
 * ever; one that is learned again while in force lives on under it.
 */
import { assert } from "../../core/assert.ts";
import { Heap } from "../../core/heap.ts";
import { type Template, cutTemplate } from "./matcher.ts";
import { MatcherBuilder } from "./matcher-builder.ts";
import type { MatcherHandle } from "./matcher-engine.ts";
import { type NormaliserTable, normaliseText } from "../normaliser/normaliser.ts";

export interface TemplateLibraryOptions {
  /** Name of a matcher engine, or the module of one that was loaded. */
  readonly engine: string;
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
  /** Among those that the last handle shows. */
  isShown: boolean;
}

/**
 * The scripts that are known, and from when to when: `add` returns a number, the same for what reads the same once
 * normalised. `seal` builds the tables of those in force at a tick; some microseconds a template.
 */
export class TemplateLibrary {
  readonly #options: TemplateLibraryOptions;
  /** By number. */
  readonly #entries: Entry[] = [];
  /** The latest entry of each normalised text. */
  readonly #latest = new Map<string, Entry>();
  /** The ticks at which entries come into force or end; some have been put off since. */
  readonly #due = new Heap<Entry>();
  /** Those that were due since the last handle was built. */
  readonly #changed = new Set<Entry>();
  readonly #builder: MatcherBuilder;
  #handle: MatcherHandle | null = null;
  #sealedTick = Number.NEGATIVE_INFINITY;

  constructor(options: TemplateLibraryOptions) {
    this.#builder = new MatcherBuilder(options.engine, options.thresholdPermille);
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
      this.#schedule(known);
      return known.number;
    }
    const number = this.#entries.length;
    const entry: Entry = { number, text: normalised, original: text, fromTick, untilTick, isShown: false };
    this.#entries.push(entry);
    this.#schedule(entry);
    this.#latest.set(normalised, entry);
    return entry.number;
  }

  #schedule(entry: Entry): void {
    this.#due.add(entry.fromTick, entry.number, entry);
    if (entry.untilTick < Infinity) this.#due.add(entry.untilTick, entry.number, entry);
  }

  /**
   * The matcher over the templates in force at `tick`. Ticks must not fall. Built anew only when other templates are in
   * force than at the last seal. A handle shows what it does until the second seal after the last that returned it.
   * Cost: nothing where none has come or ended, else that of writing the tables (index-builder.ts).
   */
  seal(tick: number): MatcherHandle {
    assert(tick >= this.#sealedTick, `tick ${tick} was sealed already: it is before ${this.#sealedTick}`);
    this.#sealedTick = tick;
    while (this.#due.leastRank <= tick) this.#changed.add(this.#due.take()!);
    const changed = [...this.#changed].filter((entry) => isInForce(entry, tick) !== entry.isShown);
    if (this.#handle === null || changed.length > 0) {
      const came = changed.filter((entry) => !entry.isShown);
      const gone = changed.filter((entry) => entry.isShown);
      this.#handle = this.#builder.change({ came, gone });
      for (const entry of changed) entry.isShown = !entry.isShown;
    }
    // Not before: what cannot be built is not forgotten either.
    this.#changed.clear();
    return this.#handle;
  }

  /** The templates in force at `tick`, by ascending number. */
  inForce(tick: number): Template[] {
    return this.#entries.filter((entry) => isInForce(entry, tick));
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

function isInForce({ fromTick, untilTick }: Entry, tick: number): boolean {
  return fromTick <= tick && tick < untilTick;
}

const NUMERIC_SLOTS = /\{(?:amount|card|code|date|number|phone|time)\}/g;

/** A script with what the normaliser makes of each slot: a link, a digit, or nothing for a name or any other word. */
export function fillSlots(text: string): string {
  // What somebody received has none.
  if (!text.includes("{")) return text;
  return text
    .replace(/\{(?:link|url)\}/g, " http://a.cn ")
    .replace(NUMERIC_SLOTS, "0")
    .replace(/\{[A-Za-z]{1,32}\}/g, "");
}
