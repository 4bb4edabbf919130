/** One early warning as a document for people and programs. It holds what the platform knows, and no truth. */
import { z } from "zod";
import { formatIdentity } from "../../event/identity.ts";
import { maskIdentity } from "../../event/masking.ts";
import { type Delivery, DELIVERY_CHANNELS, WARNING_LEVELS, type WarningRecord } from "../../record/warning.ts";
import { count } from "../schema-parts.ts";

/** `subscriber` is the number in the run, which is nobody's telephone number. */
export interface WarningDocument extends Omit<WarningRecord, "strongest" | "identity"> {
  /** The number warned of, as a terminal shows it; null where it is a domain. */
  readonly number: string | null;
  /** What the text said. */
  readonly message: string;
  /** In order of time. */
  readonly deliveries: readonly Omit<Delivery, "warning" | "subscriber">[];
}

/**
 * `deliveries` are those of this warning; `message` is the text that it was sent with. The number warned of is written
 * as 138****0017 unless `unmask`.
 */
export function warningDocument(
  record: WarningRecord,
  deliveries: readonly Delivery[],
  message: string,
  unmask = false,
): WarningDocument {
  const { id, subscriber, pushedMs, level, finalLevel, exposure, reasons, identity, host } = record;
  const show = unmask ? formatIdentity : maskIdentity;
  return {
    id,
    subscriber,
    pushedMs,
    level,
    finalLevel,
    exposure,
    reasons: [...reasons],
    number: identity === null ? null : show(identity),
    host,
    message,
    deliveries: deliveries
      .map(({ channel, ordinal, timeMs }) => ({ channel, ordinal, timeMs }))
      .sort((a, b) => a.timeMs - b.timeMs),
    calls: record.calls,
    visits: record.visits,
    replies: { ...record.replies },
    closedMs: record.closedMs,
    closedBecause: record.closedBecause,
  };
}

/** To whom a warning went, and when: what is read again of a line of warnings.jsonl. */
export type WarningRow = Pick<
  WarningDocument,
  "id" | "subscriber" | "pushedMs" | "level" | "finalLevel" | "deliveries"
>;

export const warningRow: z.ZodType<WarningRow> = z.object({
  id: count,
  subscriber: count,
  pushedMs: z.number(),
  level: z.enum(WARNING_LEVELS),
  finalLevel: z.enum(WARNING_LEVELS),
  deliveries: z.array(z.object({ channel: z.enum(DELIVERY_CHANNELS), ordinal: count, timeMs: z.number() })),
});
