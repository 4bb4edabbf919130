/**
 * A run as server-sent events, for one client. A message is made when the one before it has gone out: a client that is slower than the run
 * gets the latest hour, with the points of those in between, and nothing piles up.
 */
import type { Context } from "hono";
import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import type { LiveRun } from "./live-run.ts";
import type { Status } from "./protocol.ts";

/** No page shows more than so many hours a second, and no network need carry them. */
const FRAME_GAP_MS = 50;
/** A word now and then, so that a connection that died is noticed. */
const KEEP_ALIVE_MS = 15_000;
/** After which a page tries again. */
const RETRY_MS = 1000;

/** `isListed` turns false when the run is gone; `onEnd` is called once, when the connection is. */
export function streamRun(
  context: Context,
  run: LiveRun,
  { isListed, closing, onEnd }: { isListed: () => boolean; closing: AbortSignal; onEnd: () => void },
): Response {
  return streamSSE(context, async (stream) => {
    const gone = new Promise<void>((resolve) => {
      stream.onAbort(resolve);
      closing.addEventListener("abort", () => stream.abort(), { once: true });
    });
    try {
      await feed(stream, run, isListed, gone);
    } finally {
      onEnd();
    }
  });
}

async function feed(
  stream: SSEStreamingApi,
  run: LiveRun,
  isListed: () => boolean,
  gone: Promise<void>,
): Promise<void> {
  let sentHour = run.hour;
  let sentStatus = run.status;
  await stream.writeSSE({ event: "hello", data: JSON.stringify(run.hello()), id: String(sentHour), retry: RETRY_MS });
  while (!stream.aborted && isListed()) {
    const { changed } = run;
    if (run.hour > sentHour) {
      const frame = run.frame(sentHour);
      sentHour = run.hour;
      await stream.writeSSE({ event: "frame", data: JSON.stringify(frame), id: String(sentHour) });
      await Promise.race([sleep(FRAME_GAP_MS), gone]);
    } else if (!isSame(run.status, sentStatus)) {
      sentStatus = run.status;
      await stream.writeSSE({ event: "status", data: JSON.stringify(sentStatus), id: String(sentHour) });
    } else {
      const isQuiet = await Promise.race([changed.then(() => false), gone.then(() => false), sleep(KEEP_ALIVE_MS)]);
      if (isQuiet) await stream.write(": \n\n");
    }
  }
}

function isSame(a: Status, b: Status): boolean {
  return a.state === b.state && a.hoursPerSecond === b.hoursPerSecond;
}

/** True, after so long. */
function sleep(ms: number): Promise<true> {
  return new Promise((resolve) => setTimeout(resolve, ms, true).unref());
}
