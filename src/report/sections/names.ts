/** Names of report.json in both languages: what the world is sorted by, and channels and stages of the platform. */
import type { Text, Words } from "../../core/words.ts";
import { STAGES as SCREENING } from "../../detect/screening.ts";
import type { DeliveryChannel } from "../../record/warning.ts";

const CHINESE: Readonly<Record<string, string>> = {
  all: "全部",
  calls: "电话",
  messages: "短信",

  brushing: "刷单返利",
  investment: "虚假投资理财",
  loan: "虚假贷款",
  "customer-service": "冒充客服",
  police: "冒充公检法",
  "credit-repair": "虚假征信",
  shopping: "虚假购物",
  acquaintance: "冒充熟人",
  romance: "网络婚恋",
  "game-trading": "游戏交易",
  "account-theft": "盗号",
  other: "其他",

  mobile: "手机号码",
  virtual: "虚拟运营商号码",
  landline: "固定电话",
  enterprise: "企业号码",
  abroad: "境外号码",
  "spoofed-hotline": "伪造的热线号码",
  "sim-box": "猫池",

  family: "亲友",
  work: "工作",
  courier: "快递",
  delivery: "外卖",
  otp: "验证码",
  bank: "银行",
  hospital: "医院",
  school: "学校",
  marketing: "营销",
  government: "政务",
  stranger: "陌生人",

  largest: "最大",
  second: "第二",
  third: "第三",
  stores: "应用商店",
};

/** A name of the report's own; one that nobody knows, as of a stage from elsewhere, is the same in both languages. */
export function named(name: string): Text {
  return Object.hasOwn(CHINESE, name) ? { en: name, zh: CHINESE[name]! } : name;
}

const STAGES: ReadonlyMap<string, Words> = new Map(SCREENING.map(({ name, title }) => [name, title]));

/** A report may be of a run with a stage that this process does not have: that goes by its name. */
export function stageTitle(stage: string): Text {
  return STAGES.get(stage) ?? stage;
}

/** The same, short, where the terminal has little room. */
export function stageName(stage: string): Text {
  const title = STAGES.get(stage);
  return title === undefined ? stage : { en: stage, zh: title.zh };
}

/** How a warning reaches somebody. */
export const CHANNEL_NAMES: Readonly<Record<DeliveryChannel, Words>> = {
  message: { en: "message", zh: "短信预警" },
  telephone: { en: "telephone", zh: "电话劝阻" },
  family: { en: "relative", zh: "亲属转告" },
  visit: { en: "visit", zh: "上门劝阻" },
};

/** What a gang does to a script, by level of obfuscation. */
export const LEVEL_NAMES: readonly Words[] = [
  { en: "script as known", zh: "原样话术" },
  { en: "synonyms, reordered", zh: "同义词、换序" },
  { en: "symbols, zero width", zh: "符号、零宽字符" },
  { en: "homoglyphs", zh: "形近字" },
  { en: "pinyin, split characters", zh: "拼音、拆字" },
  { en: "paraphrase", zh: "改写" },
];
