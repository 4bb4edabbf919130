/** The last stage: turns the findings of the other stages into evidence, a score and a decision. */
import { prepared } from "../../core/once.ts";
import type { EventBatch } from "../../event/event-batch.ts";
import { ALLOW, BLOCK, FLAG, type Findings } from "../../event/findings.ts";
import {
  EVIDENCE,
  evidenceBit,
  EXCUSE_BITS,
  MODEL_BITS,
  MODEL_FRAUD_BITS,
  sumWeights,
  TEXT_BITS,
  weightColumn,
} from "../evidence.ts";
import { FINDERS } from "../finders.ts";
import type { EvidenceReader } from "../stage.ts";
import { readEventEvidence } from "./event-evidence.ts";
import type { ClassifierSettings } from "./weights.ts";

export function classify(events: EventBatch, findings: Findings, settings: ClassifierSettings): void {
  classifierOf(events, findings, settings, findings.silent)();
}

const classifierOf = prepared(
  (events: EventBatch, findings: Findings, settings: ClassifierSettings, silent: Silent) => {
    const { prior, flagScore, blockScore, trust } = settings;
    const advises = trust === "advises";
    const weights = weightColumn(settings.weights);
    const readAll = readerOfAll(evidenceReaders(events, findings, settings, silent));
    const readEvidence = trust === "knows" ? withoutExcuse(readAll) : readAll;
    const { evidence, score, decision } = findings.outcome;
    return (): void => {
      const { count } = events;
      for (let row = 0; row < count; row++) {
        const bits = readEvidence(row);
        const sum = prior + sumWeights(weights, bits);
        evidence[row] = bits;
        score[row] = sum;
        decision[row] = sum >= blockScore ? BLOCK : sum >= flagScore ? FLAG : ALLOW;
        if (advises && sum >= blockScore && isOfTextAlone(bits, sum, weights, settings)) decision[row] = FLAG;
      }
    };
  },
);

/** Without the model's evidence it would not be blocked, without all evidence of the text not even flagged. */
export function isOfTextAlone(
  bits: number,
  score: number,
  weights: Int32Array,
  { flagScore, blockScore }: Pick<ClassifierSettings, "flagScore" | "blockScore">,
): boolean {
  return (
    score - sumWeights(weights, bits & MODEL_BITS) < blockScore &&
    score - sumWeights(weights, bits & TEXT_BITS) < flagScore
  );
}

/** Leaves out what excuses a text that the model takes for fraud. */
function withoutExcuse(read: EvidenceReader): EvidenceReader {
  return (row) => {
    const bits = read(row);
    return (bits & MODEL_FRAUD_BITS) === 0 ? bits : bits & ~EXCUSE_BITS;
  };
}

/** The stages that are off. They have no reader, so they cost nothing. */
type Silent = Findings["silent"];

function evidenceReaders(
  events: EventBatch,
  findings: Findings,
  settings: ClassifierSettings,
  silent: Silent,
): EvidenceReader[] {
  const ofStages = FINDERS.filter(({ name }) => !silent.has(name)).flatMap(
    (stage) => stage.readEvidence?.(events, findings, settings, evidenceBit) ?? [],
  );
  return [readEventEvidence(events, findings, evidenceBit), ...ofStages];
}

const nothing: EvidenceReader = () => 0;

/** Each reader at its own place in the code, so that V8 inlines it; those beyond the seventh in a nested function. */
function readerOfAll(readers: readonly EvidenceReader[]): EvidenceReader {
  const [a = nothing, b = nothing, c = nothing, d = nothing, e = nothing, f = nothing, g = nothing, ...more] = readers;
  if (more.length > 0) return readerOfAll([a, b, c, d, e, f, readerOfAll([g, ...more])]);
  return (row) => a(row) | b(row) | c(row) | d(row) | e(row) | f(row) | g(row);
}

/** True if it would be flagged without operators' records: every new subscriber has a new number. */
export function flaggerWithoutRecords(settings: ClassifierSettings): (score: number, evidence: number) => boolean {
  const { flagScore } = settings;
  const weights = weightColumn(settings.weights);
  const ofRecords = FINDERS.flatMap((stage) => (stage.needsRecords ? Object.keys(stage.evidence) : []));
  const mask = ofRecords.reduce((bits, kind) => bits | evidenceBit(kind), 0);
  return (score, evidence) => score - sumWeights(weights, evidence & mask) >= flagScore;
}

/** The parts of a score by name, for explanations. */
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
