/**
 * Who watches a run. That its client reads cannot be seen from here: what the system of either side has taken to pass
 * on counts as taken. So where somebody else would like its place, it is called: a call is news of its stream, and who
 * has read it says so.
 */
import { randomUUID } from "node:crypto";

/** The connection that a stream goes by. */
export interface Reader {
  /** How far it is behind with taking what is sent, whatever the unit; 0: it keeps up. */
  readonly behind: number;
  /** Whether there is anybody left to send to. */
  readonly isOpen: boolean;
  /** Ends it. */
  drop(): void;
}

/** Who was heard so lately is not called: whoever keeps coming cannot keep it busy. */
const HEARD_MS = 5000;

export class Watcher {
  /** Called where there is something to tell. */
  onNews: () => void = () => {};
  readonly #reader: Reader;
  /** What an answer has to name; null where none is awaited. */
  #call: string | null = null;
  #isCallTold = false;
  #isSilent = false;
  #isDisplaced = false;
  #heardMs = Number.NEGATIVE_INFINITY;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  get behind(): number {
    return this.#reader.behind;
  }

  get isOpen(): boolean {
    return this.#reader.isOpen;
  }

  /** Whether it gave no answer when it was called, nor has since. */
  get isSilent(): boolean {
    return this.#isSilent;
  }

  /** Whether it was called and may still answer in time. */
  get isAwaited(): boolean {
    return this.#call !== null && !this.#isSilent;
  }

  /** Whether it has answered lately. */
  get isHeard(): boolean {
    return performance.now() - this.#heardMs < HEARD_MS;
  }

  /** When it answered last, by performance.now(). */
  get heardMs(): number {
    return this.#heardMs;
  }

  /** Whether its place was given to somebody else. */
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

  /** What to tell the client, once of each call; null where nothing. */
  takeCall(): string | null {
    if (this.#isCallTold) return null;
    this.#isCallTold = true;
    return this.#call;
  }

  /** Whether that answers its call. */
  answer(call: string): boolean {
    if (this.#call !== call) return false;
    this.#call = null;
    this.#isSilent = false;
    this.#heardMs = performance.now();
    return true;
  }

  /** It has had its time to answer. */
  giveUp(): void {
    this.#isSilent = this.#call !== null;
  }

  /** Somebody else has its place: it is told so, where it takes anything. */
  displace(): void {
    this.#isDisplaced = true;
    if (this.behind > 0) this.#reader.drop();
    else this.onNews();
  }
}
