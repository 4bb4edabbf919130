/**
 * A connection to the server: answers one request at a time, and is over when the client neither asks nor reads what it
 * is sent.
 */
import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";

/**
 * Requests without a whole answer. A browser has one on a connection; many are asked for by who does not mean to read.
 */
const MAX_UNANSWERED = 4;

/**
 * For how many looks: of time, a process that was stopped for a while, as by Ctrl-Z, would not know whether anybody has
 * waited.
 */
export interface Patience {
  /** With a client that asks for nothing. */
  readonly idle: number;
  /** With one that does not take all that waits for it. */
  readonly stuck: number;
  /** With the same when somebody else would like its place. */
  readonly behind: number;
}

export class Connection {
  readonly #socket: Socket;
  readonly #patience: Patience;
  /**
   * One for each request without a whole answer. The first has been called: all that waits for a slow reader is one
   * answer.
   */
  readonly #answers: (() => void)[] = [];
  /** Bytes sent and not yet taken at the look from which `#behindLooks` counts, with all before them. */
  #owed = 0;
  #idleLooks = 0;
  #behindLooks = 0;

  constructor(socket: Socket, patience: Patience) {
    this.#socket = socket;
    this.#patience = patience;
  }

  /** Calls `answer` when the requests before it have been answered. */
  take(response: ServerResponse, answer: () => void): void {
    // Node has read many requests at once, and hands out the rest of them all the same.
    if (this.#socket.destroyed) return;
    if (this.#answers.length === MAX_UNANSWERED) {
      this.#socket.destroy();
      return;
    }
    this.#idleLooks = 0;
    response.once("close", () => {
      this.#answers.shift();
      this.#answerFirst();
    });
    if (this.#answers.push(answer) === 1) this.#answerFirst();
  }

  /**
   * To be called now and then: drops a client that has tried the patience. What it sends without asking for anything, a
   * line break now and then, is no excuse, as it is to the timers of Node; nor is it to read a little: a client keeps
   * up that takes all that waits for it, though more may wait by then.
   */
  look(): void {
    const { bytesWritten, writableLength } = this.#socket;
    if (bytesWritten - writableLength >= this.#owed) {
      this.#owed = bytesWritten;
      this.#behindLooks = 0;
    } else this.#behindLooks++;
    this.#idleLooks = this.#answers.length === 0 ? this.#idleLooks + 1 : 0;
    const { idle, stuck } = this.#patience;
    if (this.#idleLooks >= idle || this.#behindLooks >= stuck) this.drop();
  }

  /** For how many looks something has waited for the client; 0 while that is not worth speaking of. */
  get behind(): number {
    return this.#behindLooks >= this.#patience.behind ? this.#behindLooks : 0;
  }

  /** The address of the client; empty once it has gone. */
  get peer(): string {
    return this.#socket.remoteAddress ?? "";
  }

  /** Whether there is anybody left to send to. */
  get isOpen(): boolean {
    return this.#socket.writable;
  }

  drop(): void {
    this.#socket.destroy();
  }

  #answerFirst(): void {
    // An answer to nobody, a stream say, would never be told that it is over.
    if (this.isOpen) this.#answers[0]?.();
  }
}
