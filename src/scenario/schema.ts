/**
 * The scenario: every parameter of a run, with range, unit, source and default. A scenario file states what
 * differs from these; file.ts reads it. `assumed` marks a value for which no public source was found.
 */
import { z } from "zod";
import { DEFAULT_CLASSIFIER, DEFAULT_WEIGHTS } from "../classifier/weights.ts";
import { EVIDENCE, type Evidence } from "../event/evidence.ts";
import { ASSUMED, choice, countOf, group, quantity, share, toggle } from "./parameter.ts";
import {
  BENIGN_CLASSES,
  type BenignClass,
  TECHNOLOGIES,
  type Technology,
  TYPOLOGIES,
  type Typology,
} from "../event/taxonomy.ts";

/** Simulated time advances by hours: fine enough for a working day, coarse enough for full batches. */
export const TICK_HOURS = 1;
export const TICK_MS = 3_600_000;

interface ClassDefaults {
  readonly perDay: number;
  readonly textShare: number;
  readonly answered: number;
  readonly durationMedianS: number;
  /** Callers and senders of organisations; 0 where people call each other. */
  readonly organisations: number;
}

/** No source gives rates and durations by class of traffic: the whole table is assumed. */
const CLASS_DEFAULTS: Readonly<Record<BenignClass, ClassDefaults>> = {
  family: { perDay: 0.6, textShare: 0.35, answered: 0.82, durationMedianS: 75, organisations: 0 },
  work: { perDay: 0.5, textShare: 0.3, answered: 0.78, durationMedianS: 60, organisations: 0 },
  courier: { perDay: 0.22, textShare: 0.6, answered: 0.72, durationMedianS: 22, organisations: 600 },
  delivery: { perDay: 0.25, textShare: 0.4, answered: 0.8, durationMedianS: 18, organisations: 900 },
  otp: { perDay: 0.35, textShare: 1, answered: 0, durationMedianS: 1, organisations: 160 },
  bank: { perDay: 0.18, textShare: 0.95, answered: 0.6, durationMedianS: 60, organisations: 60 },
  hospital: { perDay: 0.04, textShare: 0.7, answered: 0.75, durationMedianS: 50, organisations: 80 },
  school: { perDay: 0.05, textShare: 0.7, answered: 0.75, durationMedianS: 70, organisations: 150 },
  marketing: { perDay: 0.45, textShare: 0.6, answered: 0.35, durationMedianS: 16, organisations: 350 },
  government: { perDay: 0.05, textShare: 0.7, answered: 0.65, durationMedianS: 55, organisations: 40 },
  stranger: { perDay: 0.14, textShare: 0.2, answered: 0.5, durationMedianS: 30, organisations: 0 },
};

function classSchema(name: BenignClass) {
  const defaults = CLASS_DEFAULTS[name];
  return group({
    perDay: quantity(
      defaults.perDay,
      { min: 0, max: 50 },
      "events per subscriber and day",
      ASSUMED,
      "How often a subscriber gets such a call or text.",
    ),
    textShare: share(defaults.textShare, ASSUMED, "Share of these events that are texts."),
    answered: share(defaults.answered, ASSUMED, "Share of these calls that are answered."),
    durationMedianS: quantity(
      defaults.durationMedianS,
      { min: 1, max: 7200 },
      "seconds",
      ASSUMED,
      "Median length of an answered call.",
    ),
    organisations: countOf(
      defaults.organisations,
      0,
      100_000,
      ASSUMED,
      "Callers and senders of this class; 0 where people call each other.",
    ),
  });
}

/** Shares of cases in 2022 and 2023 fix the order and a few of the weights; the rest is assumed. */
const TYPOLOGY_WEIGHTS: Readonly<Record<Typology, number>> = {
  brushing: 0.3,
  investment: 0.14,
  shopping: 0.11,
  "customer-service": 0.11,
  loan: 0.1,
  "credit-repair": 0.06,
  acquaintance: 0.05,
  police: 0.04,
  romance: 0.03,
  "game-trading": 0.02,
  "account-theft": 0.02,
  other: 0.02,
};

/** Fraud calls by origin (2016): landline 56.0, 400/800 27.1, mobile 15.4, abroad 1.2 %. Shifted to what is seen since: assumed. */
const CALL_TECHNOLOGY_WEIGHTS: Readonly<Record<Technology, number>> = {
  mobile: 0.24,
  virtual: 0.16,
  landline: 0.18,
  enterprise: 0.12,
  abroad: 0.12,
  "spoofed-hotline": 0.06,
  "sim-box": 0.12,
};

const TEXT_TECHNOLOGY_WEIGHTS: Readonly<Record<Technology, number>> = {
  mobile: 0.12,
  virtual: 0.14,
  landline: 0,
  enterprise: 0.38,
  abroad: 0.1,
  "spoofed-hotline": 0.04,
  "sim-box": 0.22,
};

function weightTable<K extends string>(
  names: readonly K[],
  defaults: Readonly<Record<K, number>>,
  source: string,
  what: string,
) {
  const shape = Object.fromEntries(
    names.map((name) => [name, quantity(defaults[name], { min: 0, max: 1000 }, "relative weight", source, what)]),
  ) as Record<K, ReturnType<typeof quantity>>;
  return group(shape, {
    holds: (weights) => Object.values(weights).some((weight) => weight > 0),
    expected: "at least one of the weights must be positive",
  });
}

const NUISANCE_LIFE = "TouchPal 2016, news report: 6.61 days";

export const scenarioSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,40}$/, "lower-case letters, digits and hyphens, at most 41")
    .meta({
      unit: "name",
      source: "design",
      description: "Short name, used for the run directory.",
    }),
  description: z
    .string()
    .max(500)
    .default("")
    .meta({ unit: "text", source: "design", description: "What the scenario is for." }),
  hours: countOf(720, 1, 24 * 366, "design", "Simulated hours, one tick each."),
  population: group({
    subscribers: countOf(100_000, 100, 5_000_000, "design", "People who can be called: a population at risk."),
    englishShare: share(0.12, ASSUMED, "Subscribers whose texts are in English; the others get Chinese."),
    virtualShare: share(0.03, ASSUMED, "Subscribers with a number of a virtual operator."),
    activitySigma: quantity(
      0.8,
      { min: 0, max: 3 },
      "standard deviation of the logarithm",
      ASSUMED,
      "How unequally people call.",
    ),
    circle: countOf(14, 1, 500, ASSUMED, "People in a subscriber's circle, the nearest called most."),
    durationSigma: quantity(
      0.9,
      { min: 0, max: 3 },
      "standard deviation of the logarithm",
      ASSUMED,
      "Spread of the lengths of honest calls.",
    ),
    abroadShare: share(0.015, ASSUMED, "Calls and texts of family, work and strangers that come from abroad."),
  }),
  benign: group(
    Object.fromEntries(BENIGN_CLASSES.map((name) => [name, classSchema(name)])) as Record<
      BenignClass,
      ReturnType<typeof classSchema>
    >,
  ),
  decoration: group({
    marketingShare: share(
      0.08,
      ASSUMED,
      "Honest marketing texts with symbols, odd spaces or full-width letters, as gangs write.",
    ),
    otherShare: share(0.008, ASSUMED, "Other honest texts with such."),
  }),
  gangs: group({
    count: countOf(160, 0, 5000, ASSUMED, "Gangs at work at any time."),
    textsPerDay: quantity(
      240,
      { min: 0, max: 100_000 },
      "first contacts per gang and day",
      ASSUMED,
      "Volume of a gang whose script opens with a text.",
    ),
    callsPerDay: quantity(
      340,
      { min: 0, max: 100_000 },
      "first contacts per gang and day",
      ASSUMED,
      "Volume of a gang whose script opens with a call.",
    ),
    callFirstShare: share(
      0.5,
      ASSUMED,
      "Gangs that choose a script which opens with a call, where their typology has one.",
    ),
    campaignDays: quantity(10, { min: 0.5, max: 365 }, "days", ASSUMED, "A gang then turns to another script."),
    typologies: weightTable(
      TYPOLOGIES,
      TYPOLOGY_WEIGHTS,
      "order of 2022 and 2023 case shares; exact shares assumed",
      "Weight of the typology among gangs.",
    ),
    callTechnologies: weightTable(
      TECHNOLOGIES,
      CALL_TECHNOLOGY_WEIGHTS,
      ASSUMED,
      "Weight among the lines that gangs call from.",
    ),
    textTechnologies: weightTable(
      TECHNOLOGIES,
      TEXT_TECHNOLOGY_WEIGHTS,
      ASSUMED,
      "Weight among the senders that gangs text from.",
    ),
    callLines: countOf(4, 1, 16, ASSUMED, "Lines a gang calls from at one time."),
    senders: countOf(4, 1, 16, ASSUMED, "Senders a gang texts from at one time."),
    domains: countOf(2, 1, 4, ASSUMED, "Domains a gang uses at one time."),
    lineLifeDays: quantity(
      6.61,
      { min: 0.05, max: 365 },
      "days",
      NUISANCE_LIFE,
      "Mean life of a line or sender, exponential.",
    ),
    simBoxLifeDays: quantity(1.5, { min: 0.05, max: 365 }, "days", ASSUMED, "Mean life of one card of a SIM box."),
    domainLifeDays: quantity(3, { min: 0.05, max: 365 }, "days", ASSUMED, "Mean life of a domain."),
    lookalikeDomainShare: share(0.25, ASSUMED, "Domains that imitate a protected one."),
    answered: share(0.45, ASSUMED, "Share of fraud calls that are answered."),
    durationSigma: quantity(
      0.9,
      { min: 0, max: 3 },
      "standard deviation of the logarithm",
      ASSUMED,
      "Spread of the lengths of fraud calls.",
    ),
    obfuscation: z
      .tuple([
        z.number().min(0),
        z.number().min(0),
        z.number().min(0),
        z.number().min(0),
        z.number().min(0),
        z.number().min(0),
      ])
      .refine((weights) => weights.some((weight) => weight > 0), "at least one of the six weights must be positive")
      .default([0.3, 0.22, 0.18, 0.12, 0.1, 0.08])
      .meta({
        unit: "relative weights",
        source: ASSUMED,
        description: "How often texts stand on rung 0, 1, ... 5 of the obfuscation ladder.",
      }),
  }),
  recycling: group({
    share: share(0.5, ASSUMED, "Retired mobile numbers that are given to somebody else."),
    afterDays: quantity(
      4,
      { min: 0, max: 365 },
      "days",
      ASSUMED,
      "How long after its last fraud a number is given out again.",
    ),
  }),
  blocklist: group({
    engine: choice(
      "packed-bloom",
      ["packed-bloom", "exact", "bloom-filters"],
      "Engine that answers whether a number or domain is listed.",
    ),
    falsePositiveRate: quantity(
      0.01,
      { min: 0.0001, max: 0.1 },
      "probability",
      "design",
      "Error rate promised of the filter.",
    ),
    initialEntries: countOf(100_000, 0, 2_000_000, ASSUMED, "Entries listed before the run, of gangs that are gone."),
    initialRecycledShare: share(0.002, ASSUMED, "Subscribers whose number is on the list from its former life."),
    listedShare: share(0.55, ASSUMED, "Lines, senders and domains that somebody reports at all."),
    delayHours: quantity(
      16,
      { min: 0, max: 8760 },
      "hours",
      ASSUMED,
      "Median delay from first use to listing: the zero-day gap.",
    ),
    delaySigma: quantity(
      0.9,
      { min: 0, max: 3 },
      "standard deviation of the logarithm",
      ASSUMED,
      "Spread of that delay.",
    ),
    misreportsPerDay: quantity(
      0.5,
      { min: 0, max: 100_000 },
      "listings per day",
      ASSUMED,
      "Numbers of couriers, riders and marketers that are listed though they are honest.",
    ),
    lifeDays: quantity(
      14,
      { min: 0.1, max: 3650 },
      "days",
      ASSUMED,
      "An entry is dropped this long after it was listed.",
    ),
  }),
  templates: group({
    engine: choice("index", ["index", "scan"], "Engine that finds the nearest template."),
    threshold: quantity(0.75, { min: 0.5, max: 1 }, "similarity", "design", "A text matches from this similarity on."),
    initial: countOf(300, 0, 50_000, ASSUMED, "Scripts known before the run, of campaigns that are over."),
    learnedShare: share(0.4, ASSUMED, "Scripts of a campaign that somebody reports at all."),
    delayHours: quantity(
      48,
      { min: 0, max: 8760 },
      "hours",
      ASSUMED,
      "Median delay from first use to a template in force.",
    ),
    delaySigma: quantity(
      0.7,
      { min: 0, max: 3 },
      "standard deviation of the logarithm",
      ASSUMED,
      "Spread of that delay.",
    ),
    publishHours: countOf(6, 1, 720, ASSUMED, "New templates come into force together, every so many hours."),
    lifeDays: quantity(
      45,
      { min: 0.1, max: 3650 },
      "days",
      ASSUMED,
      "A template is dropped this long after it was learned.",
    ),
  }),
  screening: group({
    stages: group({
      blocklist: toggle(true, "Numbers and domains against the blocklist."),
      lookalike: toggle(true, "Identities and domains that imitate protected ones."),
      match: toggle(true, "Texts against known fraud scripts."),
      behaviour: toggle(true, "What the caller did in the last half-day to day."),
      classify: toggle(true, "Decide. Off: every event is allowed."),
    }),
    prior: quantity(
      DEFAULT_CLASSIFIER.prior,
      { min: -3000, max: 3000, integer: true },
      "hundredths of a nat",
      ASSUMED,
      "Log-odds of fraud without evidence.",
    ),
    flagScore: quantity(
      DEFAULT_CLASSIFIER.flagScore,
      { min: -3000, max: 6000, integer: true },
      "hundredths of a nat",
      ASSUMED,
      "Flag from this score on.",
    ),
    blockScore: quantity(
      DEFAULT_CLASSIFIER.blockScore,
      { min: -3000, max: 6000, integer: true },
      "hundredths of a nat",
      ASSUMED,
      "Block from this score on.",
    ),
    closeSimilarity: quantity(
      DEFAULT_CLASSIFIER.closePermille / 1000,
      { min: 0.5, max: 1 },
      "similarity",
      ASSUMED,
      "A match is close from this similarity on.",
    ),
    fanOutHigh: countOf(
      DEFAULT_CLASSIFIER.fanOutHigh,
      1,
      1000,
      ASSUMED,
      "Distinct callees in the window from which fan-out is high.",
    ),
    fanOutExtreme: countOf(
      DEFAULT_CLASSIFIER.fanOutExtreme,
      1,
      1000,
      ASSUMED,
      "Distinct callees in the window from which fan-out is extreme.",
    ),
    answeredLow: share(
      DEFAULT_CLASSIFIER.answeredLowPermille / 1000,
      ASSUMED,
      "Answered share below which few calls are answered.",
    ),
    callsLongS: quantity(
      DEFAULT_CLASSIFIER.callsLongS,
      { min: 0, max: 7200 },
      "seconds",
      ASSUMED,
      "Mean length from which the calls of somebody who reaches many are long.",
    ),
    minCalls: countOf(
      DEFAULT_CLASSIFIER.minCalls,
      1,
      10_000,
      ASSUMED,
      "Calls in the window before answered share and length count.",
    ),
    weights: weightTableOfEvidence(),
  }),
  report: group({
    sampleEvery: countOf(5000, 1, 1_000_000_000, "design", "One decision in so many is written out in full."),
  }),
});

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

/** A scenario with every default filled in. */
export type Scenario = z.output<typeof scenarioSchema>;
