/**
 * Defences that can be left out of a scenario: stages of screening, the handling of complaints, sources and channels of
 * warnings, banks, and the crackdown. Parameters that do nothing else switch each off.
 */
import { NO_MODEL } from "../../detect/learned/models.ts";
import { LEARNED } from "../../detect/learned/stage.ts";
import { STAGES } from "../../detect/screening.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { hasCrackdown, type Variant, without, withoutLoop } from "./arms.ts";

const STAGE_DEFENCES = STAGES.filter(({ isAlwaysOn }) => !isAlwaysOn).map(({ name }): Variant => ({
  name,
  applies: ({ screening: { stages, model } }) => {
    // Users' stages have switches that the type does not know.
    const isOn = (stages as Readonly<Record<string, boolean>>)[name] === true;
    // A stage without its model does nothing, even if it is on.
    return isOn && (name !== LEARNED.name || model !== NO_MODEL);
  },
  change: (scenario) => {
    const { screening } = scenario;
    return { ...scenario, screening: { ...screening, stages: { ...screening.stages, [name]: false } } };
  },
}));

/** Variants without a defence each, in the order of tables; users' stages follow the shipped ones. */
export const DEFENCES: readonly Variant[] = [
  ...STAGE_DEFENCES,
  { name: "investigations", applies: ({ investigations: { casesPerHour } }) => casesPerHour > 0, change: withoutLoop },
  {
    name: "groups",
    applies: ({ operators }) => operators.groups.by !== "none",
    change: (scenario) => {
      const { operators } = scenario;
      return { ...scenario, operators: { ...operators, groups: { ...operators.groups, by: "none" } } };
    },
  },
  {
    name: "lookBack",
    applies: (scenario) => hasWarnings(scenario) && scenario.signals.rememberedContacts > 0,
    // Not by the factor: a signal of strength 0 would still be a signal.
    change: (scenario) => ({ ...scenario, signals: { ...scenario.signals, rememberedContacts: 0 } }),
  },
  {
    name: "lateSignals",
    applies: (scenario) => hasWarnings(scenario) && LATE.some((kind) => scenario.observation[kind] > 0),
    change: ({ observation, ...rest }) => ({
      ...rest,
      observation: { ...observation, installs: 0, chats: 0, payments: 0 },
    }),
  },
  ofTalks("message", "messageFrom", "never"),
  ofTalks("telephone", "telephoneFrom", "never"),
  ofTalks("visit", "visitFrom", "never"),
  ofTalks("family", "familyAfter", 0),
  ofTalks("suspension", "suspendAfter", 0),
  { name: "warnings", applies: hasWarnings, change: without("warnings") },
  { name: "banks", applies: ({ banks }) => banks.enabled, change: without("banks") },
  { name: "crackdown", applies: hasCrackdown, change: without("crackdown") },
];

export function defencesOf(scenario: Scenario): Variant[] {
  return DEFENCES.filter(({ applies }) => applies(scenario));
}

const LATE = ["installs", "chats", "payments"] as const;

function hasWarnings({ warnings }: Scenario): boolean {
  return warnings.enabled;
}

/** A channel or a step that talks lead to, and the value of its parameter that leaves it out. */
function ofTalks(name: string, parameter: keyof Scenario["dissuasion"], none: "never" | 0): Variant {
  return {
    name,
    applies: (scenario) => hasWarnings(scenario) && scenario.dissuasion[parameter] !== none,
    change: (scenario) => ({ ...scenario, dissuasion: { ...scenario.dissuasion, [parameter]: none } }),
  };
}
