/** As much of a server of NATS as a front needs, in memory: it may lose answers, be full, or away. */
import type { Broker } from "../../../src/gateway/stream/broker.ts";
import { Overtaken } from "../../../src/gateway/stream/broker-error.ts";

interface Stored {
  readonly seq: number;
  readonly subject: string;
  readonly data: Uint8Array;
  readonly time: Date;
}

export class FakeBroker {
  readonly eventsStream = "events";
  readonly stored: Stored[] = [];
  /** What a try to publish on a subject comes to; null: it is stored. "lost": it is stored, and the answer is lost. */
  fault: (subject: string) => Error | "lost" | null = () => null;

  get asBroker(): Broker {
    return this as unknown as Broker;
  }

  eventsSubject(partition: number, front: string): string {
    return `events.${partition}.${front}`;
  }

  async last(_: string, subject: string): Promise<Stored | null> {
    return this.stored.findLast((one) => one.subject === subject) ?? null;
  }

  async message(_: string, seq: number): Promise<Stored | null> {
    return this.stored.find((one) => one.seq === seq) ?? null;
  }

  named(error: unknown): unknown {
    return error;
  }

  async append(
    _: string,
    subject: string,
    data: Uint8Array,
    after: number,
    again: (error: unknown) => void,
  ): Promise<number> {
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 2));
      const fault = this.fault(subject);
      if (fault instanceof Error) {
        again(fault);
        continue;
      }
      const last = await this.last("", subject);
      if ((last?.seq ?? 0) !== after) {
        if (last !== null && Buffer.compare(last.data, data) === 0) return last.seq;
        throw new Overtaken(last?.data ?? null);
      }
      const seq = this.stored.length + 1;
      this.stored.push({ seq, subject, data: data.slice(), time: new Date() });
      if (fault === null) return seq;
      again(AWAY);
    }
  }
}

export const FULL = Object.assign(new Error("maximum bytes exceeded"), { code: 10_077 });
export const AWAY = Object.assign(new Error("timeout"), { name: "TimeoutError" });
