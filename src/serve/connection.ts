/** A connection to the server: answers one request at a time, and is over when its client asks for many. */
import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** Requests without a whole answer. A browser has one on a connection; many are asked for by who does not mean to read. */
const MAX_UNANSWERED = 4;

export class Connection {
  readonly #socket: Socket;
  /** One for each request without a whole answer. The first has been called: all that waits for a slow reader is one answer. */
  readonly #answers: (() => void)[] = [];

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Calls `answer` when the requests before it have been answered. */
  take(response: ServerResponse, answer: () => void): void {
    // Node has read many requests at once, and hands out the rest of them all the same.
    if (this.#socket.destroyed) return;
    if (this.#answers.length === MAX_UNANSWERED) {
      this.#socket.destroy();
      return;
    }
    response.once("close", () => {
      this.#answers.shift();
      this.#answerFirst();
    });
    if (this.#answers.push(answer) === 1) this.#answerFirst();
  }

  #answerFirst(): void {
    // An answer to nobody, a stream say, would never be told that it is over.
    if (this.#socket.writable) this.#answers[0]?.();
  }
}
