/**
 * A run as server-sent events, for one client. A message is made when the one before has gone out: a slow client gets
 * the latest hour, with the points of those between, and nothing piles up.
 */
import type { Context } from "hono";
import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import type { Change, LiveRun } from "./live-run.ts";
import type { Call, Displaced, Status } from "./protocol.ts";
import type { Watcher } from "./watcher.ts";

/** Ten frames a second are enough; faster hours share one. */
const FRAME_GAP_MS = 100;
/** At full speed a page draws no more than five a second, and the simulation needs the time. */
const FAST_FRAME_GAP_MS = 200;
/** So that a dead connection is noticed. */
const KEEP_ALIVE_MS = 15_000;
const RETRY_MS = 1000;

interface StreamOptions {
  readonly closing: AbortSignal;
  /** Called once, when the stream is over, or its connection. */
  readonly onEnd: () => void;
}

const DISPLACED: Displaced = {
  error: "the place of this stream was given to another page, as nobody seemed to read it: open the stream anew",
};

/**
 * The stream ends when the run is over or stopped and has told so, when its place was given away, or with the
 * connection.
 */
export function streamRun(
  context: Context,
  run: LiveRun,
  watcher: Watcher,
  { closing, onEnd }: StreamOptions,
): Response {
  return streamSSE(context, async (stream) => {
    const close = (): void => stream.abort();
    closing.addEventListener("abort", close);
    try {
      await feed(stream, run, watcher);
    } finally {
      closing.removeEventListener("abort", close);
      onEnd();
    }
  });
}

async function feed(stream: SSEStreamingApi, run: LiveRun, watcher: Watcher): Promise<void> {
  const alarm = new Alarm();
  const unsubscribe = run.onChange((what) => alarm.ring(what));
  stream.onAbort(() => alarm.ring("status"));
  watcher.onNews = () => alarm.ring("status");
  try {
    await feedUntilEnd(stream, run, watcher, alarm);
    if (watcher.isDisplaced) await stream.writeSSE({ event: "displaced", data: JSON.stringify(DISPLACED) });
  } finally {
    unsubscribe();
  }
}

async function feedUntilEnd(stream: SSEStreamingApi, run: LiveRun, watcher: Watcher, alarm: Alarm): Promise<void> {
  let sentHour = run.hour;
  let sentStatus = run.status;
  const hello = { event: "hello", data: JSON.stringify(run.hello()), retry: RETRY_MS };
  await stream.writeSSE(sentHour < 0 ? hello : { ...hello, id: String(sentHour) });
  let gapUntilMs = 0;
  // Who has been told how it ended waits for nothing more, and need not keep the connection.
  while (!stream.aborted && !run.isStopped && !watcher.isDisplaced && !isOver(sentStatus)) {
    const isStatusNew = !isSame(run.status, sentStatus);
    const gapMs = gapUntilMs - performance.now();
    const call = watcher.takeCall();
    if (call !== null) {
      await stream.writeSSE({ event: "call", data: JSON.stringify({ call } satisfies Call) });
    } else if (run.hour > sentHour && (gapMs <= 0 || isStatusNew)) {
      // A new status waits for no gap: it is told at once, after the hour that it holds for.
      const frame = run.frame(sentHour);
      sentHour = run.hour;
      gapUntilMs = performance.now() + (run.isFast ? FAST_FRAME_GAP_MS : FRAME_GAP_MS);
      await stream.writeSSE({ event: "frame", data: JSON.stringify(frame), id: String(sentHour) });
    } else if (isStatusNew) {
      sentStatus = run.status;
      await stream.writeSSE({ event: "status", data: JSON.stringify(sentStatus) });
    } else if (gapMs > 0) {
      await alarm.wait(gapMs, "status");
    } else if (!(await alarm.wait(KEEP_ALIVE_MS, "any"))) {
      await stream.write(": \n\n");
    }
  }
}

function isOver({ state }: Status): boolean {
  return state === "ended" || state === "failed";
}

function isSame(a: Status, b: Status): boolean {
  return a.state === b.state && a.hoursPerSecond === b.hoursPerSecond;
}

/** Wakes who waits for it. One waits at a time, and looks before: what rang earlier is not remembered. */
class Alarm {
  #wake: (what: Change) => void = () => {};

  ring(what: Change): void {
    this.#wake(what);
  }

  /** Whether what was waited for rang before the time was over. */
  wait(ms: number, awaited: Change | "any"): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), ms);
      this.#wake = (what) => {
        if (awaited !== "any" && what !== awaited) return;
        clearTimeout(timer);
        resolve(true);
      };
    });
  }
}
