/**
 * The template library: known fraud scripts, which grow and age over simulated time. A template keeps its number for
 * ever; one that is learned again while in force lives on under it.
 */
import { assert } from "../core/assert.ts";
import type { MatcherEngine, MatcherHandle } from "./engines.ts";
import { type Template, cutTemplate } from "./matcher.ts";
import { MatcherBuilder } from "./matcher-builder.ts";
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
  /** At the tick last sealed. */
  isInForce: boolean;
  /** Not over at the tick last sealed: among those that a seal looks at. */
  isAlive: boolean;
}

export class TemplateLibrary {
  readonly #options: TemplateLibraryOptions;
  /** By number. */
  readonly #entries: Entry[] = [];
  /** The latest entry of each normalised text. */
  readonly #latest = new Map<string, Entry>();
  /** Those that are alive, by number. */
  #alive: Entry[] = [];
  readonly #builder: MatcherBuilder;
  #handle: MatcherHandle | null = null;
  #sealedTick = Number.NEGATIVE_INFINITY;
  /** The first tick at which a template may come into force or end: nothing changes before. */
  #nextChange = Number.NEGATIVE_INFINITY;

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
    this.#nextChange = Math.min(this.#nextChange, fromTick);
    const known = this.#latest.get(normalised);
    if (known && fromTick <= known.untilTick && untilTick >= known.fromTick) {
      known.fromTick = Math.min(known.fromTick, fromTick);
      known.untilTick = Math.max(known.untilTick, untilTick);
      this.#revive(known);
      return known.number;
    }
    const number = this.#entries.length;
    const life = { fromTick, untilTick, isInForce: false, isAlive: true };
    const entry: Entry = { number, text: normalised, original: text, ...life };
    this.#entries.push(entry);
    this.#alive.push(entry);
    this.#latest.set(normalised, entry);
    return entry.number;
  }

  /** One that was over, but has been learned again from a tick before its end. */
  #revive(entry: Entry): void {
    if (entry.isAlive) return;
    entry.isAlive = true;
    this.#alive.push(entry);
    this.#alive.sort((a, b) => a.number - b.number);
  }

  /**
   * The matcher over the templates in force at `tick`. Ticks must not fall. Built anew only when other templates are in
   * force than at the last seal. A handle shows what it does until the second seal after the last that returned it.
   * Cost: nothing where none can have come or ended, else the templates that are alive, and a microsecond or three for
   * each when they change (index-builder.ts).
   */
  seal(tick: number): MatcherHandle {
    assert(tick >= this.#sealedTick, `tick ${tick} was sealed already: it is before ${this.#sealedTick}`);
    this.#sealedTick = tick;
    // What cannot be built is not forgotten either.
    if (this.#advance(tick)) this.#handle = null;
    this.#handle ??= this.#builder.build(this.#alive.filter((entry) => entry.isInForce));
    return this.#handle;
  }

  /** Brings the templates' state to `tick`; true when others are in force than before. */
  #advance(tick: number): boolean {
    if (tick < this.#nextChange) return false;
    let changed = false;
    let ended = 0;
    let nextChange = Number.POSITIVE_INFINITY;
    for (const entry of this.#alive) {
      const isInForce = entry.fromTick <= tick && tick < entry.untilTick;
      if (isInForce !== entry.isInForce) changed = true;
      entry.isInForce = isInForce;
      entry.isAlive = tick < entry.untilTick;
      if (!entry.isAlive) ended++;
      else nextChange = Math.min(nextChange, entry.fromTick > tick ? entry.fromTick : entry.untilTick);
    }
    this.#nextChange = nextChange;
    if (ended > 0) this.#alive = this.#alive.filter((entry) => entry.isAlive);
    return changed;
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
