/** The last stage: what the others found becomes evidence, a score and a decision. */
import { prepared } from "../../core/prepared.ts";
import type { EventBatch } from "../../event/event-batch.ts";
import { ALLOW, BLOCK, FLAG, type VerdictBatch } from "../../event/verdict-batch.ts";
import { EVIDENCE, evidenceBit, sumWeights, weightColumn } from "../evidence.ts";
import { FINDERS } from "../finders.ts";
import type { EvidenceReader } from "../stage.ts";
import { readEventEvidence } from "./event-evidence.ts";
import type { ClassifierSettings } from "./weights.ts";

/** Writes the `outcome` section of every event. */
export function classify(events: EventBatch, verdicts: VerdictBatch, settings: ClassifierSettings): void {
  classifierOf(events, verdicts, settings)();
}

const classifierOf = prepared((events: EventBatch, verdicts: VerdictBatch, settings: ClassifierSettings) => {
  const readers = evidenceReaders(events, verdicts, settings);
  const decide = decider(verdicts, settings);
  const { evidence } = verdicts.outcome;
  return (): void => {
    const { count } = events;
    evidence.fill(0, 0, count);
    for (const read of readers) read(count, evidence);
    decide(count);
  };
});

/** One for each stage that is read: each reads the whole batch in a loop of its own. */
function evidenceReaders(events: EventBatch, verdicts: VerdictBatch, settings: ClassifierSettings): EvidenceReader[] {
  const ofStages = FINDERS.flatMap((stage) => stage.readEvidence?.(events, verdicts, settings, evidenceBit) ?? []);
  return [...ofStages, readEventEvidence(events, verdicts, evidenceBit)];
}

function decider({ outcome }: VerdictBatch, settings: ClassifierSettings): (count: number) => void {
  const { evidence, score, decision } = outcome;
  const { prior, flagScore, blockScore } = settings;
  const weights = weightColumn(settings.weights);
  return (count) => {
    for (let row = 0; row < count; row++) {
      const sum = prior + sumWeights(weights, evidence[row]!);
      score[row] = sum;
      decision[row] = sum >= blockScore ? BLOCK : sum >= flagScore ? FLAG : ALLOW;
    }
  };
}

/** The addends of a score by name, for an explanation. */
export function scoreParts(
  bits: number,
  settings: ClassifierSettings,
): { readonly name: string; readonly weight: number }[] {
  const parts: { name: string; weight: number }[] = [{ name: "prior", weight: settings.prior }];
  for (const evidence of EVIDENCE) {
    if ((bits & evidenceBit(evidence)) !== 0) parts.push({ name: evidence, weight: settings.weights[evidence] });
  }
  return parts;
}
