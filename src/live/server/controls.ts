/** What a student can turn, and the scenario parameters behind it. */
import { BLOCKLIST } from "../../detect/blocklist/stage.ts";
import { MATCH } from "../../detect/matcher/stage.ts";
import { blocklistEngines } from "../../detect/blocklist/engines.ts";
import { BENIGN_CLASSES, OBFUSCATION_LEVELS } from "../../event/taxonomy.ts";
import { sumOf } from "../../core/sum.ts";
import { HOURS_PER_DAY } from "../../core/time.ts";
import { RingfenceError } from "../../core/errors.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { CONTROL_KEYS, type Control, type ControlKey, type Settings } from "./protocol.ts";

type Range = [min: number, max: number, step: number, scale: Control["scale"], unit: Control["unit"]];

interface Rule {
  readonly range: Range;
  readonly read: (scenario: Scenario) => number;
  /** What to `--set` for a value, on top of a scenario. */
  readonly write: (value: number, scenario: Scenario) => string[];
  /** True for a scenario in which it has no effect. */
  readonly isIdle: (scenario: Scenario) => boolean;
}

const LEVEL_STEP = 0.5;
/** At the top, the two highest rungs alone: nothing is left plain. */
const TOP_LEVEL = OBFUSCATION_LEVELS;
const TOP_RUNGS = 2;

const hasNo =
  (stage: keyof Scenario["screening"]["stages"]) =>
  ({ screening }: Scenario): boolean =>
    !screening.stages[stage];
const hasNoFilter = (scenario: Scenario): boolean =>
  hasNo(BLOCKLIST.name)(scenario) || blocklistEngines.known(scenario.blocklist.engine)?.hasFilter === false;
const warnsNobody = ({ warnings }: Scenario): boolean => !warnings.enabled;
const listsNothing = ({ investigations }: Scenario): boolean => investigations.casesPerHour === 0;

const RULES: Readonly<Record<ControlKey, Rule>> = {
  filterEntries: rule([100, 200_000, 100, "log", "entries"], one("blocklist", "initialEntries"), hasNo(BLOCKLIST.name)),
  filterErrorRate: rule([0.0001, 0.1, 0.0001, "log", "share"], one("blocklist", "falsePositiveRate"), hasNoFilter),
  matchThreshold: rule([0.5, 1, 0.01, "linear", "share"], one("templates", "threshold"), hasNo(MATCH.name)),
  obfuscation: rule([0, TOP_LEVEL, LEVEL_STEP, "linear", "level"], {
    read: ({ gangs }) => nearestLevel(gangs.obfuscation),
    write: (level) => [`gangs.obfuscation=[${weightsOf(level).join(",")}]`],
  }),
  reportDelayHours: rule(
    [0, 72, 1, "linear", "hours"],
    one("complaints", "delayHours"),
    (scenario) => warnsNobody(scenario) && listsNothing(scenario),
  ),
  operatorDelayHours: rule([0, 168, 1, "linear", "hours"], one("operators", "delayHours"), listsNothing),
  warningThreshold: rule(
    [0.05, 2.5, 0.05, "linear", "exposure"],
    {
      read: ({ warnings }) => warnings.low,
      write: (low, { warnings }) => {
        // Levels must not fall: an overtaken one moves along.
        const overtaken = (["medium", "high"] as const).filter((level) => warnings[level] < low);
        return ["low", ...overtaken].map((level) => `warnings.${level}=${low}`);
      },
    },
    warnsNobody,
  ),
  telephoneAgents: rule([0, 40, 1, "linear", "agents"], one("dissuasion", "agents"), warnsNobody),
  visitTeams: rule(
    [0, 40, 1, "linear", "teams"],
    one("dissuasion", "visitTeams"),
    (scenario) => warnsNobody(scenario) || scenario.dissuasion.visitFrom === "never",
  ),
  relativesKnown: rule(
    [0, 1, 0.01, "linear", "share"],
    one("reach", "familyKnown"),
    (scenario) => warnsNobody(scenario) || scenario.dissuasion.familyAfter === 0,
  ),
  prevalence: rule([0.0036, 0.5, 0.0001, "log", "share"], {
    read: (scenario) => significant(prevalenceOf(scenario), 3),
    write: scaleBenign,
  }),
};

export const CONTROLS: readonly Control[] = CONTROL_KEYS.map((key) => {
  const [min, max, step, scale, unit] = RULES[key].range;
  return { key, min, max, step, scale, unit };
});

export function controlDefaults(scenario: Scenario): Record<ControlKey, number> {
  return Object.fromEntries(CONTROL_KEYS.map((key) => [key, RULES[key].read(scenario)])) as Record<ControlKey, number>;
}

export function idleControls(scenario: Scenario): ControlKey[] {
  return CONTROL_KEYS.filter((key) => RULES[key].isIdle(scenario));
}

/**
 * The settings as `--set` takes them, on top of a scenario, without unchanged ones. Throws RingfenceError "usage" for a
 * value outside its control's range.
 */
export function settingsFor(settings: Settings, scenario: Scenario): string[] {
  return CONTROL_KEYS.flatMap((key) => {
    const value = settings[key];
    const { range, read, write } = RULES[key];
    const [min, max] = range;
    if (value === undefined || value === read(scenario)) return [];
    if (value >= min && value <= max) return write(value, scenario);
    throw new RingfenceError("usage", `${key}: expected a number from ${min} to ${max}, but found ${value}`);
  });
}

/** Events an hour by the scenario's rates: benign ones and first contacts. */
export function expectedEventsAnHour(scenario: Scenario): number {
  return (benignADay(scenario) + firstContactsADay(scenario)) / HOURS_PER_DAY;
}

function rule(range: Range, access: Pick<Rule, "read" | "write">, isIdle: Rule["isIdle"] = () => false): Rule {
  return { range, ...access, isIdle };
}

function one<Group extends keyof Scenario>(group: Group, key: string & keyof Scenario[Group]) {
  const read = (scenario: Scenario): number => scenario[group][key] as number;
  return { read, write: (value: number) => [`${group}.${key}=${value}`] };
}

/**
 * Level 3.5: rungs 0 to 3 alike, rung 4 half as often, none above. Above level 5, where all are alike, the lower ones
 * fade.
 */
function weightsOf(level: number): number[] {
  const faded = Math.min(1, TOP_LEVEL - level);
  return Array.from({ length: OBFUSCATION_LEVELS }, (_, rung) =>
    Math.min(rung < OBFUSCATION_LEVELS - TOP_RUNGS ? faded : 1, Math.max(0, level - rung + 1)),
  );
}

/** The level whose mean rung is nearest to that of these weights. */
function nearestLevel(weights: readonly number[]): number {
  const levels = Array.from({ length: TOP_LEVEL / LEVEL_STEP + 1 }, (_, step) => step * LEVEL_STEP);
  const distance = (level: number): number => Math.abs(meanRung(weightsOf(level)) - meanRung(weights));
  return levels.reduce((nearest, level) => (distance(level) < distance(nearest) ? level : nearest));
}

function meanRung(weights: readonly number[]): number {
  return sumOf(weights.map((weight, rung) => weight * rung)) / sumOf(weights);
}

/**
 * Prevalence: first contacts of gangs among these and benign events, by the scenario's rates. Follow-ups come on top,
 * and gangs draw their scripts, so a run's count lies near it and somewhat above.
 */
function prevalenceOf(scenario: Scenario): number {
  const fraud = firstContactsADay(scenario);
  return fraud === 0 ? 0 : fraud / (fraud + benignADay(scenario));
}

/** Gangs stay as they are; ordinary people call each other more, or less. */
function scaleBenign(prevalence: number, scenario: Scenario): string[] {
  const benign = benignADay(scenario);
  const fraud = firstContactsADay(scenario);
  if (benign === 0 || fraud === 0) {
    throw new RingfenceError(
      "usage",
      `prevalence: scenario ${scenario.name} has no ${benign === 0 ? "benign traffic" : "fraud"} to weigh against the other; take another scenario`,
    );
  }
  const factor = (fraud * (1 - prevalence)) / (prevalence * benign);
  return BENIGN_CLASSES.map((name) => `benign.${name}.perDay=${significant(scenario.benign[name].perDay * factor, 4)}`);
}

function benignADay({ benign, population }: Scenario): number {
  return population.subscribers * sumOf(BENIGN_CLASSES.map((name) => benign[name].perDay));
}

function firstContactsADay({ gangs }: Scenario): number {
  const { count, callFirstShare, callsPerDay, messagesPerDay } = gangs;
  return count * (callFirstShare * callsPerDay + (1 - callFirstShare) * messagesPerDay);
}

function significant(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}
