/** The thread of the generator: offers events to a server when they are due, and waits for all answers. */
import { readFileSync } from "node:fs";
import { workerData } from "piscina";
import { RingfenceError } from "../../src/core/errors.ts";
import { Arrivals } from "../harness/latency/arrivals.ts";
import { monotonicMs } from "../harness/latency/clock.ts";
import { LatencyRecorder } from "../harness/latency/latency-recorder.ts";
import { OpenLoopGenerator } from "../harness/latency/open-loop-generator.ts";
import { ClosedLoopGenerator } from "./closed-loop.ts";
import { DoorClient } from "./door-client.ts";
import type { ClientStart, Offer, Offered } from "./offer.ts";

/** In which the last answer must have come. */
const PATIENCE_MS = 20_000;
/** A timer takes a millisecond or more: for less, the loop goes on. */
const SLEEP_FROM_MS = 2;
const LINGER_MS = 1;
/** Whether the time is over is looked at as often, whatever comes. */
const LISTEN_MS = 20;

export async function offer(asked: Offer): Promise<Offered> {
  const { warmUpMs, measuredMs, arrivals: kind, ratePerSecond, seed } = asked;
  const beforeMs = threadMs();
  const window = { fromMs: warmUpMs, untilMs: warmUpMs + measuredMs };
  const recorder = new LatencyRecorder(window);
  let startMs = monotonicMs();
  const clock = (): number => monotonicMs() - startMs;
  const faults: RingfenceError[] = [];
  const { prepared } = workerData as ClientStart;
  const client = await DoorClient.open({ ...asked, prepared, recorder, clock, onFault: (fault) => faults.push(fault) });
  try {
    const generator =
      ratePerSecond === null
        ? new ClosedLoopGenerator(client, clock, window)
        : new OpenLoopGenerator({
            arrivals: new Arrivals({ kind, ratePerSecond, seed, untilMs: window.untilMs }),
            outbox: client,
            clock,
            lingerMs: LINGER_MS,
            window,
          });
    startMs = monotonicMs();
    const giveUpMs = window.untilMs + PATIENCE_MS;
    let [before, after] = [0, 0];
    while (faults.length === 0 && (generator.wakeMs < Number.POSITIVE_INFINITY || client.unanswered > 0)) {
      generator.sendDue();
      if (clock() > giveUpMs) throw new RingfenceError("noData", `no answer came within ${PATIENCE_MS / 1000} s`);
      if (clock() < window.fromMs) before = client.answered;
      if (clock() < window.untilMs) after = client.answered;
      // Nothing is due at a time then: who looks all the time takes a core that the server could use.
      await (ratePerSecond === null ? client.heard(LISTEN_MS) : turn(generator.wakeMs - clock()));
    }
    if (faults.length > 0) throw faults[0]!;
    const afterMs = threadMs();
    return {
      sent: generator.sent,
      offered: generator.offeredInWindow,
      answered: after - before,
      completedInTime: recorder.completedInTime,
      response: recorder.response.encode(),
      lag: generator.lag.encode(),
      clientMs: beforeMs === null || afterMs === null ? null : afterMs - beforeMs,
    };
  } finally {
    client.end();
  }
}

/** Lets answers come in. */
function turn(waitMs: number): Promise<void> {
  return new Promise((resolve) => {
    if (waitMs >= SLEEP_FROM_MS && waitMs < Number.POSITIVE_INFINITY) setTimeout(resolve, waitMs - 1);
    else setImmediate(resolve);
  });
}

/** Processor time of this thread, in milliseconds; null where the system does not tell. */
function threadMs(): number | null {
  try {
    return Number(readFileSync("/proc/thread-self/schedstat", "utf8").split(" ")[0]) / 1e6;
  } catch {
    return null;
  }
}

export function ping(): boolean {
  return true;
}
