/** A connection to the server: answers one request at a time, and is over when the client neither asks nor reads. */
import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** Requests without a whole answer. A browser has one on a connection; many are asked for by who does not mean to read. */
const MAX_UNANSWERED = 4;

/** For how many looks: of time, a process that was stopped for a while, as by Ctrl-Z, would not know whether anybody has waited. */
export interface Patience {
  /** With a client that asks for nothing. */
  readonly idle: number;
  /** With one that takes nothing of what waits for it. */
  readonly stuck: number;
}

export class Connection {
  readonly #socket: Socket;
  readonly #patience: Patience;
  /** One for each request without a whole answer. The first has been called: all that waits for a slow reader is one answer. */
  readonly #answers: (() => void)[] = [];
  /** Bytes that the client had taken at the last look. */
  #taken = 0;
  #idleLooks = 0;
  #stuckLooks = 0;

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
   * To be called now and then: drops a client that has tried the patience. What it sends without asking for anything, a line break now and then,
   * is no excuse, as it is to the timers of Node.
   */
  look(): void {
    const { bytesWritten, writableLength } = this.#socket;
    const taken = bytesWritten - writableLength;
    const isStuck = writableLength > 0 && taken === this.#taken;
    this.#taken = taken;
    this.#stuckLooks = isStuck ? this.#stuckLooks + 1 : 0;
    this.#idleLooks = this.#answers.length === 0 ? this.#idleLooks + 1 : 0;
    const { idle, stuck } = this.#patience;
    if (this.#idleLooks >= idle || this.#stuckLooks >= stuck) this.#socket.destroy();
  }

  #answerFirst(): void {
    // An answer to nobody, a stream say, would never be told that it is over.
    if (this.#socket.writable) this.#answers[0]?.();
  }
}
