/**
 * A run as server-sent events, for one client. A message is made when the one before has gone out: a slow client gets
 * the latest hour, with the points of those between, and nothing piles up.
 */
import { isDeepStrictEqual } from "node:util";
import type { Context } from "hono";
import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import type { LiveRun } from "./live-run.ts";

/** Ten frames a second are enough; faster hours share one. */
const FRAME_GAP_MS = 100;
/** At full speed a page draws no more than five a second, and the simulation needs the time. */
const FAST_FRAME_GAP_MS = 200;
/** So that a dead connection is noticed. */
const KEEP_ALIVE_MS = 15_000;
const RETRY_MS = 1000;

/** The stream ends when the run is over or stopped and has told so, at `closing`, or with the connection. */
export function streamRun(context: Context, run: LiveRun, closing: AbortSignal): Response {
  return streamSSE(context, async (stream) => {
    const stopWatching = run.watch();
    const close = (): void => stream.abort();
    stream.onAbort(() => run.changes.tell());
    closing.addEventListener("abort", close);
    try {
      await feed(stream, run);
    } finally {
      closing.removeEventListener("abort", close);
      stopWatching();
    }
  });
}

async function feed(stream: SSEStreamingApi, run: LiveRun): Promise<void> {
  let sentHour = run.hour;
  let sentStatus = run.status;
  const send = (event: string, data: unknown): Promise<void> =>
    stream.writeSSE({
      event,
      data: JSON.stringify(data),
      ...(event === "status" || sentHour < 0 ? {} : { id: String(sentHour) }),
      ...(event === "hello" ? { retry: RETRY_MS } : {}),
    });
  await send("hello", run.hello());
  let dueMs = 0;
  // A client that was told how the run ended waits for nothing more.
  while (!stream.aborted && !run.isStopped && !["ended", "failed"].includes(sentStatus.state)) {
    const { status } = run;
    const isStatusNew = !isDeepStrictEqual(status, sentStatus);
    const gapMs = dueMs - performance.now();
    if (run.hour > sentHour && (gapMs <= 0 || isStatusNew)) {
      // A new status waits for no gap: it is told at once, after the hour that it holds for.
      const frame = run.frame(sentHour);
      sentHour = run.hour;
      dueMs = performance.now() + (run.isFast ? FAST_FRAME_GAP_MS : FRAME_GAP_MS);
      await send("frame", frame);
    } else if (isStatusNew) {
      sentStatus = status;
      await send("status", status);
    } else if (gapMs > 0) await run.changes.next(gapMs);
    else if (!(await run.changes.next(KEEP_ALIVE_MS))) await stream.write(": \n\n");
  }
}
