/** Made-up frames for tests of the page: plain sums of the hour, no draw. */
import type { Frame, HistoryPoint } from "../../../src/live/server/frame.ts";
import type { Hello, Status } from "../../../src/live/server/live-run.ts";
import type { SampledEvent } from "../../../src/live/server/sampled-events.ts";

const UNKNOWN = { value: 0, low: null, high: null };

export const PLAYING: Status = {
  state: "playing",
  hoursPerSecond: 2,
  problem: null,
  digest: null,
  reproduce: "ringfence run classroom --seed 1",
};

export function eventOf(hour: number, index: number, changes: Partial<SampledEvent> = {}): SampledEvent {
  return {
    id: `${hour.toString(16).padStart(8, "0")}${index.toString(16).padStart(8, "0")}`,
    hour,
    caller: "106****00",
    text: `message ${index} of hour ${hour}`,
    decision: index % 3 === 0 ? "block" : "allow",
    fraud: index % 2 === 0,
    ...changes,
  };
}

export function pointOf(hour: number): HistoryPoint {
  return {
    hour,
    eventsInHour: 100,
    fraudInHour: 20,
    blockedFraudInHour: 12,
    blockedBenignInHour: 1,
    warningsInHour: 4,
    falseAlarms: hour,
    telephoneQueue: hour % 4,
    visitQueue: 0,
    lost: hour + 1,
    lostYuan: 1000 * hour,
    lostUnwarned: 2 * (hour + 1),
    lostYuanUnwarned: 2000 * (hour + 1),
    lostUndefended: 3 * (hour + 1),
    lostYuanUndefended: 4000 * hour,
    setYuan: undefined,
  };
}

/** Hours since the frame before share this one: those from `since` on. */
export function frameOf(
  hour: number,
  since = hour,
  samples: readonly SampledEvent[] = [eventOf(hour, 0), eventOf(hour, 1)],
): Frame {
  const n = hour + 1;
  const counts = { seen: 8 * n, blocked: 7 * n, decisive: 3 * n };
  return {
    hour,
    calls: 40 * n,
    messages: 60 * n,
    fraud: { allowed: 7 * n, flagged: n, blocked: 12 * n },
    benign: { allowed: 78 * n, flagged: n, blocked: n },
    stages: (["blocklist", "lookalike", "match", "behaviour"] as const).map((stage) => ({
      stage,
      fraud: counts,
      benign: { seen: 2 * n, blocked: n, decisive: 0 },
    })),
    filter: {
      entries: 30_000,
      bits: 397_312,
      filledShare: 0.41,
      promisedRate: 0.01,
      expectedRate: 0.006,
      probed: 90 * n,
      falsePositives: n,
    },
    funnel: { pushed: 4 * n, onTarget: 3 * n, effective: 2 * n, kept: n, covered: n, ended: 2 * n },
    teams: [
      { channel: "telephone", size: 3, busy: 2, queue: 5, attempts: 6 * n, reached: 2 * n },
      { channel: "visit", size: 1, busy: 0, queue: 0, attempts: 0, reached: 0 },
    ],
    trade: null,
    intervals: { lost: UNKNOWN, lostYuan: UNKNOWN, saved: UNKNOWN },
    points: Array.from({ length: hour - since + 1 }, (_, index) => pointOf(since + index)),
    samples,
    warnings: [{ id: hour, hour, level: "high", subscriber: "138****0001", text: "warning" }],
  };
}

export function helloOf(run: string, hour: number | null, settings: Hello["request"]["settings"] = {}): Hello {
  return {
    run,
    request: { scenario: "classroom", seed: 1, settings, hoursPerSecond: 2 },
    status: PLAYING,
    hours: 336,
    off: [],
    history: hour === null ? [] : Array.from({ length: hour + 1 }, (_, index) => pointOf(index)),
    frame: hour === null ? null : frameOf(hour),
  };
}
