/**
 * The events that settings are timed on: the same for all of them, as many as a slow one gets through. Drawn from the
 * whole set, for what stands at its head may be all of one kind: spam first, and a matcher seems slow.
 */
import { RandomStream } from "../../src/core/random.ts";
import { appendEvent } from "../../src/event/copy-row.ts";
import { EventBatch } from "../../src/event/event-batch.ts";

/** A scan of a thousand scripts gets through twenty long messages a second. */
const MAX_TIMED_EVENTS = 1024;

/**
 * At most `most` of the events, by a draw keyed by each event's identity, and in the order of the draws: the same
 * events in the same order however the batches hold them.
 */
export function drawTimedEvents(batches: readonly EventBatch[], seed: number, most = MAX_TIMED_EVENTS): EventBatch {
  const draws = new RandomStream(seed, "pareto-timed");
  const drawn = batches.flatMap((batch) =>
    Array.from({ length: batch.count }, (_, row) => {
      const [first, second] = draws.draw(batch.idLow[row]!, batch.idHigh[row]!);
      return { batch, row, first: first!, second: second! };
    }),
  );
  drawn.sort((a, b) => a.first - b.first || a.second - b.second);
  const timed = EventBatch.allocate(Math.min(most, drawn.length));
  for (const { batch, row } of drawn.slice(0, timed.capacity)) appendEvent(batch, row, timed);
  return timed;
}
