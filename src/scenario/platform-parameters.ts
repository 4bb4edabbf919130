/** Parameters of the platform: what it knows and when, and how it screens. */
import { STAGES, type SwitchedStage } from "../detect/screening.ts";
import { DEFAULT_CLASSIFIER, DEFAULT_WEIGHTS } from "../detect/classifier/weights.ts";
import { blocklistEngines, DEFAULT_BLOCKLIST_ENGINE } from "../detect/blocklist/engines.ts";
import { DEFAULT_MATCHER_ENGINE, matcherEngines } from "../detect/matcher/engine-list.ts";
import { NO_MODEL, STARTER_MODEL, modelProblem } from "../detect/learned/models.ts";
import { type FinderMark, MARKS } from "../detect/finders.ts";
import { EVIDENCE, type Evidence } from "../detect/evidence.ts";
import { ASSUMED, basic, countOf, engineOf, group, quantity, share, toggle } from "./parameter.ts";

/** Known-bad numbers, senders and domains: how they come to be listed, and for how long. */
export function blocklistGroup() {
  return group({
    engine: basic(
      engineOf(
        blocklistEngines,
        DEFAULT_BLOCKLIST_ENGINE,
        "Engine that answers whether a number or domain is listed: a name, or the path of a module.",
      ),
    ),
    falsePositiveRate: basic(
      quantity(0.01, { min: 0.0001, max: 0.1 }, "probability", "design", "Error rate promised of the filter."),
    ),
    initialEntries: basic(
      countOf(
        100_000,
        0,
        2_000_000,
        ASSUMED,
        "Entries listed before the run, of gangs that are gone. They fill the filter, and block who has such a number now.",
      ),
    ),
    initialRecycledShare: share(0.002, ASSUMED, "Of these entries, those whose number one of the subscribers has now."),
    listedShare: share(
      0.55,
      ASSUMED,
      "Lines, senders and domains in use before the run that were ever going to be listed. During it, complaints decide.",
    ),
    delayHours: quantity(
      16,
      { min: 0, max: 8760 },
      "hours",
      ASSUMED,
      "Median delay from their first use to their listing; what was not due before the run is not known.",
    ),
    lifeDays: basic(
      quantity(14, { min: 0.1, max: 3650 }, "days", ASSUMED, "An entry is dropped this long after it was listed."),
    ),
    neighbours: countOf(
      0,
      0,
      1000,
      "design",
      "From so many listed numbers in the same block of 1,000 there is evidence against a caller who is not listed; 0: never. Off here, as a world draws its numbers at random; for messages from outside the default is 3.",
    ),
  });
}

/** Known fraud scripts: how they are learned, and when a message matches one. */
export function templatesGroup() {
  return group({
    engine: basic(
      engineOf(
        matcherEngines,
        DEFAULT_MATCHER_ENGINE,
        "Engine that finds the nearest template: a name, or the path of a module.",
      ),
    ),
    threshold: basic(
      quantity(0.75, { min: 0.5, max: 1 }, "similarity", "design", "A message matches from this similarity on."),
    ),
    initial: basic(countOf(300, 0, 50_000, ASSUMED, "Scripts known before the run, of campaigns that are over.")),
    learnedShare: share(
      0.4,
      ASSUMED,
      "Scripts of campaigns that began before the run that were ever going to be learned. During it, investigations decide.",
    ),
    delayHours: quantity(
      48,
      { min: 0, max: 8760 },
      "hours",
      ASSUMED,
      "Median delay from their first use to a template; what was not due before the run is not known.",
    ),
    lifeDays: quantity(
      45,
      { min: 0.1, max: 3650 },
      "days",
      ASSUMED,
      "A template is dropped this long after it was learned. It matters where that is shorter than a campaign (`gangs.campaignDays`).",
    ),
  });
}

/** Which stages are on, and how evidence becomes a decision. */
export function screeningGroup() {
  return group({
    stages: stageSwitches(),
    model: basic(
      engineOf(
        { problemOf: modelProblem },
        NO_MODEL,
        `Model of the stage learned: ${NO_MODEL}, ${STARTER_MODEL}, or the path of one that ringfence train wrote.`,
      ),
    ),
    prior: quantity(
      DEFAULT_CLASSIFIER.prior,
      { min: -3000, max: 3000, integer: true },
      "hundredths of a nat",
      ASSUMED,
      "Log-odds of fraud without evidence.",
    ),
    flagScore: basic(
      quantity(
        DEFAULT_CLASSIFIER.flagScore,
        { min: -3000, max: 6000, integer: true },
        "hundredths of a nat",
        ASSUMED,
        "Flag from this score on.",
      ),
    ),
    blockScore: basic(
      quantity(
        DEFAULT_CLASSIFIER.blockScore,
        { min: -3000, max: 6000, integer: true },
        "hundredths of a nat",
        ASSUMED,
        "Block from this score on.",
      ),
    ),
    ...marksOfStages(),
    weights: weightTableOfEvidence(),
  });
}

function stageSwitches() {
  const switched = STAGES.filter(({ isAlwaysOn }) => !isAlwaysOn);
  const shape = Object.fromEntries(switched.map(({ name, summary }) => [name, basic(toggle(true, summary))]));
  return group(shape as Record<SwitchedStage["name"], ReturnType<typeof toggle>>);
}

function marksOfStages() {
  const shape = Object.entries(MARKS).map(([name, { default: value, min, max, unit, words }]) => {
    const integer = unit === "count";
    return [name, quantity(value, { min, max, integer }, unit, ASSUMED, words)];
  });
  return Object.fromEntries(shape) as Record<FinderMark, ReturnType<typeof quantity>>;
}

function weightTableOfEvidence() {
  const shape = Object.fromEntries(
    EVIDENCE.map((name) => [
      name,
      quantity(
        DEFAULT_WEIGHTS[name],
        { min: -3000, max: 3000, integer: true },
        "hundredths of a nat",
        ASSUMED,
        "What this evidence adds to the log-odds.",
      ),
    ]),
  ) as Record<Evidence, ReturnType<typeof quantity>>;
  return group(shape);
}
