/** What one task of a worker brings back: counts, and few rows. Batches stay in the worker's memory and cache. */
import { appendEvent, copyFindings } from "../event/copy-row.ts";
import { EventBatch, type EventBatchHandle } from "../event/event-batch.ts";
import { Findings, type FindingsHandle } from "../event/findings.ts";
import { sideOf } from "../core/time.ts";
import { Tally, type TallyDimensions, type TallyHandle, addTallies, mergeTally } from "../metrics/tally.ts";
import { NotedEvents, type NotedEventsHandle } from "../respond/signals/noted-events.ts";
import type { Labels, LabelsHandle } from "../event/labels.ts";
import { allocateLabels, attachLabels, copyLabels } from "../world/truth/labels.ts";
import { allocateReactionCounts } from "../world/gangs/reaction.ts";

/** Events with labels and findings: a whole batch, or rows from many batches. */
export interface BatchView {
  readonly events: EventBatch;
  readonly findings: Findings;
  readonly truth: Labels;
}

export function allocateBatch(capacity: number): BatchView {
  return {
    events: EventBatch.allocate(capacity),
    findings: Findings.allocate(capacity),
    truth: attachLabels(allocateLabels(capacity)),
  };
}

export interface WorkerOutputHandle {
  readonly batchEvents: number;
  readonly state: SharedArrayBuffer;
  readonly tally: TallyHandle;
  readonly earlier: readonly [TallyHandle, TallyHandle];
  readonly reactions: SharedArrayBuffer;
  readonly notedEvents: NotedEventsHandle;
  readonly events: EventBatchHandle;
  readonly findings: FindingsHandle;
  readonly truth: LabelsHandle;
  readonly marks: SharedArrayBuffer;
}

/** Capacity for rows, in batches. If a tick fills it, which is rare, its work is done in parts. */
const KEPT_BATCHES = 4;
const NOTED_BATCHES = 4;

/** Words of the state: events screened; and 2 * the claimant of the last task + the side of `earlier` in use. */
const EVENTS = 0;
const LAST = 1;
const STATE_WORDS = 2;

export class WorkerOutput {
  readonly handle: WorkerOutputHandle;
  readonly tally: Tally;
  /** The sum of all tasks of this simulation before the last. Two copies take turns; the other has the previous sum. */
  readonly #earlier: readonly [Tally, Tally];
  readonly reactions: Uint32Array;
  readonly notedEvents: NotedEvents;
  readonly kept: BatchView;
  readonly marks: Uint8Array;
  readonly #state: Uint32Array;

  private constructor(handle: WorkerOutputHandle) {
    this.handle = handle;
    this.tally = Tally.attach(handle.tally);
    this.#earlier = [Tally.attach(handle.earlier[0]), Tally.attach(handle.earlier[1])];
    this.reactions = new Uint32Array(handle.reactions);
    this.notedEvents = NotedEvents.attach(handle.notedEvents);
    this.kept = {
      events: EventBatch.attach(handle.events),
      findings: Findings.attach(handle.findings),
      truth: attachLabels(handle.truth),
    };
    this.marks = new Uint8Array(handle.marks);
    this.#state = new Uint32Array(handle.state);
  }

  /** Reuses the rows of `spare`, nearly all of its memory, if they are enough. */
  static allocate(batchEvents: number, dimensions: TallyDimensions, spare?: WorkerOutput): WorkerOutput {
    const rows = KEPT_BATCHES * batchEvents;
    const isEnough = spare !== undefined && spare.kept.events.capacity >= rows;
    return new WorkerOutput({
      ...(isEnough ? spare.handle : allocateRows(rows, NOTED_BATCHES * batchEvents)),
      batchEvents,
      state: new SharedArrayBuffer(STATE_WORDS * Uint32Array.BYTES_PER_ELEMENT),
      tally: Tally.allocate(dimensions).handle,
      earlier: [Tally.allocate(dimensions).handle, Tally.allocate(dimensions).handle],
      reactions: allocateReactionCounts(dimensions.gangs),
    });
  }

  static attach(handle: WorkerOutputHandle): WorkerOutput {
    return new WorkerOutput(handle);
  }

  get events(): number {
    return this.#state[EVENTS]!;
  }

  set events(count: number) {
    this.#state[EVENTS] = count;
  }

  get earlier(): Tally {
    return this.#earlier[sideOf(this.#state[LAST]!)];
  }

  reset(): void {
    this.clear();
    for (const tally of this.#earlier) tally.clear();
    this.#state[LAST] = 0;
  }

  /**
   * Begins a task. Claimants are numbered from 1 to 2^31 - 1. First adds the counts of the last task to the sum, while
   * they are in this thread's cache. The new sum is written to the other copy: if the thread dies meanwhile, the old
   * sum is whole, and the second try adds again.
   */
  begin(claimant: number): void {
    const last = Atomics.load(this.#state, LAST);
    if (last >>> 1 !== claimant) {
      const side = sideOf(last + 1);
      addTallies(this.#earlier[side], this.earlier, this.tally);
      Atomics.store(this.#state, LAST, claimant * 2 + side);
    }
    this.clear();
  }

  clear(): void {
    this.events = 0;
    this.tally.clear();
    this.reactions.fill(0);
    this.notedEvents.clear();
    this.kept.events.count = 0;
  }

  get canTakeBatch(): boolean {
    const { events } = this.kept;
    const { batchEvents } = this.handle;
    // A row may be kept twice: for the victim's response, and as a sample.
    return events.count + 2 * batchEvents <= events.capacity && this.notedEvents.hasRoomFor(batchEvents);
  }

  keep({ events, findings, truth }: BatchView, row: number, marks: number): void {
    const at = appendEvent(events, row, this.kept.events);
    copyFindings(findings, row, this.kept.findings, at);
    copyLabels(truth, row, this.kept.truth, at);
    this.marks[at] = marks;
  }
}

/** The counts of a simulation, from at least one output. Do not call it while a task is under way. */
export function sumOutputs(outputs: readonly WorkerOutput[]): Tally {
  const total = Tally.allocate(outputs[0]!.tally.handle);
  for (const { earlier, tally } of outputs) {
    mergeTally(total, earlier);
    mergeTally(total, tally);
  }
  return total;
}

function allocateRows(
  kept: number,
  noted: number,
): Pick<WorkerOutputHandle, "notedEvents" | "events" | "findings" | "truth" | "marks"> {
  return {
    notedEvents: NotedEvents.allocate(noted).handle,
    events: EventBatch.allocate(kept).handle,
    findings: Findings.allocate(kept).handle,
    truth: allocateLabels(kept),
    marks: new SharedArrayBuffer(kept),
  };
}
