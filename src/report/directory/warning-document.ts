/** One early warning as a document for people and programs. It holds what the platform knows, and no truth. */
import { z } from "zod";
import { formatIdentity } from "../../event/identity.ts";
import { maskIdentity } from "../../event/masking.ts";
import { type Delivery, DELIVERY_CHANNELS, WARNING_LEVELS, type WarningRecord } from "../../record/warning.ts";
import { count } from "../head.ts";

/** `subscriber` is the number in the run, no telephone number. */
export interface WarningDocument extends Omit<WarningRecord, "strongest" | "identity"> {
  /** As a terminal shows it; null for a domain. */
  readonly number: string | null;
  readonly message: string;
  readonly deliveries: readonly Omit<Delivery, "warning" | "subscriber">[];
}

/** `deliveries`: of this warning; `message`: the text sent. The number is written as 138****0017 unless `unmask`. */
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

/** The part of a line of warnings.jsonl that is read again. */
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
