/**
 * Which numbers belong together, as far as a platform can tell: their messages match the same known script, or name the
 * same listed domain, or somebody reported them together with the same domain or account. It knows of no gangs.
 */
import { KeyIndex, NO_VALUE } from "../../core/key-index.ts";
import { HOUR_MS } from "../../core/time.ts";

/** What a number was last seen with, so many of it. */
const MARKS = 4;
/** Numbers that contacted a subscriber, so many of the last. */
const REMEMBERED = 4;
const FIRST_NUMBERS = 256;
/** No number, no mark: marks are keys from 0, or templates below -1. */
const NONE = -1;

/** The mark of a known script, apart from those of domains and accounts, which are their keys. */
export function templateMark(template: number): number {
  return -2 - template;
}

export class LinkedNumbers {
  readonly #rememberedMs: number;
  /** Key of a number -> where its marks are. */
  readonly #places = new KeyIndex();
  #marks = new Float64Array(FIRST_NUMBERS * MARKS).fill(NONE);
  /** By subscriber: suspect numbers that contacted him or her, the latest first, and when each last did. */
  #numbers: Float64Array;
  #times: Float64Array;

  constructor(subscribers: number, rememberedHours: number) {
    this.#rememberedMs = rememberedHours * HOUR_MS;
    this.#numbers = new Float64Array(subscribers * REMEMBERED).fill(NONE);
    this.#times = new Float64Array(subscribers * REMEMBERED);
  }

  /** A number was seen with something that others may be seen with too. */
  mark(number: number, mark: number): void {
    let place = this.#places.get(number);
    if (place === NO_VALUE) {
      place = this.#places.size;
      this.#places.set(number, place);
      if ((place + 1) * MARKS > this.#marks.length) this.#makeRoom();
    }
    const at = place * MARKS;
    const marks = this.#marks;
    let known = 0;
    while (known < MARKS - 1 && marks[at + known] !== mark) known++;
    for (; known > 0; known--) marks[at + known] = marks[at + known - 1]!;
    marks[at] = mark;
  }

  /**
   * A suspect number contacts a subscriber. True if it is another than those that lately did, and is linked to one of
   * them.
   */
  contact(subscriber: number, number: number, timeMs: number): boolean {
    const at = subscriber * REMEMBERED;
    const numbers = this.#numbers;
    const times = this.#times;
    let known = 0;
    while (known < REMEMBERED - 1 && numbers[at + known] !== number) known++;
    const isNew = numbers[at + known] !== number;
    const isLinked = isNew && this.#isLinkedToAny(at, number, timeMs - this.#rememberedMs);
    for (; known > 0; known--) {
      numbers[at + known] = numbers[at + known - 1]!;
      times[at + known] = times[at + known - 1]!;
    }
    numbers[at] = number;
    times[at] = timeMs;
    return isLinked;
  }

  /** Whether a number is linked to one of those remembered from `at` on, which contacted the subscriber since then. */
  #isLinkedToAny(at: number, number: number, sinceMs: number): boolean {
    for (let i = at; i < at + REMEMBERED; i++) {
      if (this.#times[i]! >= sinceMs && this.#areLinked(this.#numbers[i]!, number)) return true;
    }
    return false;
  }

  #areLinked(one: number, other: number): boolean {
    if (one === NONE) return false;
    const [a, b] = [this.#places.get(one) * MARKS, this.#places.get(other) * MARKS];
    if (a < 0 || b < 0) return false;
    const marks = this.#marks.subarray(b, b + MARKS);
    for (let i = a; i < a + MARKS; i++) if (this.#marks[i] !== NONE && marks.includes(this.#marks[i]!)) return true;
    return false;
  }

  #makeRoom(): void {
    const larger = new Float64Array(this.#marks.length * 2).fill(NONE);
    larger.set(this.#marks);
    this.#marks = larger;
  }
}
