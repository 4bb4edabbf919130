/**
 * Allowed messages that a worker draws for the platform to train on, if nobody complains of them
 * (training/retraining.ts). Drawn by identity, so that batches do not matter.
 */
import { RandomStream, thresholdOf } from "../core/random.ts";
import { type EventBatch, KIND_MESSAGE, textOf } from "../event/event-batch.ts";
import { ALLOW, type Findings, hostsOf } from "../event/findings.ts";
import type { AllowedMessage } from "../record/retraining.ts";
import { BENIGN_CLASSES } from "../event/taxonomy.ts";
import { retrains } from "../scenario/retrains.ts";
import type { Scenario } from "../scenario/schema.ts";
import { BENIGN_CALLS } from "../world/traffic/benign-calls.ts";
import type { BatchView } from "./worker-output.ts";

/** The mark of a row that is drawn. */
export const ALLOWED_DRAWN = 32;

/** A worker draws allowed messages whose random word is below this. */
export interface AllowedDraw {
  readonly seed: number;
  readonly below: number;
}

/** Null where nobody trains. */
export function planAllowedDraw(scenario: Scenario, seed: number): AllowedDraw | null {
  if (!retrains(scenario)) return null;
  const share = scenario.retraining.benignPerDay / Math.max(1, messagesPerDay(scenario));
  return { seed, below: thresholdOf(Math.min(1, share)) };
}

/** Benign messages of a day by the scenario's rates: an operator knows how many it carries. */
export function messagesPerDay(scenario: Scenario): number {
  const { benign, population } = scenario;
  let perDay = 0;
  for (const name of BENIGN_CLASSES) perDay += benign[name].perDay * BENIGN_CALLS[name].messageShare;
  return perDay * population.subscribers;
}

/** Whether the row of a batch is drawn. */
export function allowedDrawer(
  { kind, idLow, idHigh }: EventBatch,
  { outcome: { decision } }: Findings,
  { seed, below }: AllowedDraw,
): (row: number) => boolean {
  const draws = new RandomStream(seed, "allowed-messages");
  return (row) =>
    kind[row] === KIND_MESSAGE && decision[row] === ALLOW && draws.draw(idLow[row]! | 0, idHigh[row]! | 0)[0]! < below;
}

/** A drawn message; its identity says where among others it belongs. */
export interface DrawnMessage extends AllowedMessage {
  readonly idHigh: number;
  readonly idLow: number;
}

/** Adds copies of the rows that were drawn. */
export function readDrawn({ events, findings }: BatchView, marks: Uint8Array, into: DrawnMessage[]): void {
  for (let row = 0; row < events.count; row++) {
    if ((marks[row]! & ALLOWED_DRAWN) === 0) continue;
    into.push({
      text: textOf(events, row),
      caller: events.caller[row]!,
      hosts: hostsOf(findings, row),
      timeMs: events.timeMs[row]!,
      idHigh: events.idHigh[row]!,
      idLow: events.idLow[row]!,
    });
  }
}
