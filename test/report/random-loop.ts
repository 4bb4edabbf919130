/**
 * Random loops: nobody is in two episodes at once; warnings come at any time, and deliveries at any time after them.
 */
import * as fc from "fast-check";
import { EPISODE_OUTCOMES, type EpisodeRecord } from "../../src/record/episode.ts";
import { SIGNAL_KINDS } from "../../src/record/signals.ts";
import { TYPOLOGIES } from "../../src/event/taxonomy.ts";
import {
  CLOSING_REASONS,
  type Delivery,
  DELIVERY_CHANNELS,
  WARNING_LEVELS,
  type WarningRecord,
} from "../../src/record/warning.ts";
import type { LoopInput } from "../../src/metrics/loop-input.ts";
import { emptyLoop, moneyOf } from "./sample-loop.ts";

export const LOOP_GANGS = 3;
const SUBSCRIBERS = 4;

const upTo = (max: number) => fc.integer({ min: 0, max });

/** Short enough for pushes, deliveries, starts and ends to fall together now and then. */
const span = upTo(6);

const episodePart = fc.record({
  gang: upTo(LOOP_GANGS - 1),
  subscriber: upTo(SUBSCRIBERS - 1),
  typology: upTo(TYPOLOGIES.length - 1),
  gap: span,
  length: span,
  outcome: fc.constantFrom(...EPISODE_OUTCOMES),
  // Nothing where all of it was frozen and went back.
  lossYuan: fc.integer({ min: 0, max: 9000 }),
});

const warningPart = fc.record({
  subscriber: upTo(SUBSCRIBERS),
  pushedMs: upTo(25),
  level: fc.constantFrom(...WARNING_LEVELS),
  reasons: fc.subarray([...SIGNAL_KINDS]),
  exposure: fc.double({ min: 0, max: 10, noNaN: true }),
  closedBecause: fc.constantFrom(...CLOSING_REASONS),
  arrivals: fc.array(fc.record({ channel: fc.constantFrom(...DELIVERY_CHANNELS), after: upTo(8) }), { maxLength: 4 }),
});

const arm = fc.array(episodePart, { maxLength: 12 }).map(laidEndToEnd);

export const randomLoop: fc.Arbitrary<LoopInput> = fc
  .record({
    episodes: arm,
    noDefences: fc.option(arm),
    interceptionOnly: fc.option(arm),
    warnings: fc.array(warningPart, { maxLength: 12 }),
  })
  .map(({ episodes, noDefences, interceptionOnly, warnings }) => ({
    ...emptyLoop(),
    episodes,
    money: moneyOf(episodes, LOOP_GANGS),
    noDefences: noDefences && { episodes: noDefences },
    interceptionOnly: interceptionOnly && { episodes: interceptionOnly },
    ...pushed(warnings),
  }));

type Part<T> = T extends fc.Arbitrary<infer U> ? U : never;

function laidEndToEnd(parts: readonly Part<typeof episodePart>[]): EpisodeRecord[] {
  const free = Array.from({ length: SUBSCRIBERS }, () => 0);
  return parts.map(({ gap, length, lossYuan, ...part }, target) => {
    const engagedMs = free[part.subscriber]! + gap;
    const endMs = engagedMs + length;
    free[part.subscriber] = endMs;
    const isLost = part.outcome === "lost";
    return {
      ...part,
      target,
      engagedMs,
      endMs,
      // Some lose in two parts.
      deadlineMs: isLost ? Math.max(engagedMs, endMs - gap) : endMs + gap,
      lossYuan: isLost ? lossYuan : 0,
      contacts: length,
      blocked: 0,
      chats: 0,
    };
  });
}

function pushed(parts: readonly Part<typeof warningPart>[]): Pick<LoopInput, "warnings" | "deliveries"> {
  const deliveries: Delivery[] = [];
  const inOrder = [...parts].sort((a, b) => a.pushedMs - b.pushedMs);
  const warnings = inOrder.map(({ arrivals, ...part }, id): WarningRecord => {
    for (const [at, { channel, after }] of arrivals.entries()) {
      const timeMs = part.pushedMs + after;
      deliveries.push({ warning: id, subscriber: part.subscriber, channel, ordinal: at + 1, timeMs });
    }
    return {
      ...part,
      id,
      strongest: part.exposure / 2,
      finalLevel: "high",
      identity: null,
      host: "evil.top",
      calls: arrivals.length,
      visits: 0,
      replies: { agreement: 0, denial: 0, refusal: 0 },
      closedMs: part.pushedMs + 10,
    };
  });
  return { warnings, deliveries };
}
