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

/** In hundredths of a nat. */
export const DEFAULT_CLASSIFIER: ClassifierSettings = {
  weights: DEFAULT_WEIGHTS,
  prior: -420,
  flagScore: -120,
  blockScore: 180,
  marks: Object.fromEntries(
    Object.entries(MARKS).map(([name, mark]) => [name, markValue(mark, mark.default)]),
  ) as ClassifierSettings["marks"],
};
