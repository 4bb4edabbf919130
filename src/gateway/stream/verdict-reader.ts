/** Reads the verdicts of a stream from its beginning, and checks that each follows the one before. */
import { RingfenceError } from "../../core/errors.ts";
import type { Broker } from "./broker.ts";
import { BEGINNING, type Position, readVerdictPack, VerdictColumns, VerdictDigest } from "./verdict-pack.ts";
import type { VerdictPackHead } from "./verdict-pack.ts";

export interface VerdictsRead {
  readonly partition: number;
  readonly head: VerdictPackHead;
  /** Another's, once the next come. */
  readonly columns: VerdictColumns;
}

/** Messages that are asked for ahead. */
const AHEAD = 64;

/**
 * Those that are there; with `follow` also those that come. Throws RingfenceError "invariant" where verdicts are
 * missing, or do not come to the digest that is stated.
 */
export async function* readVerdicts(broker: Broker, follow: AbortSignal | null): AsyncGenerator<VerdictsRead> {
  const columns = new VerdictColumns();
  const before = new Map<number, { readonly events: number; readonly digest: VerdictDigest }>();
  const { state } = await broker.doing("read verdicts", () => broker.jsm.streams.info(broker.verdictsStream));
  if (state.messages === 0 && follow === null) return;
  const messages = await broker.follow(broker.verdictsStream, { deliver_policy: "all" }, AHEAD);
  const stop = (): void => messages.stop();
  follow?.addEventListener("abort", stop);
  try {
    for await (const { subject, seq, data } of messages) {
      const partition = Number(subject.slice(subject.lastIndexOf(".") + 1));
      const head = readVerdictPack(data, `${subject}, message ${seq}`, columns);
      // The first of a partition may have been dropped: its beginning is taken as stated.
      const known = before.get(partition) ?? { events: head.events - head.rows, digest: null };
      const digest = known.digest ?? new VerdictDigest();
      if (known.digest === null && known.events > 0) digest.merge(head.digest);
      else digest.add(columns);
      if (head.events !== known.events + head.rows || digest.written !== head.digest) {
        throw new RingfenceError(
          "invariant",
          `${subject}, message ${seq}: expected verdicts on events up to ${known.events + head.rows} with the digest ` +
            `${digest.written}, found ${head.events} and ${head.digest}: verdicts are missing or damaged`,
        );
      }
      before.set(partition, { events: head.events, digest });
      yield { partition, head, columns };
      if (follow === null && seq >= state.last_seq) return;
    }
  } finally {
    follow?.removeEventListener("abort", stop);
    await messages.close();
  }
}

/** Of all partitions together. */
export class StreamSum {
  readonly #last = new Map<number, Position>();

  add(partition: number, position: Position): void {
    this.#last.set(partition, position);
  }

  get total(): Omit<Position, "input" | "tables"> {
    const digest = new VerdictDigest();
    const sum = { events: 0, flagged: 0, blocked: 0 };
    for (const position of this.#last.values()) {
      digest.merge(position.digest);
      for (const name of ["events", "flagged", "blocked"] as const) sum[name] += position[name];
    }
    return { ...sum, digest: digest.written };
  }
}

/** Where each partition stands: of its last verdict alone. */
export async function readPositions(broker: Broker, partitions: number): Promise<readonly Position[]> {
  const positions: Position[] = [];
  for (let partition = 0; partition < partitions; partition++) {
    const subject = broker.verdictsSubject(partition);
    const last = await broker.last(broker.verdictsStream, subject);
    positions.push(last === null ? BEGINNING : readVerdictPack(last.data, subject));
  }
  return positions;
}
