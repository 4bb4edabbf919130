/** The kinds of evidence that screening can hold against an event, of all stages. */
import { assert } from "../core/assert.ts";
import { EVENT_EVIDENCE } from "./classifier/event-evidence.ts";
import { type FinderEvidence, FINDERS } from "./finders.ts";
import { type EvidenceKind, MAX_EVIDENCE_KINDS } from "./stage.ts";

/** By name: the kinds of the stages, in order of the stages, then the kinds of the event itself. */
export const EVIDENCE_KINDS: Readonly<Record<Evidence, EvidenceKind>> = Object.assign(
  {},
  ...FINDERS.map(({ evidence }) => evidence),
  EVENT_EVIDENCE,
);

/** The name of a kind of evidence of the shipped stages. Names of users' stages are known only at run time. */
export type Evidence = FinderEvidence | keyof typeof EVENT_EVIDENCE;

/** The position of a kind is its bit in `outcome.evidence`. */
export const EVIDENCE: readonly Evidence[] = Object.keys(EVIDENCE_KINDS) as Evidence[];

assert(EVIDENCE.length <= MAX_EVIDENCE_KINDS, `the column of evidence has ${MAX_EVIDENCE_KINDS} bits`);

export function evidenceBit(evidence: string): number {
  const index = EVIDENCE.indexOf(evidence as Evidence);
  assert(index >= 0, () => `${evidence} is no kind of evidence`);
  return 1 << index;
}

/** The bits of the kinds that judge a text alone, and of those that a model gives. */
export const TEXT_BITS = bitsWhere(({ ofText }) => ofText !== undefined);
export const MODEL_BITS = bitsWhere(({ ofText }) => ofText === "judged");
export const MODEL_FRAUD_BITS = bitsWhere(({ ofText, weight }) => ofText === "judged" && weight > 0);
export const EXCUSE_BITS = bitsWhere(({ excuses }) => excuses === true);

function bitsWhere(isIn: (kind: EvidenceKind) => boolean): number {
  return EVIDENCE.reduce((bits, name, at) => (isIn(EVIDENCE_KINDS[name]) ? bits | (1 << at) : bits), 0);
}

export function evidenceNames(bits: number): Evidence[] {
  return EVIDENCE.filter((_, index) => (bits & (1 << index)) !== 0);
}

/** The sum of the weights whose bits are set. */
export function sumWeights(weights: Int32Array, bits: number): number {
  let sum = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) sum += weights[31 - Math.clz32(rest & -rest)]!;
  return sum;
}

/** The weights as a column, in the order of EVIDENCE. */
export function weightColumn(weights: Readonly<Record<Evidence, number>>): Int32Array {
  return Int32Array.from(EVIDENCE, (evidence) => weights[evidence]);
}
