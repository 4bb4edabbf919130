/** A thread that screens: takes batches from the ring as they come, and records how long each event has taken. */
import { once } from "../../src/core/once.ts";
import { workerData } from "piscina";
import type { EventBatch } from "../../src/event/event-batch.ts";
import { Findings } from "../../src/event/findings.ts";
import { type DigestWords, digester } from "../../src/metrics/digest.ts";
import { type ScreeningTables, screen } from "../../src/detect/screening.ts";
import { loadEngines } from "../../src/detect/engines.ts";
import { type TableHandles, attachTables } from "../harness/tables.ts";
import { monotonicMs } from "../harness/latency/clock.ts";
import { LatencyRecorder } from "../harness/latency/latency-recorder.ts";
import { type Screened, type StartedLoad, windowOf } from "./load.ts";
import { SlotRing, type SlotRingHandle } from "../harness/latency/slot-ring.ts";

/** What the thread is given once. */
export interface ScreeningStart {
  readonly ring: SlotRingHandle;
  readonly tables: TableHandles;
}

const screening = once(() => new Screening(workerData as ScreeningStart));

export function screenAll(task: StartedLoad): Screened {
  return screening().run(task);
}

/** Answers once engines are loaded and the tables attached. */
export async function ping(): Promise<boolean> {
  await loadEngines((workerData as ScreeningStart).tables.engines);
  screening();
  return true;
}

class Screening {
  readonly #ring: SlotRing;
  readonly #tables: ScreeningTables;
  readonly #findings: Findings;

  constructor({ ring, tables }: ScreeningStart) {
    this.#ring = SlotRing.attach(ring);
    this.#tables = attachTables(tables);
    this.#findings = Findings.allocate(this.#ring.slots[0]!.capacity);
  }

  /**
   * Until the generator has ended and the last batch is screened. Recording and the digest come after a batch's end is
   * read.
   */
  run({ load, startMs }: StartedLoad): Screened {
    const recorder = new LatencyRecorder(windowOf(load));
    const digest = new Uint32Array(2);
    let screened = 0;
    for (let slot = this.#ring.take(); slot >= 0; slot = this.#ring.take()) {
      const events = this.#ring.slots[slot]!;
      const fromMs = monotonicMs();
      screen(events, this.#findings, this.#tables);
      const toMs = monotonicMs();
      recorder.record(events.timeMs, events.count, fromMs - startMs, toMs - startMs);
      addFindings(digest, events, this.#findings);
      screened += events.count;
      this.#ring.release(slot);
    }
    return {
      events: screened,
      completedInTime: recorder.completedInTime,
      thirds: recorder.thirds.map((third) => third.encode()),
      service: recorder.service.encode(),
      digest,
    };
  }
}

function addFindings(digest: DigestWords, { idLow, idHigh, count }: EventBatch, findings: Findings): void {
  const { decision } = findings.outcome;
  const { template, distance, length } = findings.match;
  digester({ idLow, idHigh, decision, template, distance, length })(digest, count);
}
