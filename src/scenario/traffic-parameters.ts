/** Parameters of subscribers and of the benign traffic between them. */
import type { z } from "zod";
import { BENIGN_CLASSES, type BenignClass } from "../event/taxonomy.ts";
import { ASSUMED, basic, countOf, group, quantity, share } from "./parameter.ts";

/** Who can be called, and how people call each other. */
export function populationGroup() {
  return group({
    subscribers: basic(countOf(100_000, 100, 5_000_000, "design", "People who can be called: a population at risk.")),
    englishShare: basic(share(0.12, ASSUMED, "Subscribers whose messages are in English; the others get Chinese.")),
    activitySigma: quantity(
      0.8,
      { min: 0, max: 3 },
      "standard deviation of the logarithm",
      ASSUMED,
      "How unequally people call.",
    ),
    exposureSigma: quantity(
      1,
      { min: 0, max: 3 },
      "standard deviation of the logarithm",
      ASSUMED,
      "How unequally people stand on the lists that gangs trade.",
    ),
    circle: countOf(14, 1, 500, ASSUMED, "People in a subscriber's circle, the nearest called most."),
    durationSigma: quantity(
      0.9,
      { min: 0, max: 3 },
      "standard deviation of the logarithm",
      ASSUMED,
      "Spread of the lengths of benign calls.",
    ),
    abroadShare: share(0.015, ASSUMED, "Calls and messages of family, work and strangers that come from abroad."),
  });
}

/** Benign traffic, class by class. */
export function benignGroup() {
  return group(
    Object.fromEntries(BENIGN_CLASSES.map((name) => [name, classSchema(name)])) as Record<
      BenignClass,
      ReturnType<typeof classSchema>
    >,
  );
}

/** Benign messages that look as gangs write. */
export function decorationGroup() {
  return group({
    marketingShare: share(
      0.15,
      ASSUMED,
      "Benign marketing messages with symbols, odd spaces or full-width letters, as gangs write.",
    ),
    otherShare: share(0.02, ASSUMED, "Other benign messages with such."),
  });
}

interface ClassDefaults {
  readonly perDay: number;
  /** Absent where all are messages. */
  readonly messageShare?: number;
  /** Absent where no result depends on it: benign-calls.ts says what it is. */
  readonly answered?: number;
  readonly durationMedianS?: number;
  /** Callers and senders of organisations; 0 where people call each other. */
  readonly organisations: number;
}

/** No source gives rates and durations by class of traffic: the whole table is assumed. */
const CLASS_DEFAULTS: Readonly<Record<BenignClass, ClassDefaults>> = {
  family: { perDay: 0.6, messageShare: 0.35, answered: 0.82, durationMedianS: 75, organisations: 0 },
  work: { perDay: 0.5, messageShare: 0.3, answered: 0.78, durationMedianS: 60, organisations: 0 },
  courier: { perDay: 0.22, messageShare: 0.6, answered: 0.72, organisations: 600 },
  delivery: { perDay: 0.25, messageShare: 0.4, answered: 0.8, organisations: 900 },
  otp: { perDay: 0.35, organisations: 160 },
  bank: { perDay: 0.18, messageShare: 0.95, answered: 0.6, durationMedianS: 60, organisations: 60 },
  hospital: { perDay: 0.04, messageShare: 0.7, organisations: 80 },
  school: { perDay: 0.05, messageShare: 0.7, answered: 0.75, organisations: 150 },
  marketing: { perDay: 0.45, messageShare: 0.6, answered: 0.35, durationMedianS: 16, organisations: 350 },
  government: { perDay: 0.05, messageShare: 0.7, answered: 0.65, durationMedianS: 55, organisations: 40 },
  stranger: { perDay: 0.14, messageShare: 0.2, answered: 0.5, durationMedianS: 30, organisations: 0 },
};

/** What a scenario says of a class of benign traffic. */
export interface ClassSettings {
  readonly perDay: number;
  readonly messageShare?: number;
  readonly answered?: number;
  readonly durationMedianS?: number;
  readonly organisations: number;
}

function classSchema(name: BenignClass) {
  const { perDay, messageShare, answered, durationMedianS, organisations } = CLASS_DEFAULTS[name];
  const schema = group({
    perDay: quantity(
      perDay,
      { min: 0, max: 50 },
      "events per subscriber and day",
      ASSUMED,
      "How often a subscriber gets such a call or message.",
    ),
    ...(messageShare !== undefined && {
      messageShare: share(messageShare, ASSUMED, "Share of these events that are messages."),
    }),
    ...(answered !== undefined && { answered: share(answered, ASSUMED, "Share of these calls that are answered.") }),
    ...(durationMedianS !== undefined && {
      durationMedianS: quantity(
        durationMedianS,
        { min: 1, max: 7200 },
        "seconds",
        ASSUMED,
        "Median length of an answered call.",
      ),
    }),
    organisations: countOf(
      organisations,
      0,
      // Where people call each other there are none, however many are asked for.
      organisations === 0 ? 0 : 100_000,
      ASSUMED,
      "Callers and senders of this class; 0 where people call each other.",
    ),
  });
  // Which of them are there differs from class to class.
  return schema as unknown as z.ZodType<ClassSettings>;
}
