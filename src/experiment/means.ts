/**
 * Means of defence that can be left out of a scenario: stages of screening, what is done about complaints, what
 * warnings are made of and how they are brought, and the crackdown. Each is switched off by parameters that do nothing
 * else.
 */
import { STAGES } from "../detect/screening.ts";
import type { Scenario } from "../scenario/schema.ts";
import { withoutChannel } from "./channels.ts";
import { withoutLoop, withoutTheCrackdown, withoutWarnings } from "./arms.ts";

/** Means of one kind stand in for each other; signals and channels are parts of warnings. */
type Kind = "stage" | "investigations" | "warnings" | "signals" | "channel" | "crackdown";

export interface Means {
  /** As users and documents name it. */
  readonly name: string;
  /** For people, what it is. */
  readonly words: string;
  readonly kind: Kind;
  /** Names of those without which it can do nothing. */
  readonly needs: readonly string[];
  readonly isOn: (scenario: Scenario) => boolean;
  /** The scenario with it switched off, and all else as it was. */
  readonly without: (scenario: Scenario) => Scenario;
}

const SIGNALS = ["lookBack", "lateSignals"];
const CHANNELS = ["message", "telephone", "visit", "family", "suspension"];
/** Complaints name numbers, domains and scripts: what they teach is of use to these. */
const TAUGHT = ["blocklist", "match", "classify"];

const STAGE_MEANS = STAGES.filter(({ isAlwaysOn }) => !isAlwaysOn).map(({ name, title, question }): Means => ({
  name,
  words: `${title.en}: ${question.en}`,
  kind: "stage",
  // What stages find, the classifier alone makes a decision of.
  needs: name === "classify" ? [] : ["classify"],
  isOn: ({ screening }) => switchesOf(screening)[name] === true,
  without: (scenario) => {
    const { screening } = scenario;
    return { ...scenario, screening: { ...screening, stages: { ...screening.stages, [name]: false } } };
  },
}));

/** In the order in which tables show them; stages of a user's own stand behind those that are shipped. */
export const MEANS: readonly Means[] = [
  ...STAGE_MEANS,
  {
    name: "investigations",
    words: "complaints are investigated, and numbers, domains and scripts listed",
    kind: "investigations",
    needs: TAUGHT,
    isOn: ({ investigations }) => investigations.casesPerHour > 0,
    without: withoutLoop,
  },
  {
    name: "lookBack",
    words: "earlier contacts with what is listed now count as signals",
    kind: "signals",
    needs: ["warnings", ...CHANNELS],
    isOn: (scenario) => hasWarnings(scenario) && scenario.signals.rememberedContacts > 0,
    // Not the factor: a signal of strength 0 would still be a signal.
    without: (scenario) => ({ ...scenario, signals: { ...scenario.signals, rememberedContacts: 0 } }),
  },
  {
    name: "lateSignals",
    words: "installs, chats and payments, which come late in a script, count as signals",
    kind: "signals",
    needs: ["warnings", ...CHANNELS],
    isOn: (scenario) => hasWarnings(scenario) && LATE.some((kind) => scenario.observation[kind] > 0),
    without: (scenario) => ({
      ...scenario,
      observation: { ...scenario.observation, installs: 0, chats: 0, payments: 0 },
    }),
  },
  channel("message", "warnings are sent as messages"),
  channel("telephone", "agents call whom is warned"),
  channel("visit", "teams visit whom is warned"),
  afterTalks("family", "an agent calls a relative after talks in vain"),
  afterTalks("suspension", "no stranger is put through for a while after talks in vain"),
  {
    name: "warnings",
    words: "people in danger are warned, by all signals and channels",
    kind: "warnings",
    needs: [...SIGNALS, ...CHANNELS],
    isOn: hasWarnings,
    without: withoutWarnings,
  },
  {
    name: "crackdown",
    words: "listed numbers and named accounts are traced to holders and dealers of cards",
    kind: "crackdown",
    needs: ["investigations", ...TAUGHT],
    isOn: ({ crackdown, cards }) => crackdown.enabled && cards.traded,
    without: withoutTheCrackdown,
  },
];

/** Those that the scenario has. */
export function meansOf(scenario: Scenario): Means[] {
  return MEANS.filter(({ isOn }) => isOn(scenario));
}

/** The scenario with none of its means but those named. Parts of warnings stay where there are no warnings. */
export function withOnly(scenario: Scenario, names: readonly string[]): Scenario {
  return meansOf(scenario)
    .filter((means) => !names.includes(means.name) && (names.includes("warnings") || !isPart(means)))
    .reduce((left, { without }) => without(left), scenario);
}

function isPart({ kind }: Means): boolean {
  return kind === "signals" || kind === "channel";
}

const LATE = ["installs", "chats", "payments"] as const;

function hasWarnings({ warnings }: Scenario): boolean {
  return warnings.enabled;
}

function channel(name: "message" | "telephone" | "visit", words: string): Means {
  return {
    name,
    words,
    kind: "channel",
    needs: ["warnings", ...SIGNALS],
    isOn: (scenario) => hasWarnings(scenario) && scenario.dissuasion[`${name}From`] !== "never",
    without: (scenario) => withoutChannel(scenario, name),
  };
}

/** What follows upon talks of agents and teams. */
function afterTalks(name: "family" | "suspension", words: string): Means {
  const parameter = name === "family" ? "familyAfter" : "suspendAfter";
  return {
    name,
    words,
    kind: "channel",
    needs: ["warnings", ...SIGNALS, "telephone", "visit"],
    isOn: (scenario) => hasWarnings(scenario) && scenario.dissuasion[parameter] > 0,
    without: (scenario) => ({ ...scenario, dissuasion: { ...scenario.dissuasion, [parameter]: 0 } }),
  };
}

/** Stages of a user's own have switches that the type does not know. */
function switchesOf({ stages }: Scenario["screening"]): Readonly<Record<string, boolean>> {
  return stages;
}
