/** Messages of a stream as they come, for who would rather begin anew than wait for a server that is gone. */
import type { ConsumerMessages, JsMsg } from "@nats-io/jetstream";
import { RingfenceError } from "../../core/errors.ts";

/** Heard of less often, a server counts as lost: else consumers stay silent after a change of leader. */
const [HEARTBEAT_MS, EXPIRES_MS] = [1000, 4000];
/** A request for messages lasts four seconds, and the next follows. */
const SILENT_MS = 6000;

/** How to consume, for `new Following`. */
export function consumption(ahead: number) {
  return { max_messages: ahead, idle_heartbeat: HEARTBEAT_MS, expires: EXPIRES_MS };
}

export class Following implements AsyncIterable<JsMsg> {
  readonly #messages: ConsumerMessages;
  /** Since when the reader waits, or of the last request for messages since; null: it does not wait. */
  #silentMs: number | null = null;

  constructor(messages: ConsumerMessages) {
    this.#messages = messages;
  }

  /**
   * Ends where it is stopped. Throws RingfenceError "io" where a reader who waits hears nothing for six seconds: a
   * consumer lives on one server of three, and the client asks that one again and again, though it be cut off.
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<JsMsg> {
    const messages = this.#messages;
    void this.#listen();
    let isSilent = false;
    const timer = setInterval(() => {
      isSilent = this.#silentMs !== null && performance.now() - this.#silentMs > SILENT_MS;
      if (isSilent) messages.stop();
    }, HEARTBEAT_MS);
    try {
      this.#silentMs = performance.now();
      for await (const message of messages) {
        this.#silentMs = null;
        yield message;
        this.#silentMs = performance.now();
      }
      if (isSilent) throw new RingfenceError("io", `nothing was heard for ${SILENT_MS / 1000} s`);
    } finally {
      clearInterval(timer);
    }
  }

  /** A request goes out where the one before was answered or has expired. */
  async #listen(): Promise<void> {
    for await (const { type } of this.#messages.status()) {
      if (type === "next" && this.#silentMs !== null) this.#silentMs = performance.now();
    }
  }

  stop(): void {
    this.#messages.stop();
  }

  async close(): Promise<void> {
    await this.#messages.close();
  }
}
