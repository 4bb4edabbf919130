/** What the platform sees of an event, as columns. */
import { type EventBatch, ROUTES, KIND_MESSAGE, textOf } from "../event/event-batch.ts";
import { type Identity, WITHHELD, formatIdentity } from "../event/identity.ts";
import { maskIdentity, maskNumbersIn } from "../event/masking.ts";
import { PROVENANCE_FIELDS, provenanceValue } from "../event/provenance.ts";
import { eventId } from "../report/directory/decision.ts";
import type { Cell, TypedColumn } from "../rows/typed/column.ts";

/** A column that depends on the event alone. */
interface EventField extends TypedColumn {
  readonly of: (view: { readonly events: EventBatch }, row: number) => Cell;
}

interface EventFieldOptions {
  /** Milliseconds since 1970 of the time 0 of the events. */
  readonly originMs: number;
  /** Hide the middle of the numbers that could be a person's. */
  readonly mask: boolean;
  /** With what the operator has on record of caller and domains. */
  readonly records: boolean;
}

/** The operator's records; null: unknown. */
export const RECORD_FIELDS: readonly EventField[] = Object.values(PROVENANCE_FIELDS).map((field) => ({
  name: field.name,
  type: field === PROVENANCE_FIELDS.outgoingShare ? "float64" : "int32",
  nullable: true,
  of: ({ events }, row) => provenanceValue(events.provenance[row]!, field),
}));

export const EVENT_KINDS = ["call", "message"] as const;

/** In written order. */
export function eventFields({ originMs, mask, records }: EventFieldOptions): readonly EventField[] {
  const show = (identity: number): string | null =>
    identity === WITHHELD ? null : mask ? maskIdentity(identity as Identity) : formatIdentity(identity as Identity);
  return [
    { name: "id", type: "string", of: ({ events }, row) => eventId(events, row) },
    { name: "time", type: "timestamp", of: ({ events }, row) => originMs + events.timeMs[row]! },
    { name: "kind", type: "string", of: ({ events }, row) => EVENT_KINDS[events.kind[row]!]! },
    { name: "caller", type: "string", nullable: true, of: ({ events }, row) => show(events.caller[row]!) },
    { name: "callee", type: "string", nullable: true, of: ({ events }, row) => show(events.callee[row]!) },
    { name: "route", type: "string", of: ({ events }, row) => ROUTES[events.route[row]!]! },
    {
      name: "answered",
      type: "boolean",
      nullable: true,
      of: (view, row) => (isMessage(view, row) ? null : view.events.answered[row] === 1),
    },
    {
      name: "duration_s",
      type: "int32",
      nullable: true,
      of: (view, row) => (isMessage(view, row) ? null : view.events.durationS[row]!),
    },
    {
      name: "text",
      type: "string",
      nullable: true,
      of: (view, row) => {
        if (!isMessage(view, row)) return null;
        const text = textOf(view.events, row);
        return mask ? maskNumbersIn(text) : text;
      },
    },
    ...(records ? RECORD_FIELDS : []),
  ];
}

function isMessage({ events }: { readonly events: EventBatch }, row: number): boolean {
  return events.kind[row] === KIND_MESSAGE;
}
