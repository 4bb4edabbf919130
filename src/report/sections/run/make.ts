import { assert } from "../../../core/assert.ts";
import { formatDigest, mergeDigest } from "../../../metrics/digest.ts";
import { balanceLedger } from "../../../metrics/ledger.ts";
import { digestLoop } from "../../../metrics/loop-digest.ts";
import type { LoopRecords } from "../../../metrics/loop-input.ts";
import type { Tally } from "../../../metrics/tally.ts";
import type { RunResult } from "../../run-input.ts";
import type { RunFields } from "./schema.ts";

export function runFields({
  scenario,
  seed,
  workers,
  reproduce,
  tally,
  planned,
  loop,
  performance,
}: RunResult): RunFields {
  const { generated: total, byChannel } = balanceLedger(tally, planned);
  return {
    scenario,
    seed,
    workers,
    digest: digestRun(tally, loop),
    reproduce,
    hours: { scenario: loop.hours, untilLastOutcome: loop.hoursRun, reference: loop.referenceHours },
    events: { total, calls: byChannel.calls.generated, messages: byChannel.messages.generated },
    performance: performanceFields(performance, total),
  };
}

/** Sums the digests of events and loop in a copy: a report may be built twice. */
export function digestRun(tally: Tally, loop: LoopRecords): string {
  const digest = new Uint32Array(2);
  mergeDigest(digest, tally.columns.digest);
  digestLoop(digest, loop);
  return formatDigest(digest);
}

function performanceFields(performance: RunResult["performance"], events: number): RunFields["performance"] {
  const { wallSeconds, peakRssMiB, node, machine, mainThreadBusy, wallSecondsAllArms } = performance;
  assert(wallSeconds > 0, `a run takes time, got ${wallSeconds} s`);
  return {
    wallSeconds: threeDigits(wallSeconds),
    eventsPerSecond: Math.round(events / wallSeconds),
    peakRssMiB: Math.round(peakRssMiB * 10) / 10,
    node,
    ...(machine === undefined ? {} : { machine }),
    // Two clocks are read, so a thread without a pause can measure a hair above 1.
    mainThreadBusy: Math.min(1, threeDigits(mainThreadBusy)),
    wallSecondsAllArms: threeDigits(wallSecondsAllArms),
  };
}

function threeDigits(value: number): number {
  return Math.round(value * 1000) / 1000;
}
