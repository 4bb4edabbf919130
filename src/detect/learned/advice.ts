/** What a model says where nobody set thresholds on messages of whoever screens: it advises, and blocks nothing. */
import type { LearnedModel } from "./model.ts";
import { priorOf } from "./prior.ts";

/** A score that no message has. */
export const NO_SCORE = 1e12;

/**
 * The same weights, with the thresholds of its advice in place of its own; itself, where its thresholds hold. Its score
 * stands in place of log-odds: nobody calibrated it on these messages, and messages are ranked by it.
 */
export function asAdvice(model: LearnedModel): LearnedModel {
  const { advice, thresholds } = model.card;
  if (advice === null) return model;
  const flag = advice.flag ?? NO_SCORE;
  const calibration = { slope: 1, offset: priorOf(model) };
  return { ...model, card: { ...model.card, calibration, thresholds: { ...thresholds, block: NO_SCORE, flag } } };
}
