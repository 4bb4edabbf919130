import { z } from "zod";
import { TECHNOLOGIES, type Technology, TYPOLOGIES, type Typology } from "../event/taxonomy.ts";
import {
  ASSUMED,
  type NumberParameter,
  count,
  days,
  described,
  engineOf,
  group,
  quantity,
  share,
  yuan,
} from "./parameter.ts";
import { DEFAULT_STRATEGY, gangStrategies } from "./gang-strategy.ts";
import { type Knob, KNOB_NAMES, SETTINGS, settingNamed } from "./knobs.ts";

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

export function gangsGroup() {
  return group({
    count: count.basic(160, [0, 5000])`Gangs at work at any time.`,
    messagesPerDay: quantity("first contacts per gang and day").basic(400, [0, 100_000])`
      Volume of a gang whose script opens with a message.`,
    callsPerDay: quantity("first contacts per gang and day").basic(420, [0, 100_000])`
      Volume of a gang whose script opens with a call.`,
    callFirstShare: share.basic(0.5)`Gangs that choose a script which opens with a call, where their typology has one.`,
    campaignDays: days.basic(10, [0.5, 365])`A gang then turns to another script.`,
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
    callLines: count.basic(6, [1, 16])`Lines a gang calls from at one time.`,
    senders: count.basic(4, [1, 16])`Senders a gang sends messages from at one time.`,
    lineCalls: quantity("first contacts per line and day")(150, [1, 100_000])`
      The most that are made from a line: a person's day, of eight hours and three minutes a call.`,
    senderMessages: quantity("first contacts per sender and day")(1000, [1, 100_000])`
      The most that a sender sends.`,
    domains: count(2, [1, 4])`Domains a gang uses at one time.`,
    lineLifeDays: days.basic(15, [0.05, 365])`
      Mean life of a line whose calls get through, exponential. Those that are blocked are given up sooner (reaction).`,
    senderLifeDays: days.basic(6.61, [0.05, 365])`
      The same for a sender; its default is the whole life of a number that calls (TouchPal 2016).`,
    apps: share.basic(0.6)`
      Gangs of brushing, investment, loan and romance whose victims must install an app before they pay.`,
    chatDays: days(7, [0.05, 365])`
      Mean life of an account in a chat app, exponential; the gang asks those whom it met there into another.`,
    answered: share(0.45)`Share of fraud calls that are answered.`,
    obfuscation: described(rungs(), "relative weights", ASSUMED, "basic")`
      How often messages stand on each rung of the obfuscation ladder, from 0 to 5.`,
  });
}

/** Their sum must be a number: without a bound, large ones add up to Infinity. */
const MAX_WEIGHT = 1000;

const rung = z.number().min(0).max(MAX_WEIGHT);

function rungs() {
  return z
    .tuple([rung, rung, rung, rung, rung, rung])
    .refine((weights) => weights.some((weight) => weight > 0), "at least one of the six weights must be positive")
    .default([0.3, 0.22, 0.18, 0.12, 0.1, 0.08]);
}

function weightTable<K extends string>(
  names: readonly K[],
  defaults: Readonly<Record<K, number>>,
  source: string,
  what: string,
) {
  const shape = Object.fromEntries(
    names.map((name) => [name, quantity("relative weight")(defaults[name], [0, MAX_WEIGHT], source)`${what}`]),
  ) as Record<K, NumberParameter>;
  return group(shape, {
    holds: (weights) => Object.values(weights).some((weight) => weight > 0),
    expected: "at least one of the weights must be positive",
  });
}

const MAX_CHANGES = 1000;
const LIST_OF_CHANGES = "list of hour, knob and setting";

export function adversaryGroup() {
  return group({
    schedule: described(z.array(scheduledChange()).max(MAX_CHANGES).default([]), LIST_OF_CHANGES, "design", "basic")`
      What all gangs change, and from which hour on; with an empty list they keep today's habit.`,
    strategy: engineOf.basic(gangStrategies, DEFAULT_STRATEGY)`
      What each gang changes, day by day: schedule (what is stated there), or a module that exports a strategy.`,
  });
}

function scheduledChange() {
  return z
    .strictObject({
      fromHour: z.int().min(0).max(8784),
      knob: z.enum(KNOB_NAMES as unknown as [Knob, ...Knob[]]),
      setting: z.coerce.string(),
    })
    .superRefine(({ knob, setting }, context) => {
      if (settingNamed(knob, setting) !== null) return;
      context.addIssue({
        code: "custom",
        path: ["setting"],
        message: `expected a setting of ${knob}: ${SETTINGS[knob].join(", ")}`,
      });
    });
}

export function economyGroup() {
  return group({
    capitalYuan: yuan(100_000, [0, 1e9])`What a gang has before the first hour, or when it is founded.`,
    agedNumberYuan: yuan(60)`
      A gang pays for a number that it begins to use, for each 30 days of the age that it asks for.`,
    companyNumberYuan: yuan(500)`
      A gang pays for a landline or enterprise number, which a company registers for it.`,
    abroadNumberYuan: yuan(30)`A gang pays for a number from abroad, or to show a number that is not its own.`,
    deviceYuan: yuan(300)`
      A gang pays for a device, or to have its identity rewritten: one for each cell in which its numbers are seen,
      shared by the numbers it shows.`,
    agedDomainYuan: yuan(40)`The same for a domain.`,
    chatYuan: yuan(120)`A gang pays for an account in a chat app, old enough to add strangers.`,
    wagesYuan: quantity("yuan a day")(100, [0, 100_000])`
      A gang pays for those who work one of the lines or senders that it has by habit, silent or not. At twice the pace
      it pays four times as much: twice as many people, and twice as much each, as they must be recruited.`,
    growthShare: share(0)`
      By so much a gang grows after a day on which its money became more, and shrinks after one on which it became
      less: between a quarter and double of its first size.`,
    foundedAfterDays: days(14, [0, 366])`
      A gang that owes more than its credit is no more; another is founded in its place this much later.`,
  });
}
