/** What the terms of pages and terminal mean. docs/words.md defines them in full. */
import { t, type Text } from "./words.ts";

export const GLOSSARY = {
  baseRate: [
    t`base rate`,
    t`the share of fraud in all events, also called prevalence. Where it is small, most of what is blocked may be benign, though few benign events are blocked.`,
  ],
  stage: [
    t`stage`,
    t`a part of screening: links, blocklist, look-alike, match, behaviour, provenance, learned, classify. (The part of a fraud script is a step.)`,
  ],
  evidence: [t`evidence`, t`a finding that speaks for or against fraud, with a weight.`],
  decisive: [
    t`decisive`,
    t`of events blocked with evidence of a stage, those that would have been let through without this stage.`,
  ],
  score: [
    t`score`,
    t`the sum of the prior, which holds without evidence, and the weights of the evidence: log-odds in nats. One more makes the odds of fraud 2.718 times as high.`,
  ],
  verdict: [
    t`verdict`,
    t`allow, flag or block; the score decides it. A blocked event is intercepted and never arrives. A flagged one arrives, and the platform remembers it.`,
  ],
  intercepted: [t`fraud blocked`, t`of contacts by gangs, those that were blocked: the recall of blocking.`],
  benignBlocked: [
    t`benign events blocked`,
    t`of benign events, by 10,000, those that were blocked: what interception costs.`,
  ],
  falsePositive: [
    t`false positive`,
    t`a key that is not listed, of which the filter says “perhaps”. The exact table corrects it.`,
  ],
  falseAlarm: [t`false alarm`, t`of warnings pushed, those to a subscriber who is in no episode at that time.`],
  interval: ["95 %", t`where the figure would lie if the gangs were drawn again: others like them, as many`],
  episode: [t`episode`, t`one gang's attempt on one person who is hooked, until its end`],
  onTarget: [t`on target`, t`a warning to somebody who is in an episode at that time; the others are false alarms`],
  inTime: [t`in time`, t`it arrived before the episode ended and before any money was sent`],
  effective: [t`effective`, t`on target, in time, and the first for its episode`],
  kept: [t`kept`, t`warned in time and paid nothing, also those who would have paid nothing anyway`],
  saved: [t`saved`, t`people who lose money with interception alone, and not with warnings too`],
  exposure: [
    t`exposure`,
    t`evidence that a person is targeted, as the platform sees it. It decays. From a threshold on, a warning is pushed.`,
  ],
  risk: [t`risk`, t`of a warning: low, medium or high, by the exposure.`],
  avoided: [t`loss avoided`, t`of yuan lost without defences, those that the same people do not lose with them.`],
  work: [t`hours of work`, t`of agents who telephone and teams who visit`],
  scaled: [t`scaled`, t`a figure of a whole country, made as small as the scenario`],
  reweighted: [t`re-weighted`, t`as if fraud were as rare as in real traffic`],
} as const satisfies Readonly<Record<string, readonly [term: Text, meaning: Text]>>;

export type TermKey = keyof typeof GLOSSARY;

const { interval, episode, onTarget, inTime, effective, kept, saved, work, scaled, reweighted } = GLOSSARY;
/** What new readers asked of a report; a terminal explains it once in each folder. */
export const REPORT_TERMS = [interval, episode, onTarget, inTime, effective, kept, saved, work, scaled, reweighted];
