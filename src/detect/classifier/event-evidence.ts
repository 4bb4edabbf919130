/** The evidence of the event itself: its route, and whether it has a link. */
import { t } from "../../ui/words.ts";
import { KIND_MESSAGE, ROUTE_INTERNATIONAL, ROUTE_VIRTUAL, type EventBatch } from "../../event/event-batch.ts";
import type { Findings } from "../../event/findings.ts";
import type { EvidenceKind, EvidenceReader } from "../stage.ts";

export const EVENT_EVIDENCE = {
  routeInternational: { weight: 200, words: t`came from abroad` },
  routeVirtual: { weight: 100, words: t`came from a virtual operator` },
  linkPresent: { weight: 60, words: t`has a link` },
} as const satisfies Readonly<Record<string, EvidenceKind>>;

export function readEventEvidence(
  { kind, route }: EventBatch,
  { links: { count: links } }: Findings,
  bitOf: (kind: string) => number,
): EvidenceReader {
  const [abroad, byVirtual, linked] = [bitOf("routeInternational"), bitOf("routeVirtual"), bitOf("linkPresent")];
  return (row) => {
    let bits = 0;
    if (route[row] === ROUTE_INTERNATIONAL) bits = abroad;
    if (route[row] === ROUTE_VIRTUAL) bits = byVirtual;
    if (kind[row] === KIND_MESSAGE && links[row]! > 0) bits |= linked;
    return bits;
  };
}
