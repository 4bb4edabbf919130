/** What is published and has no verdict. */
import { counted } from "../../core/counted.ts";
import type { Words } from "../../core/words.ts";
import type { Broker } from "./broker.ts";
import { readEventPack } from "./event-pack.ts";
import type { Position } from "./verdict-pack.ts";
import { readPositions } from "./verdict-reader.ts";

export interface Waiting {
  readonly events: number;
  /** Whether there is no more: where much waits, a partition is not read to its end. */
  readonly isAll: boolean;
}

/** Messages that are read to count what waits, in all partitions together: some 60 MB, a second's work or so. */
const MOST_COUNTED = 256;

/** Of each partition what waits behind its position. */
export async function readWaiting(
  broker: Broker,
  positions: readonly Position[],
  mostCounted = MOST_COUNTED,
): Promise<readonly Waiting[]> {
  const most = Math.ceil(mostCounted / positions.length);
  const waiting: Waiting[] = [];
  for (const [partition, { input }] of positions.entries()) {
    let [seq, events, isAll] = [input, 0, false];
    for (let left = most; left > 0 && !isAll; left--) {
      const next = await broker.next(broker.eventsStream, broker.eventsSubject(partition), seq + 1);
      isAll = next === null;
      seq = next?.seq ?? seq;
      events += next === null ? 0 : eventsOf(next.data);
    }
    waiting.push({ events, isAll });
  }
  return waiting;
}

/** What is published and not among so many `events` whose verdicts were read. */
export async function readRest(broker: Broker, partitions: number, events: number): Promise<Waiting> {
  const positions = await readPositions(broker, partitions);
  const waiting = await readWaiting(broker, positions);
  const all = [...positions, ...waiting].reduce((sum, one) => sum + one.events, 0);
  return { events: all - events, isAll: waiting.every(({ isAll }) => isAll) };
}

export function waitingWords({ events, isAll }: Waiting): Words {
  return {
    en: `${isAll ? "" : "at least "}${counted(events, "event")} without a verdict`,
    zh: `${isAll ? "" : "至少 "}${events} 条事件尚无判定`,
  };
}

/** Of a message of tables, or of another's, none. */
function eventsOf(message: Uint8Array): number {
  try {
    return readEventPack(message, "").rows;
  } catch {
    return 0;
  }
}
