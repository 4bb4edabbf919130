/** What callers did lately, as one would remember it without sketches: exactly, an object and a Set for each. */
import { KIND_CALL, type EventBatch } from "../../src/event/event-batch.ts";
import { type Identity, canonicalIdentity } from "../../src/event/identity.ts";

interface Remembered {
  readonly callees: Set<number>;
  calls: number;
  answered: number;
  durationS: number;
}

const NOTHING = { fanOut: 0, calls: 0, answered: 0, meanDurationS: 0 };

export class CallerMap {
  readonly #callers = new Map<number, Remembered>();

  /** What was blocked among the rest: who remembers as the events come knows nothing of that. */
  observe(events: EventBatch): void {
    for (let row = 0; row < events.count; row++) {
      const caller = this.#callerOf(canonicalIdentity(events.caller[row]! as Identity));
      caller.callees.add(events.callee[row]!);
      if (events.kind[row] !== KIND_CALL) continue;
      caller.calls++;
      if (events.answered[row] !== 1) continue;
      caller.answered++;
      caller.durationS += events.durationS[row]!;
    }
  }

  read(key: number): typeof NOTHING {
    const caller = this.#callers.get(key);
    if (caller === undefined) return NOTHING;
    const { callees, calls, answered, durationS } = caller;
    return { fanOut: callees.size, calls, answered, meanDurationS: answered === 0 ? 0 : durationS / answered };
  }

  #callerOf(key: number): Remembered {
    const known = this.#callers.get(key);
    if (known !== undefined) return known;
    const caller = { callees: new Set<number>(), calls: 0, answered: 0, durationS: 0 };
    this.#callers.set(key, caller);
    return caller;
  }
}
