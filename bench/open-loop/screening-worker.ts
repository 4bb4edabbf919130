/** A thread that screens: takes batches from the ring as they come, and records how long each event has taken. */
import { Findings } from "../../src/event/findings.ts";
import { type ScreeningTables, screen } from "../../src/detect/screening.ts";
import { type TableHandles, attachTables } from "../harness/tables.ts";
import { screeningThread } from "../harness/screening-thread.ts";
import { scriptsFound } from "../../src/detect/matcher/found.ts";
import { digester } from "../../src/metrics/digest.ts";
import { monotonicMs } from "../harness/latency/clock.ts";
import { LatencyRecorder } from "../harness/latency/latency-recorder.ts";
import { type Screened, type StartedLoad, windowOf } from "./load.ts";
import { SlotRing, type SlotRingHandle } from "../harness/latency/slot-ring.ts";

export interface ScreeningStart {
  readonly ring: SlotRingHandle;
  readonly tables: TableHandles;
}

export const { screening, ping } = screeningThread((start: ScreeningStart) => new Screening(start));

export function screenAll(task: StartedLoad): Screened {
  return screening().run(task);
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
      const { idLow, idHigh, count } = events;
      const { template, distance, length } = scriptsFound(this.#findings);
      const { decision } = this.#findings.outcome;
      digester({ idLow, idHigh, decision, template, distance, length })(digest, count);
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
