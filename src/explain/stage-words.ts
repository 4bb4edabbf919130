/** The stages that find evidence, and the kinds of evidence, as pages name them in both languages. */
import type { Text } from "../ui/words.ts";
import { EVIDENCE_KINDS } from "../detect/evidence.ts";
import { FINDERS } from "../detect/finders.ts";

export interface StageName {
  readonly name: string;
  readonly title: Text;
  readonly question: Text;
}

export interface StageWords {
  readonly stages: readonly StageName[];
  readonly evidence: Readonly<Record<string, Text>>;
}

export function describeStages(): StageWords {
  const finding = FINDERS.filter(({ evidence }) => Object.keys(evidence).length > 0);
  return {
    stages: finding.map(({ name, title, question }) => ({ name, title, question })),
    evidence: Object.fromEntries(Object.entries(EVIDENCE_KINDS).map(([kind, { words }]) => [kind, words])),
  };
}
