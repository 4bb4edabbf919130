/**
 * Defences that can be left out of a scenario: stages of screening, what is done about complaints, what warnings are
 * made of and how they are brought, banks, and the crackdown. Each is switched off by parameters that do nothing else.
 */
import { CLASSIFY } from "../../detect/classifier/stage.ts";
import { FINDERS } from "../../detect/finders.ts";
import type { Words } from "../../detect/stage.ts";
import { NO_MODEL } from "../../detect/learned/models.ts";
import { LEARNED } from "../../detect/learned/stage.ts";
import { STAGES } from "../../detect/screening.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { withoutBanks, withoutLoop, withoutTheCrackdown, withoutWarnings } from "./arms.ts";
import type { Variant } from "./variant.ts";

/** Defences of one kind stand in for each other; signals and channels are parts of warnings. */
type Kind = "stage" | "investigations" | "warnings" | "signals" | "channel" | "banks" | "crackdown";

/** A defence, as the variant of a scenario that lacks it. It applies where the scenario has the defence. */
export interface Defence extends Variant {
  readonly kind: Kind;
  /** Names of those without which it can do nothing. */
  readonly needs: readonly string[];
}

const SIGNALS = ["lookBack", "lateSignals"];
const CHANNELS = ["message", "telephone", "visit", "family", "suspension"];
/** Complaints name numbers, domains and scripts: what they teach is of use to these. */
const TAUGHT = [...FINDERS.filter(({ isTaught }) => isTaught).map(({ name }) => name), CLASSIFY.name];

const STAGE_DEFENCES = STAGES.filter(({ isAlwaysOn }) => !isAlwaysOn).map(({ name, title, question }): Defence => ({
  name,
  words: { en: `${title.en}: ${question.en}`, zh: `${title.zh}：${question.zh}` },
  kind: "stage",
  // What stages find, the classifier alone makes a decision of.
  needs: name === CLASSIFY.name ? [] : [CLASSIFY.name],
  applies: (scenario) => switchesOf(scenario.screening)[name] === true && mayFind(scenario, name),
  change: (scenario) => {
    const { screening } = scenario;
    return { ...scenario, screening: { ...screening, stages: { ...screening.stages, [name]: false } } };
  },
  cost: 1,
}));

/** In the order in which tables show them; stages of a user's own stand behind those that are shipped. */
export const DEFENCES: readonly Defence[] = [
  ...STAGE_DEFENCES,
  {
    name: "investigations",
    words: {
      en: "complaints are investigated, and numbers, domains and scripts listed",
      zh: "调查举报，并将号码、域名和话术列入名单",
    },
    kind: "investigations",
    needs: TAUGHT,
    applies: ({ investigations }) => investigations.casesPerHour > 0,
    change: withoutLoop,
    cost: 1,
  },
  {
    name: "lookBack",
    words: {
      en: "earlier contacts with what is listed now count as signals",
      zh: "与现已列入名单者的早先接触也算信号",
    },
    kind: "signals",
    needs: ["warnings", ...CHANNELS],
    applies: (scenario) => hasWarnings(scenario) && scenario.signals.rememberedContacts > 0,
    // Not the factor: a signal of strength 0 would still be a signal.
    change: (scenario) => ({ ...scenario, signals: { ...scenario.signals, rememberedContacts: 0 } }),
    cost: 1,
  },
  {
    name: "lateSignals",
    words: {
      en: "installs, chats and payments, which come late in a script, count as signals",
      zh: "安装、聊天和付款在骗局后期才出现，也算信号",
    },
    kind: "signals",
    needs: ["warnings", ...CHANNELS],
    applies: (scenario) => hasWarnings(scenario) && LATE.some((kind) => scenario.observation[kind] > 0),
    change: (scenario) => ({
      ...scenario,
      observation: { ...scenario.observation, installs: 0, chats: 0, payments: 0 },
    }),
    cost: 1,
  },
  channel("message", { en: "warnings are sent as messages", zh: "以短信预警" }),
  channel("telephone", { en: "agents call the people who are warned", zh: "坐席致电被预警者" }),
  channel("visit", { en: "teams visit the people who are warned", zh: "上门劝阻被预警者" }),
  afterTalks("family", { en: "an agent calls a relative after talks in vain", zh: "劝说无效后致电亲属" }),
  afterTalks("suspension", {
    en: "no stranger is put through for a while after talks in vain",
    zh: "劝说无效后暂不接通陌生来电",
  }),
  {
    name: "warnings",
    words: { en: "people in danger are warned, by all signals and channels", zh: "以全部信号和渠道预警有危险的人" },
    kind: "warnings",
    needs: [...SIGNALS, ...CHANNELS],
    applies: hasWarnings,
    change: withoutWarnings,
    cost: 0.8,
  },
  {
    name: "banks",
    words: {
      en: "banks hold transfers that look suspect, and ask the payer",
      zh: "银行暂缓可疑转账并询问付款人",
    },
    kind: "banks",
    needs: [],
    applies: ({ banks }) => banks.enabled,
    change: withoutBanks,
    cost: 1,
  },
  {
    name: "crackdown",
    words: {
      en: "listed numbers and named accounts are traced to holders and dealers of cards",
      zh: "由名单号码和账户追查卡的持有人和贩卖者",
    },
    kind: "crackdown",
    needs: ["investigations", ...TAUGHT],
    applies: ({ crackdown, cards }) => crackdown.enabled && cards.traded,
    change: withoutTheCrackdown,
    cost: 1,
  },
];

/** Those that the scenario has. */
export function defencesOf(scenario: Scenario): Defence[] {
  return DEFENCES.filter(({ applies }) => applies(scenario));
}

/** The scenario with none of its defences but those named. Parts of warnings stay where there are no warnings. */
export function withOnly(scenario: Scenario, names: readonly string[]): Scenario {
  return defencesOf(scenario)
    .filter((defence) => !names.includes(defence.name) && (names.includes("warnings") || !isPart(defence)))
    .reduce((left, { change }) => change(left), scenario);
}

function isPart({ kind }: Defence): boolean {
  return kind === "signals" || kind === "channel";
}

/** A stage that reads by a model does nothing without, though it is on. */
function mayFind(scenario: Scenario, stage: string): boolean {
  return stage !== LEARNED.name || scenario.screening.model !== NO_MODEL;
}

const LATE = ["installs", "chats", "payments"] as const;

function hasWarnings({ warnings }: Scenario): boolean {
  return warnings.enabled;
}

function channel(name: "message" | "telephone" | "visit", words: Words): Defence {
  return {
    name,
    words,
    kind: "channel",
    needs: ["warnings", ...SIGNALS],
    applies: (scenario) => hasWarnings(scenario) && scenario.dissuasion[`${name}From`] !== "never",
    change: (scenario) => ({ ...scenario, dissuasion: { ...scenario.dissuasion, [`${name}From`]: "never" } }),
    cost: 1,
  };
}

/** What follows upon talks of agents and teams. */
function afterTalks(name: "family" | "suspension", words: Words): Defence {
  const parameter = name === "family" ? "familyAfter" : "suspendAfter";
  return {
    name,
    words,
    kind: "channel",
    needs: ["warnings", ...SIGNALS, "telephone", "visit"],
    applies: (scenario) => hasWarnings(scenario) && scenario.dissuasion[parameter] > 0,
    change: (scenario) => ({ ...scenario, dissuasion: { ...scenario.dissuasion, [parameter]: 0 } }),
    cost: 1,
  };
}

/** Stages of a user's own have switches that the type does not know. */
function switchesOf({ stages }: Scenario["screening"]): Readonly<Record<string, boolean>> {
  return stages;
}
