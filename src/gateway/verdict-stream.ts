/**
 * Verdicts line by line, while events still come: what has arrived is screened at once, and no more is read before
 * somebody has taken the verdicts.
 */
import { setImmediate } from "node:timers/promises";
import { within } from "../core/within.ts";
import type { ScreenerEvent } from "../screen/screened-event.ts";
import { type KeptEvents, MAX_KEPT_LINE_UNITS } from "./kept-event.ts";
import type { Verdict } from "./protocol.ts";
import { verdictJson } from "./verdict-json.ts";

export interface StreamOptions {
  /** Of a line. */
  readonly maxBytes: number;
  /** In which a line that has begun must be whole. */
  readonly stallMs: number;
  /** `kept`: the same events, to be kept; null: they are too large for it. */
  readonly decide: (
    events: readonly unknown[],
    kept: KeptEvents | null,
  ) => Promise<(Verdict | { readonly error: string })[]>;
  /** Resolves once so many more may be screened. */
  readonly admit: (events: number) => Promise<void>;
  /** Once it is aborted no more is read: what was read is answered, and the stream ends. */
  readonly until: AbortSignal;
  /** Called once, when it is over. */
  readonly onEnd: () => void;
}

const NOT_JSON = { error: "expected an event as JSON on a line of its own" };

/** An answer a line, in order; blank lines have none. The last has an error where the stream ends early. */
export function verdictStream(body: ReadableStream<Uint8Array>, options: StreamOptions): ReadableStream<Uint8Array> {
  const { maxBytes, stallMs, decide, admit, until, onEnd } = options;
  const reader = body.getReader();
  const arriving = new Arriving(reader);
  const lines = new Lines();
  /** Of what was read and not sent yet, in order. */
  const underWay: Promise<string>[] = [];
  let isOver = false;
  // What waits to be read resolves to the end then.
  const close = (): void => void reader.cancel().catch(() => {});
  until.addEventListener("abort", close, { once: true });
  const end = (): void => {
    if (!isOver) onEnd();
    isOver = true;
    until.removeEventListener("abort", close);
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const stop = (error?: string): void => {
          if (error !== undefined) controller.enqueue(Buffer.from(`${JSON.stringify({ error })}\n`));
          controller.close();
          end();
          if (error !== undefined) void reader.cancel().catch(() => {});
        };
        try {
          for (;;) {
            const first = arriving.next();
            let read = lines.pending === 0 ? await first : await within(first, stallMs);
            if (read === null) return stop(`expected the rest of a line within ${stallMs / 1000} s`);
            // Cut off by ourselves, half a line is no event, and a whole one may be half of another.
            const left = () => (until.aborted ? NOTHING : lines.rest());
            let whole = read.done ? left() : lines.add(read.value);
            // Who writes line by line has sent some more by the end of this turn: they share a batch, and an answer.
            while (!read.done && read.value.length < SMALL_BYTES && whole.length + lines.pending < SMALL_BYTES) {
              await setImmediate();
              if (!arriving.isThere) break;
              read = await arriving.next();
              const more = read.done ? left() : lines.add(read.value);
              if (more.length > 0) whole = Buffer.concat([whole, more]);
            }
            const lined = eventsIn(whole);
            if (lined.count > 0) {
              await admit(lined.count);
              const answered = answersTo(lined, whole, decide);
              // Who waits for it is told.
              answered.catch(() => {});
              underWay.push(answered);
            }
            // Threads may be at these: what has arrived meanwhile is read before anybody waits for them.
            const mayGoOn = !read.done && lines.pending <= maxBytes && arriving.isThere;
            if (mayGoOn && underWay.length < MOST_UNDER_WAY) continue;
            const answers = (await Promise.all(underWay.splice(0))).join("");
            if (answers !== "") controller.enqueue(Buffer.from(answers));
            if (read.done) return lines.pending > 0 ? stop("the gateway is closing") : stop();
            if (lines.pending > maxBytes) return stop(`expected a line of at most ${maxBytes} bytes`);
            if (answers !== "") return;
          }
        } catch (error) {
          end();
          throw error;
        }
      },
      async cancel() {
        end();
        await reader.cancel().catch(() => {});
      },
    },
    { highWaterMark: 0 },
  );
}

async function answersTo(
  { events, wrong, count, longest }: Lined,
  bytes: Uint8Array,
  decide: StreamOptions["decide"],
): Promise<string> {
  const isLarge = Math.max(longest, bytes.length / events.length) > MAX_KEPT_LINE_UNITS;
  const answers = await decide(events, isLarge ? null : new KeptLines(bytes));
  let out = "";
  for (let place = 0, next = 0; place < count; place++) {
    const answer = wrong.has(place) ? NOT_JSON : answers[next++]!;
    out += `${"error" in answer ? JSON.stringify(answer) : verdictJson(answer)}\n`;
  }
  return out;
}

interface Lined {
  readonly events: readonly unknown[];
  /** In their places, lines that are no JSON. */
  readonly wrong: ReadonlySet<number>;
  /** Of lines that are not blank. */
  readonly count: number;
  readonly longest: number;
}

const DECODER = new TextDecoder();

function eventsIn(bytes: Uint8Array): Lined {
  const events: unknown[] = [];
  const wrong = new Set<number>();
  let [count, longest] = [0, 0];
  for (const line of DECODER.decode(bytes).split("\n")) {
    if (line === "" || line.trim() === "") continue;
    try {
      events.push(JSON.parse(line));
    } catch {
      wrong.add(count);
    }
    count++;
    longest = Math.max(longest, line.length);
  }
  return { events, wrong, count, longest };
}

class KeptLines implements KeptEvents {
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    // A small part of what was read at once would keep all of it in memory.
    this.#bytes = 2 * bytes.length < bytes.buffer.byteLength ? new Uint8Array(bytes) : bytes;
  }

  eventAt(at: number): ScreenerEvent {
    return eventsIn(this.#bytes).events[at] as ScreenerEvent;
  }
}

/** Reads of a stream that are screened at a time. */
const MOST_UNDER_WAY = 2;

/** A read is smaller than this where a client writes line by line. */
const SMALL_BYTES = 16_384;

type Read = Awaited<ReturnType<ReadableStreamDefaultReader<Uint8Array>["read"]>>;

/** What arrives, one read ahead: so it can be told whether there is more. */
class Arriving {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #asked: Promise<Read> | null = null;
  isThere = false;

  constructor(reader: ReadableStreamDefaultReader<Uint8Array>) {
    this.#reader = reader;
  }

  async next(): Promise<Read> {
    const read = await (this.#asked ?? this.#ask());
    this.#asked = null;
    if (!read.done) void this.#ask();
    return read;
  }

  #ask(): Promise<Read> {
    this.isThere = false;
    const there = (): void => {
      this.isThere = true;
    };
    this.#asked = this.#reader.read();
    this.#asked.then(there, there);
    return this.#asked;
  }
}

/** Cuts bytes into lines. */
class Lines {
  #begun: Uint8Array[] = [];
  /** Bytes of the line that has begun. */
  pending = 0;

  /** The lines that are whole now. */
  add(bytes: Uint8Array): Uint8Array {
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    if (end === 0) {
      this.#begun.push(bytes);
      this.pending += bytes.length;
      return NOTHING;
    }
    const whole = this.#take(bytes.subarray(0, end));
    if (end < bytes.length) this.#begun.push(bytes.subarray(end));
    this.pending = bytes.length - end;
    return whole;
  }

  rest(): Uint8Array {
    return this.#take(NOTHING);
  }

  #take(last: Uint8Array): Uint8Array {
    const whole = this.#begun.length === 0 ? last : Buffer.concat([...this.#begun, last]);
    this.#begun = [];
    this.pending = 0;
    return whole;
  }
}

const NOTHING = new Uint8Array();
const NEWLINE = 10;
