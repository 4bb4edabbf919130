import { STAGES, type SwitchedStage } from "../detect/screening.ts";
import { DEFAULT_CLASSIFIER, DEFAULT_WEIGHTS } from "../detect/classifier/weights.ts";
import { blocklistEngines, DEFAULT_BLOCKLIST_ENGINE } from "../detect/blocklist/engines.ts";
import { DEFAULT_MATCHER_ENGINE, matcherEngines } from "../detect/matcher/engines.ts";
import { NO_MODEL, STARTER_MODEL, modelProblem } from "../detect/learned/models.ts";
import { type FinderMark, MARKS } from "../detect/finders.ts";
import { EVIDENCE, EVIDENCE_KINDS, type Evidence } from "../detect/evidence.ts";
import { en } from "../ui/words.ts";
import {
  type NumberParameter,
  type Toggle,
  centinats,
  count,
  days,
  engineOf,
  group,
  quantity,
  share,
  toggle,
} from "./parameter.ts";

export function blocklistGroup() {
  return group({
    engine: engineOf.basic(blocklistEngines, DEFAULT_BLOCKLIST_ENGINE)`
      Engine that answers whether a number or domain is listed: a name, or the path of a module.`,
    falsePositiveRate: quantity("probability").basic(0.01, [0.0001, 0.1], "design")`Error rate promised of the filter.`,
    initialEntries: count.basic(100_000, [0, 2_000_000])`
      Entries listed before the run, of gangs that are gone. They fill the filter, and block who has such a number
      now.`,
    initialRecycledShare: share(0.002)`Of these entries, those whose number one of the subscribers has now.`,
    listedShare: share(0.55)`
      Lines, senders and domains in use before the run that were ever going to be listed. During it, complaints
      decide.`,
    lifeDays: days.basic(14, [0.1, 3650])`An entry is dropped this long after it was listed.`,
    neighbours: count(0, [0, 1000], "design")`
      From so many listed numbers in the same block of 1,000 there is evidence against a caller who is not listed; 0:
      never. Off here, as a world draws its numbers at random; for messages from outside the default is 3.`,
  });
}

export function templatesGroup() {
  return group({
    engine: engineOf.basic(matcherEngines, DEFAULT_MATCHER_ENGINE)`
      Engine that finds the nearest template: a name, or the path of a module.`,
    threshold: quantity("similarity").basic(0.75, [0.5, 1], "design")`A message matches from this similarity on.`,
    initial: count.basic(300, [0, 50_000])`Scripts known before the run, of campaigns that are over.`,
    learnedShare: share(0.4)`
      Scripts of campaigns that began before the run that were ever going to be learned. During it, investigations
      decide.`,
  });
}

export function screeningGroup() {
  return group({
    stages: stageSwitches(),
    model: engineOf.basic({ problemOf: modelProblem }, NO_MODEL)`
      Model of the stage learned: ${NO_MODEL}, ${STARTER_MODEL}, or the path of one that ringfence train wrote.`,
    prior: centinats(DEFAULT_CLASSIFIER.prior, [-3000, 3000])`Log-odds of fraud without evidence.`,
    flagScore: centinats.basic(DEFAULT_CLASSIFIER.flagScore, [-3000, 6000])`Flag from this score on.`,
    blockScore: centinats.basic(DEFAULT_CLASSIFIER.blockScore, [-3000, 6000])`Block from this score on.`,
    ...marksOfStages(),
    weights: weightTableOfEvidence(),
  });
}

function stageSwitches() {
  const switched = STAGES.filter(({ isAlwaysOn }) => !isAlwaysOn);
  const shape = Object.fromEntries(
    switched.map(({ name, summary, isOffByDefault = false }) => [name, toggle.basic(!isOffByDefault)`${summary}`]),
  );
  return group(shape as Record<SwitchedStage["name"], Toggle>);
}

function marksOfStages() {
  const shape = Object.entries(MARKS).map(([name, { default: value, min, max, unit, words }]) => {
    const numbers = unit === "count" ? count : quantity(unit);
    return [name, numbers(value, [min, max])`${words}`];
  });
  return Object.fromEntries(shape) as Record<FinderMark, NumberParameter>;
}

function weightTableOfEvidence() {
  const shape = Object.fromEntries(
    EVIDENCE.map((name) => [
      name,
      centinats(DEFAULT_WEIGHTS[name], [-3000, 3000])`Weight of the evidence: ${en(EVIDENCE_KINDS[name].words)}.`,
    ]),
  ) as Record<Evidence, NumberParameter>;
  return group(shape);
}
