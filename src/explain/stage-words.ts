/** The stages that find evidence, and the kinds of evidence, as pages name them in both languages. */
import type { Words } from "../core/words.ts";
import { EVIDENCE_KINDS } from "../detect/evidence.ts";
import { FINDERS } from "../detect/finders.ts";

/** A stage of screening that finds evidence. */
export interface StageName {
  readonly name: string;
  readonly title: Words;
  readonly question: Words;
}

export interface StageWords {
  /** In the order that events pass them. */
  readonly stages: readonly StageName[];
  /** By kind of evidence. */
  readonly evidence: Readonly<Record<string, Words>>;
}

export function describeStages(): StageWords {
  const finding = FINDERS.filter(({ evidence }) => Object.keys(evidence).length > 0);
  return {
    stages: finding.map(({ name, title, question }) => ({ name, title, question })),
    evidence: Object.fromEntries(Object.entries(EVIDENCE_KINDS).map(([kind, { words }]) => [kind, words])),
  };
}
