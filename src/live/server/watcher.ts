/**
 * Who watches a run. That its client reads cannot be seen from here: what the system of either side has taken to pass
 * on counts as taken. So where somebody else would like its place, it is called: a call is news of its stream, and who
 * has read it says so.
 */
import { randomUUID } from "node:crypto";
import type { Socket } from "node:net";

/** The socket that a stream goes by. */
export type Reader = Pick<Socket, "writable" | "destroy">;

/** In which a displaced watcher must have taken what it is told. */
const DISPLACE_MS = 5000;
/** A watcher heard so lately is not called, so that newcomers cannot keep it busy. */
const HEARD_MS = 5000;

export class Watcher {
  /** Called when there is something to tell. */
  onNews: () => void = () => {};
  readonly #reader: Reader;
  /** The expected answer; null if none. */
  #call: string | null = null;
  #isCallTold = false;
  #isSilent = false;
  #isDisplaced = false;
  #heardMs = Number.NEGATIVE_INFINITY;
  #ending: NodeJS.Timeout | undefined;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  get isOpen(): boolean {
    return this.#reader.writable;
  }

  /** True if it gave no answer to its call, nor since. */
  get isSilent(): boolean {
    return this.#isSilent;
  }

  /** True if it was called and may still answer in time. */
  get isAwaited(): boolean {
    return this.#call !== null && !this.#isSilent;
  }

  get isHeard(): boolean {
    return performance.now() - this.#heardMs < HEARD_MS;
  }

  /** By performance.now(). */
  get heardMs(): number {
    return this.#heardMs;
  }

  /** True if its place was given to another. */
  get isDisplaced(): boolean {
    return this.#isDisplaced;
  }

  /** Asks for an answer, unless it is awaited or has come lately. */
  call(): void {
    if (this.#call !== null || this.isHeard) return;
    this.#call = randomUUID();
    this.#isCallTold = false;
    this.onNews();
  }

  /** The call to send, once; null if none. */
  takeCall(): string | null {
    if (this.#isCallTold) return null;
    this.#isCallTold = true;
    return this.#call;
  }

  /** True if that answers its call. */
  answer(call: string): boolean {
    if (this.#call !== call) return false;
    this.#call = null;
    this.#isSilent = false;
    this.#heardMs = performance.now();
    return true;
  }

  /** Its time to answer is over. */
  giveUp(): void {
    this.#isSilent = this.#call !== null;
  }

  /** Another has its place: tells it, and ends the connection of a client that does not take it. */
  displace(): void {
    this.#isDisplaced = true;
    this.#ending = setTimeout(() => this.#reader.destroy(), DISPLACE_MS).unref();
    this.onNews();
  }

  /** Its stream is over. */
  end(): void {
    clearTimeout(this.#ending);
  }
}
