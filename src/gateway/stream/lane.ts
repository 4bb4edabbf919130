/** One partition as a front knows it: the pack that fills, and the last that lies on the subject of the front. */
import { RingfenceError } from "../../core/errors.ts";
import type { Broker } from "./broker.ts";
import { Overtaken } from "./broker-error.ts";
import { type EventPackHead, PackBuilder, readEventPack } from "./event-pack.ts";

export class Lane {
  readonly partition: number;
  readonly filling: PackBuilder;
  /** Since when a pack fills, or is on its way. */
  sinceMs = 0;
  /** What is on its way. */
  flight: Promise<void> | null = null;
  readonly #broker: Broker;
  readonly #front: string;
  /** Stream sequence of the last pack. */
  #sequence = 0;
  /** Line of the last event that is acknowledged. */
  through = 0;
  /** Whether the last pack came from a source with a past. */
  hasPast = false;

  private constructor(broker: Broker, front: string, partition: number, packRows: number | undefined) {
    this.#broker = broker;
    this.#front = front;
    this.partition = partition;
    this.filling = new PackBuilder(packRows);
  }

  /** Looks up what this front has published before. */
  static async open(broker: Broker, front: string, partition: number, packRows?: number): Promise<Lane> {
    const lane = new Lane(broker, front, partition, packRows);
    const last = await broker.last(broker.eventsStream, lane.#subject);
    if (last === null) return lane;
    lane.#sequence = last.seq;
    const { lastLine, hasPast } = readEventPack(last.data, lane.#subject);
    return Object.assign(lane, { through: lastLine, hasPast });
  }

  get #subject(): string {
    return this.#broker.eventsSubject(this.partition, this.#front);
  }

  /** Heads of the packs that are still there and no older than `ms` before the last, the latest first. */
  async *past(ms: number): AsyncGenerator<EventPackHead> {
    let latestMs: number | null = null;
    for (let sequence = this.#sequence; sequence > 0;) {
      const message = await this.#broker.message(this.#broker.eventsStream, sequence);
      if (message === null || message.subject !== this.#subject) return;
      latestMs ??= message.time.getTime();
      if (latestMs - message.time.getTime() > ms) return;
      const head = readEventPack(message.data, this.#subject);
      yield head;
      sequence = head.after;
    }
  }

  /**
   * Publishes the pack that fills, which is empty then, until it is acknowledged. `again`: as of Broker.append. Throws
   * RingfenceError "config" where another front has the same name.
   */
  async send(
    more: Pick<EventPackHead, "process" | "hasPast" | "receipts">,
    again: (error: unknown) => void,
  ): Promise<{ readonly rows: number; readonly bytes: number }> {
    const { eventsStream } = this.#broker;
    const { rows, lastLine } = this.filling;
    const message = this.filling.take({ front: this.#front, after: this.#sequence, ...more });
    try {
      this.#sequence = await this.#broker.append(eventsStream, this.#subject, message, this.#sequence, again);
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
      throw new RingfenceError(
        "config",
        `another front publishes as ${this.#front} at the same time: end one of them, or give it a name with --front`,
      );
    }
    this.through = lastLine;
    return { rows, bytes: message.length };
  }
}
