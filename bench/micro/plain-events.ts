/** The events of a tick as plain values, with what the stages found of them: for what would take their places. */
import { activityFound } from "../../src/detect/behaviour/found.ts";
import { imitationsFound } from "../../src/detect/lookalike/found.ts";
import { EVIDENCE, type Evidence, evidenceBit } from "../../src/detect/evidence.ts";
import { textOf } from "../../src/event/event-batch.ts";
import { type Identity, canonicalIdentity, formatIdentity } from "../../src/event/identity.ts";
import { hostsOf } from "../../src/event/findings.ts";
import type { BatchView } from "../../src/engine/worker-output.ts";
import type { ReadyTick } from "./stages.ts";

export interface PlainEvent {
  readonly caller: string;
  readonly callerKey: number;
  readonly text: string;
  readonly hosts: readonly string[];
  readonly isLookalike: boolean;
  /** Of the caller, as the sketches have it. */
  readonly fanOut: number;
  readonly evidence: Readonly<Record<Evidence, boolean>>;
  readonly decision: number;
}

export function plainEvents({ batches, stages, clear, view }: ReadyTick): PlainEvent[] {
  const events: PlainEvent[] = [];
  clear();
  for (let batch = 0; batch < batches; batch++) {
    for (const stage of stages.values()) stage(batch);
    for (let row = 0; row < view.events.count; row++) events.push(plainEvent(view, row));
  }
  return events;
}

function plainEvent({ events, findings }: BatchView, row: number): PlainEvent {
  const { outcome } = findings;
  const lookalike = imitationsFound(findings);
  const caller = events.caller[row]! as Identity;
  const bits = outcome.evidence[row]!;
  return {
    caller: formatIdentity(caller),
    callerKey: canonicalIdentity(caller),
    text: textOf(events, row),
    hosts: hostsOf(findings, row),
    isLookalike: lookalike.caller[row]! > 0 || lookalike.domain[row]! > 0,
    fanOut: activityFound(findings).fanOut[row]!,
    evidence: Object.fromEntries(EVIDENCE.map((kind) => [kind, (bits & evidenceBit(kind)) !== 0])) as Record<
      Evidence,
      boolean
    >,
    decision: outcome.decision[row]!,
  };
}
