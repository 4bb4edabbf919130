/**
 * Which numbers belong together, as far as a platform can tell: their messages match the same known script, or name the
 * same listed domain, or somebody reported them together with the same domain or account. It knows of no gangs.
 */
import { enlarged } from "../../core/growth.ts";
import { KeyIndex, NO_VALUE } from "../../core/key-index.ts";
import { HOUR_MS, MINUTE_MS } from "../../core/time.ts";

const MARKS = 4;
const FIRST_NUMBERS = 256;
/** No mark: marks are keys from 0, or templates below -1. */
const NO_MARK = -1;

/** Latest numbers kept for a subscriber: each its place and a minute, in one cache line. */
const REMEMBERED = 4;
const CELLS = 2 * REMEMBERED;
const NOBODY = -1;

/** Keeps the touching of cells from being optimised away. */
export const touched = new Float64Array(1);

/** The mark of a known script. The marks of domains and accounts are their keys. */
export function templateMark(template: number): number {
  return -2 - template;
}

export class LinkedNumbers {
  readonly #rememberedMinutes: number;
  readonly #places = new KeyIndex();
  #marks = new Float64Array(FIRST_NUMBERS * MARKS).fill(NO_MARK);
  /** By subscriber: marked numbers that contacted him or her, the latest first, and when each last did. */
  readonly #contacts: Int32Array;

  constructor(subscribers: number, rememberedHours: number) {
    this.#rememberedMinutes = (rememberedHours * HOUR_MS) / MINUTE_MS;
    this.#contacts = new Int32Array(subscribers * CELLS).fill(NOBODY);
  }

  /** places[i] = the place of numbers[i], or NO_VALUE, for i in [0, count). Loads the subscribers' rows in advance. */
  placesInto(numbers: Float64Array, subscribers: Int32Array, count: number, places: Int32Array): void {
    this.#places.getInto(numbers, count, places);
    const contacts = this.#contacts;
    const marks = this.#marks;
    let sink = 0;
    for (let i = 0; i < count; i++) {
      sink += contacts[Math.max(subscribers[i]!, 0) * CELLS]! + marks[Math.max(places[i]!, 0) * MARKS]!;
    }
    touched[0] = sink;
  }

  findPlace(number: number): number {
    return this.#places.get(number);
  }

  /** The place of a number; a new one if it has none, which the caller must mark. */
  findOrAddPlace(number: number): number {
    const known = this.#places.get(number);
    if (known !== NO_VALUE) return known;
    const place = this.#places.size;
    this.#places.set(number, place);
    if ((place + 1) * MARKS > this.#marks.length) {
      this.#marks = enlarged(this.#marks, this.#marks.length * 2, NO_MARK);
    }
    return place;
  }

  mark(place: number, mark: number): void {
    const at = place * MARKS;
    const marks = this.#marks;
    let known = 0;
    while (known < MARKS - 1 && marks[at + known] !== mark) known++;
    for (; known > 0; known--) marks[at + known] = marks[at + known - 1]!;
    marks[at] = mark;
  }

  /** A suspect number contacts a subscriber. True if it is linked to another that lately did. Times must not fall. */
  contact(subscriber: number, place: number, timeMs: number): boolean {
    if (place === NO_VALUE) return false;
    const at = subscriber * CELLS;
    const contacts = this.#contacts;
    const minute = Math.floor(timeMs / MINUTE_MS);
    let cell = at;
    while (cell < at + CELLS - 2 && contacts[cell] !== place) cell += 2;
    const isLinked = contacts[cell] !== place && this.#isLinkedToAny(at, place, minute - this.#rememberedMinutes);
    // Not by copyWithin, which takes longer for so little.
    for (; cell > at; cell -= 2) {
      contacts[cell] = contacts[cell - 2]!;
      contacts[cell + 1] = contacts[cell - 1]!;
    }
    contacts[at] = place;
    contacts[at + 1] = minute;
    return isLinked;
  }

  #isLinkedToAny(at: number, place: number, sinceMinute: number): boolean {
    for (let cell = at; cell < at + CELLS; cell += 2) {
      const other = this.#contacts[cell]!;
      if (other === NOBODY) return false;
      if (this.#contacts[cell + 1]! >= sinceMinute && this.#areLinked(place, other)) return true;
    }
    return false;
  }

  #areLinked(one: number, other: number): boolean {
    const marks = this.#marks;
    for (let i = one * MARKS; i < (one + 1) * MARKS && marks[i] !== NO_MARK; i++) {
      for (let j = other * MARKS; j < (other + 1) * MARKS; j++) if (marks[j] === marks[i]) return true;
    }
    return false;
  }
}
