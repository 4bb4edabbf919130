/** What the terms of the live page mean, in both languages. docs/words.md has the same sentences, which a test holds. */
import { type Localised, t, type Text } from "./words.ts";

export interface Term {
  readonly term: Localised;
  readonly meaning: Localised;
}

export const GLOSSARY = {
  baseRate: {
    term: t`base rate`,
    meaning: t`the share of fraud in all events, also called prevalence. Where it is small, most of what is blocked may be benign, though few benign events are blocked.`,
  },
  stage: {
    term: t`stage`,
    meaning: t`a part of screening: links, blocklist, look-alike, match, behaviour, provenance, learned, classify. (The part of a fraud script is a step.)`,
  },
  evidence: {
    term: t`evidence`,
    meaning: t`a finding that speaks for or against fraud, with a weight.`,
  },
  decisive: {
    term: t`decisive`,
    meaning: t`of events blocked with evidence of a stage, those that would have been let through without this stage.`,
  },
  score: {
    term: t`score`,
    meaning: t`the sum of the prior and the weights of the evidence, in hundredths of a nat of log-odds. 100 more makes the odds of fraud 2.718 times as high.`,
  },
  verdict: {
    term: t`verdict`,
    meaning: t`allow, flag or block; the score decides it. A blocked event is intercepted and never arrives. A flagged one arrives, and the platform remembers it.`,
  },
  intercepted: {
    term: t`fraud intercepted`,
    meaning: t`of contacts by gangs, those that were blocked: the recall of blocking.`,
  },
  benignBlocked: {
    term: t`benign blocked`,
    meaning: t`of benign events, by 10,000, those that were blocked: what interception costs.`,
  },
  filter: {
    term: t`Bloom filter`,
    meaning: t`a row of bits in front of an exact table. Each listed key has set some of them. A key of which one bit is not set is not listed; where all are set, the table must be asked.`,
  },
  falsePositive: {
    term: t`false positive`,
    meaning: t`a key that is not listed, of which the filter says “perhaps”. The exact table corrects it.`,
  },
  falseAlarm: {
    term: t`false alarm`,
    meaning: t`of warnings pushed, those to a subscriber who is in no episode at that time.`,
  },
  onTarget: {
    term: t`on target`,
    meaning: t`of warnings pushed, those to a subscriber in an episode at that time. The share is the accuracy.`,
  },
  effective: {
    term: t`effective`,
    meaning: t`of warnings on target, the first for its episode, and delivered, by whatever channel, before the episode ended and before any money was sent. The share is the reach.`,
  },
  kept: {
    term: t`kept`,
    meaning: t`of warnings effective, those after which no money was lost. The share is the success, the 98.1 % that the platform reports.`,
  },
  saved: {
    term: t`saved`,
    meaning: t`of people who lose money with interception alone, that number less those who lose money with warnings too, in the same world with the same luck: the net effect of warnings. Kept also counts people who would have paid nothing anyway, and grows where interception gets worse.`,
  },
  avoided: {
    term: t`loss avoided`,
    meaning: t`of yuan lost without defences, those that the same people do not lose with them.`,
  },
} as const satisfies Readonly<Record<string, Term>>;

export type TermKey = keyof typeof GLOSSARY;

/** What new readers asked of a report; a terminal explains it once in each folder. */
export const TERMS: readonly (readonly [term: Text, meaning: Text])[] = [
  [t`95 %`, t`where the figure would lie if the gangs were drawn again: others like them, as many`],
  [t`episode`, t`one gang's attempt on one person who is hooked, until its end`],
  [t`on target`, t`a warning to somebody who is in an episode at that time; the others are false alarms`],
  [t`in time`, t`it arrived before the episode ended and before any money was sent`],
  [t`effective`, t`on target, in time, and the first for its episode`],
  [t`kept`, t`warned in time and paid nothing, also those who would have paid nothing anyway`],
  [t`saved`, t`lost money with interception alone, and not with warnings too: what warnings change`],
  [t`hours of work`, t`of agents who telephone and teams who visit`],
  [t`scaled`, t`a figure of a whole country, made as small as the scenario`],
  [t`re-weighted`, t`as if fraud were as rare as in real traffic`],
];
