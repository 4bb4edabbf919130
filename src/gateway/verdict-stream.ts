/** Verdicts line by line, while events still come. The next events are read once the client took the verdicts. */
import { within } from "../core/time.ts";
import type { Verdict } from "./protocol.ts";

export interface StreamOptions {
  /** Most bytes of a line. */
  readonly maxBytes: number;
  /** Milliseconds within which a line must be complete, from its first byte on. */
  readonly lineMs: number;
  readonly decide: (events: readonly unknown[]) => (Verdict | { readonly error: string })[];
  /** On abort: stop reading, answer what was read, end. */
  readonly until: AbortSignal;
  /** Called with 1 at the start and with -1 at the end. */
  readonly count: (more: number) => void;
}

const NOT_JSON = { error: "expected an event as JSON on a line of its own" };
/** Lines that are screened in one turn of the thread. */
const LINES_A_TURN = 500;

/** One answer for each line that is not blank, in order. If the stream is cut short, the last answer is an error. */
export function verdictStream(body: ReadableStream<Uint8Array>, options: StreamOptions): ReadableStream<Uint8Array> {
  const answers = answersTo(body, options);
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await answers.next();
        if (done === true) controller.close();
        else controller.enqueue(Buffer.from(value));
      },
      async cancel() {
        await answers.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

async function* answersTo(
  body: ReadableStream<Uint8Array>,
  { maxBytes, lineMs, decide, until, count }: StreamOptions,
): AsyncGenerator<string, void, undefined> {
  const reader = body.getReader();
  count(1);
  const close = (): void => void reader.cancel().catch(() => {});
  until.addEventListener("abort", close, { once: true });
  let begun: Uint8Array[] = [];
  let pending = 0;
  let sinceMs = 0;
  try {
    for (;;) {
      const leftMs = sinceMs + lineMs - performance.now();
      const read = pending === 0 ? await reader.read() : leftMs > 0 ? await within(reader.read(), leftMs) : null;
      if (read === null) return yield problem(`expected the rest of a line within ${lineMs / 1000} s`);
      if (read.done) break;
      const end = read.value.lastIndexOf(NEWLINE) + 1;
      if (end > 0) {
        yield* decided(Buffer.concat([...begun, read.value.subarray(0, end)]), decide);
        [begun, pending] = [[], 0];
      }
      if (end === read.value.length) continue;
      if (pending === 0) sinceMs = performance.now();
      begun.push(read.value.subarray(end));
      pending += read.value.length - end;
      if (pending > maxBytes) return yield problem(`expected a line of at most ${maxBytes} bytes`);
    }
    // After an abort this may be part of a line, even if it can be read.
    if (until.aborted && pending > 0) yield problem("the gateway is closing");
    else if (pending > 0) yield* decided(Buffer.concat(begun), decide);
  } finally {
    until.removeEventListener("abort", close);
    close();
    count(-1);
  }
}

const NEWLINE = 10;
const DECODER = new TextDecoder();

function* decided(bytes: Uint8Array, decide: StreamOptions["decide"]): Generator<string> {
  const lines = DECODER.decode(bytes)
    .split("\n")
    .filter((line) => line.trim() !== "");
  for (let from = 0; from < lines.length; from += LINES_A_TURN) {
    const events = lines.slice(from, from + LINES_A_TURN).map(parsed);
    const answers = decide(events.filter((event) => event !== NOT_JSON))[Symbol.iterator]();
    yield events.map((event) => `${JSON.stringify(event === NOT_JSON ? NOT_JSON : answers.next().value)}\n`).join("");
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return NOT_JSON;
  }
}

function problem(error: string): string {
  return `${JSON.stringify({ error })}\n`;
}
