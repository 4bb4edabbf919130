/** Parameters of gangs: how many, how busy, from what lines, in what words; and what becomes of their numbers. */
import { z } from "zod";
import { TECHNOLOGIES, type Technology, TYPOLOGIES, type Typology } from "../event/taxonomy.ts";
import { ASSUMED, basic, countOf, group, quantity, share } from "./parameter.ts";

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

/** Of senders; no source gives them. */
const MESSAGE_TECHNOLOGY_WEIGHTS: Readonly<Record<Technology, number>> = {
  mobile: 0.12,
  virtual: 0.14,
  landline: 0,
  enterprise: 0.38,
  abroad: 0.1,
  "spoofed-hotline": 0.04,
  "sim-box": 0.22,
};

/** Gangs at work. */
export function gangsGroup() {
  return group({
    count: basic(countOf(160, 0, 5000, ASSUMED, "Gangs at work at any time.")),
    messagesPerDay: basic(
      quantity(
        410,
        { min: 0, max: 100_000 },
        "first contacts per gang and day",
        ASSUMED,
        "Volume of a gang whose script opens with a message.",
      ),
    ),
    callsPerDay: basic(
      quantity(
        420,
        { min: 0, max: 100_000 },
        "first contacts per gang and day",
        ASSUMED,
        "Volume of a gang whose script opens with a call.",
      ),
    ),
    callFirstShare: basic(
      share(0.5, ASSUMED, "Gangs that choose a script which opens with a call, where their typology has one."),
    ),
    campaignDays: basic(quantity(10, { min: 0.5, max: 365 }, "days", ASSUMED, "A gang then turns to another script.")),
    typologies: weightTable(
      TYPOLOGIES,
      TYPOLOGY_WEIGHTS,
      "order of 2022 and 2023 case shares; exact shares assumed",
      "Weight of the typology among gangs.",
    ),
    messageTechnologies: weightTable(
      TECHNOLOGIES,
      MESSAGE_TECHNOLOGY_WEIGHTS,
      ASSUMED,
      "Weight among the senders that gangs send messages from.",
    ),
    callLines: basic(countOf(6, 1, 16, ASSUMED, "Lines a gang calls from at one time.")),
    senders: basic(countOf(4, 1, 16, ASSUMED, "Senders a gang sends messages from at one time.")),
    domains: countOf(2, 1, 4, ASSUMED, "Domains a gang uses at one time."),
    redialShare: quantity(
      0.25,
      { min: 0, max: 0.9 },
      "share",
      ASSUMED,
      "First calls that go to somebody who did not answer the gang's call within the last day, from the same line.",
    ),
    listShare: share(
      0.6,
      ASSUMED,
      "Other first contacts whose target is from lists that gangs trade; the rest are chosen at random.",
    ),
    leadBuyers: countOf(4, 0, 32, ASSUMED, "Gangs that the name of somebody who lost money is sold to."),
    leadDays: quantity(
      5,
      { min: 0, max: 365 },
      "days",
      ASSUMED,
      "Mean time from the loss until a buyer approaches, exponential.",
    ),
    lineLifeDays: basic(
      quantity(
        15,
        { min: 0.05, max: 365 },
        "days",
        ASSUMED,
        "Mean life of a line whose calls get through, exponential. Those that are blocked are given up sooner (reaction).",
      ),
    ),
    senderLifeDays: basic(
      quantity(
        6.61,
        { min: 0.05, max: 365 },
        "days",
        ASSUMED,
        "The same for a sender; its default is the whole life of a number that calls (TouchPal 2016).",
      ),
    ),
    simBoxLifeDays: quantity(1.5, { min: 0.05, max: 365 }, "days", ASSUMED, "Mean life of one card of a SIM box."),
    domainLifeDays: basic(
      quantity(30, { min: 0.05, max: 365 }, "days", ASSUMED, "Mean life of a domain or app that is not blocked."),
    ),
    domainYuan: quantity(
      800,
      { min: 0, max: 1e6 },
      "yuan",
      ASSUMED,
      "What a gang pays for another domain in place of a blocked one: name, hosting and pages.",
    ),
    domainHours: quantity(
      12,
      { min: 0, max: 2000 },
      "hours",
      ASSUMED,
      "Until that is ready, from the decision to give up the blocked one, which stays in use meanwhile.",
    ),
    apps: basic(
      share(
        0.6,
        ASSUMED,
        "Gangs of brushing, investment, loan and romance whose victims must install an app before they pay.",
      ),
    ),
    appYuan: quantity(
      5000,
      { min: 0, max: 1e6 },
      "yuan",
      ASSUMED,
      "What a gang pays for another app in place of a blocked one: package, signature and server.",
    ),
    appHours: quantity(
      36,
      { min: 0, max: 2000 },
      "hours",
      ASSUMED,
      "Until that is ready; an app lives as long as a domain, and a gang decides to give it up as late.",
    ),
    lookalikeDomainShare: share(0.05, ASSUMED, "Domains that imitate a protected one."),
    answered: share(0.45, ASSUMED, "Share of fraud calls that are answered."),
    unengagedCallS: quantity(
      10,
      { min: 1, max: 7200 },
      "seconds",
      "nuisance calls last 29 s on average (TouchPal 2016, news report): with this median they do, those that take hold too",
      "Median length of an answered fraud call that takes no hold.",
    ),
    durationSigma: quantity(
      0.9,
      { min: 0, max: 3 },
      "standard deviation of the logarithm",
      ASSUMED,
      "Spread of the lengths of fraud calls.",
    ),
    obfuscation: basic(
      z
        .tuple([rung(), rung(), rung(), rung(), rung(), rung()])
        .refine((weights) => weights.some((weight) => weight > 0), "at least one of the six weights must be positive")
        .default([0.3, 0.22, 0.18, 0.12, 0.1, 0.08])
        .meta({
          unit: "relative weights",
          source: ASSUMED,
          description: "How often messages stand on each rung of the obfuscation ladder, from 0 to 5.",
        }),
    ),
  });
}

/** Their sum must be a number: without a bound, large ones add up to Infinity. */
const MAX_WEIGHT = 1000;

function rung() {
  return z.number().min(0).max(MAX_WEIGHT);
}

/** What becomes of numbers that are given up. */
export function recyclingGroup() {
  return group({
    share: basic(share(0.5, ASSUMED, "Retired mobile numbers that are given to somebody else.")),
    afterDays: quantity(
      8,
      { min: 0, max: 365 },
      "days",
      ASSUMED,
      "How long after its last fraud a number is given out again.",
    ),
  });
}

function weightTable<K extends string>(
  names: readonly K[],
  defaults: Readonly<Record<K, number>>,
  source: string,
  what: string,
) {
  const shape = Object.fromEntries(
    names.map((name) => [name, quantity(defaults[name], { min: 0, max: MAX_WEIGHT }, "relative weight", source, what)]),
  ) as Record<K, ReturnType<typeof quantity>>;
  return group(shape, {
    holds: (weights) => Object.values(weights).some((weight) => weight > 0),
    expected: "at least one of the weights must be positive",
  });
}
