/** Every parameter of a run, with range, unit, source and default. `assumed`: no public source was found. */
import { z } from "zod";
import { REPORTED_PERIODS } from "../record/reported-period.ts";
import { adversaryGroup, gangsGroup, economyGroup } from "./gang-parameters.ts";
import { banksGroup } from "./bank-parameters.ts";
import { beliefGroup, dissuasionGroup, warningsGroup } from "./warning-parameters.ts";
import { episodesGroup, reachGroup } from "./episode-parameters.ts";
import { crackdownGroup, cardsGroup } from "./card-parameters.ts";
import { calendarGroup, benignGroup, populationGroup } from "./traffic-parameters.ts";
import {
  complaintsGroup,
  investigationsGroup,
  publicityGroup,
  reactionGroup,
  signalsGroup,
  operatorsGroup,
  observationGroup,
} from "./feedback-parameters.ts";
import { choice, count, described, group, share } from "./parameter.ts";
import { blocklistGroup, screeningGroup, templatesGroup } from "./platform-parameters.ts";

const NAME = /^[a-z0-9][a-z0-9-]{0,40}$/;
const NAME_WORDS = "lower-case letters, digits and hyphens, at most 41";

export const scenarioSchema = z.strictObject({
  name: described(z.string().regex(NAME, NAME_WORDS), "name", "design", "basic")`
    Short name, used for the run directory.`,
  description: described(z.string().max(500).default(""), "text", "design", "advanced")`What the scenario is for.`,
  hours: count.basic(720, [1, 24 * 366], "design")`Simulated hours, one tick each.`,
  calendar: calendarGroup(),
  population: populationGroup(),
  benign: benignGroup(),
  gangs: gangsGroup(),
  economy: economyGroup(),
  cards: cardsGroup(),
  crackdown: crackdownGroup(),
  reaction: reactionGroup(),
  adversary: adversaryGroup(),
  recycling: group({ share: share.basic(0.5)`Retired mobile numbers that are given to somebody else.` }),
  episodes: episodesGroup(),
  publicity: publicityGroup(),
  complaints: complaintsGroup(),
  curiosity: group({
    fraudShare: share(0.0045)`Delivered fraud contacts that somebody calls back, answers or looks up unengaged.`,
  }),
  blocklist: blocklistGroup(),
  templates: templatesGroup(),
  screening: screeningGroup(),
  investigations: investigationsGroup(),
  operators: operatorsGroup(),
  payments: group({
    testShare: share(0.5)`
      Steps after the first upon which a test payment follows, on average over gangs; by typology, up to one and a
      half times that.`,
  }),
  banks: banksGroup(),
  observation: observationGroup(),
  signals: signalsGroup(),
  warnings: warningsGroup(),
  dissuasion: dissuasionGroup(),
  reach: reachGroup(),
  belief: beliefGroup(),
  /** Of people in no episode they are constants (world/people/residents.ts). */
  replies: group({ victimDenies: share(0.15)`Of victims who are not persuaded, who say that all is well.` }),
  report: group({
    reference: choice.basic("police-2020", REPORTED_PERIODS)`
      The period whose reported figures are shown beside the simulated ones.`,
    sampleEvery: count.basic(5000, [1, 1_000_000_000], "design")`One decision in so many is written out in full.`,
    referenceScale: share.basic(0.001, [1e-9, 1], "design")`
      The share of the reported figures that the scenario stands for.`,
    crackdownScale: share(0.01, [1e-9, 1], "design")`
      The share of the reported figures of the crackdown that the scenario stands for.`,
    referenceHours: count(720, [1, 8784], "design")`Hours that this share is for: of others, counts are not compared.`,
  }),
});

/** A scenario with every default filled in. */
export type Scenario = z.output<typeof scenarioSchema>;
