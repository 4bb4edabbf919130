/** Names of report.json in both languages. */
import type { Text, Localised } from "../../core/words.ts";
import { STAGES as SCREENING } from "../../detect/screening.ts";
import { BENIGN_IN_CHINESE, TECHNOLOGIES_IN_CHINESE, TYPOLOGIES_IN_CHINESE } from "../../event/chinese-names.ts";
import type { DeliveryChannel } from "../../record/warning.ts";

const CHINESE: Readonly<Record<string, string>> = {
  all: "全部",
  calls: "电话",
  messages: "短信",

  ...TYPOLOGIES_IN_CHINESE,
  ...TECHNOLOGIES_IN_CHINESE,
  ...BENIGN_IN_CHINESE,

  largest: "最大",
  second: "第二",
  third: "第三",
  stores: "应用商店",
};

/** An unknown name, for example of a user's stage, is the same in both languages. */
export function named(name: string): Text {
  return Object.hasOwn(CHINESE, name) ? { en: name, zh: CHINESE[name]! } : name;
}

const STAGES: ReadonlyMap<string, Localised> = new Map(SCREENING.map(({ name, title }) => [name, title]));

/** A stage that this process does not have goes by its name. */
export function stageTitle(stage: string): Text {
  return STAGES.get(stage) ?? stage;
}

/** Short, for the terminal. */
export function stageName(stage: string): Text {
  const title = STAGES.get(stage);
  return title === undefined ? stage : { en: stage, zh: title.zh };
}

export const CHANNEL_NAMES: Readonly<Record<DeliveryChannel, Localised>> = {
  message: { en: "message", zh: "短信预警" },
  telephone: { en: "telephone", zh: "电话劝阻" },
  family: { en: "relative", zh: "亲属转告" },
  visit: { en: "visit", zh: "上门劝阻" },
};

export const LEVEL_NAMES: readonly Localised[] = [
  { en: "script as known", zh: "原样话术" },
  { en: "synonyms, reordered", zh: "同义词、换序" },
  { en: "symbols, zero width", zh: "符号、零宽字符" },
  { en: "homoglyphs", zh: "形近字" },
  { en: "pinyin, split characters", zh: "拼音、拆字" },
  { en: "paraphrase", zh: "改写" },
];
