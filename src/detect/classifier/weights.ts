/** The default weights and marks of the classifier. */
import { EVIDENCE_KINDS, type Evidence } from "../evidence.ts";
import { type FinderMark, MARKS } from "../finders.ts";
import { type EvidenceSettings, markValue } from "../stage.ts";

export interface ClassifierSettings extends EvidenceSettings {
  readonly weights: Readonly<Record<Evidence, number>>;
  readonly marks: Readonly<Record<FinderMark, number>>;
}

/**
 * What each kind of evidence adds to the log-odds that an event is fraud, in hundredths of a nat, all `assumed`: set by
 * hand so that one strong finding blocks, one weak finding never does, and behaviour alone decides nothing. Their signs
 * agree with the log-likelihood ratios of the default scenario. Each stage states its weights; a scenario may change
 * them.
 */
export const DEFAULT_WEIGHTS = Object.fromEntries(
  Object.entries(EVIDENCE_KINDS).map(([name, { weight }]) => [name, weight]),
) as Readonly<Record<Evidence, number>>;

/** As a scenario has them: marks by their names, similarities and shares as such. */
type ScreeningSettings = Omit<ClassifierSettings, "marks"> & Readonly<Record<FinderMark, number>>;

export function classifierSettings(screening: ScreeningSettings): ClassifierSettings {
  const { weights, prior, flagScore, blockScore } = screening;
  const marks = Object.entries(MARKS).map(([name, mark]) => [name, markValue(mark, screening[name as FinderMark])]);
  return { weights, prior, flagScore, blockScore, marks: Object.fromEntries(marks) as ClassifierSettings["marks"] };
}

/** In hundredths of a nat. */
export const DEFAULT_CLASSIFIER = classifierSettings({
  weights: DEFAULT_WEIGHTS,
  prior: -420,
  flagScore: -120,
  blockScore: 180,
  ...(Object.fromEntries(Object.entries(MARKS).map(([name, mark]) => [name, mark.default])) as Record<
    FinderMark,
    number
  >),
});
