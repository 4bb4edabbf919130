/**
 * Small marks that mean the same everywhere: what was decided, and what was true. Shape and word say what the colour
 * says.
 */
import type { SampledEvent } from "../../server/protocol.ts";
import { useWords } from "../words/use-words.ts";

export function DecisionBadge({ decision }: { readonly decision: SampledEvent["decision"] }) {
  const { words } = useWords();
  return <span class={`badge ${decision}`}>{words.decisions[decision].name}</span>;
}

export function TruthMark({ fraud }: { readonly fraud: boolean }) {
  const { words } = useWords();
  return (
    <span class={fraud ? "truth fraud" : "truth benign"}>
      <Shape fraud={fraud} />
      {fraud ? words.events.isFraud : words.events.isBenign}
    </span>
  );
}

/** A diamond for fraud, a disc for the benign. */
export function Shape({ fraud }: { readonly fraud: boolean }) {
  return (
    <svg class="shape" viewBox="-6 -6 12 12" width="12" height="12" aria-hidden="true">
      {fraud ? <path class="fraud-dot" d="M0-5.5 5.5 0 0 5.5-5.5 0z" /> : <circle class="benign-dot" r="4.5" />}
    </svg>
  );
}
