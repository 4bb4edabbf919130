/** The names of what gangs change, in both languages. */
import { type Text, type Words, zh } from "../../../core/words.ts";
import { type Knob, KNOB_NAMES, type KnobUnit, USUAL, SETTINGS as NAMES, unitOf } from "../../../record/knobs.ts";

const KNOBS: Readonly<Record<Knob, string>> = {
  pace: "频率",
  hours: "时段",
  lines: "线路数",
  lineLife: "号码寿命",
  retries: "重试",
  technology: "线路",
  targets: "对象",
  obfuscation: "伪装",
  rewriting: "改话术",
  domains: "域名寿命",
  lookalikes: "仿冒域名",
  chat: "转入聊天",
  accounts: "账户寿命",
  numberAge: "号码年龄",
  devices: "每台设备号码数",
  cells: "小区数",
  domainAge: "域名年龄",
};

const WAYS: Readonly<Record<string, string>> = {
  usual: "平常",
  spread: "分散",
  evening: "晚间",
  simBox: "猫池",
  abroad: "境外",
  domestic: "境内",
  plain: "直白",
  heavy: "更重",
  paraphrased: "换说法",
};

/** Behind a number. */
const UNITS: Readonly<Record<KnobUnit, Words>> = {
  times: { en: " times", zh: " 倍" },
  hours: { en: " hours", zh: " 小时" },
  days: { en: " days", zh: " 天" },
  lines: { en: " lines", zh: " 条" },
  numbers: { en: " numbers", zh: " 个" },
  cells: { en: " cells", zh: " 个" },
  share: { en: " %", zh: " %" },
};

export function knobName(knob: string): Text {
  return isKnob(knob) ? { en: knob, zh: KNOBS[knob] } : knob;
}

/** A knob with its setting. */
export function settingName(knob: string, setting: string): Words {
  const [name, words] = [knobName(knob), settingWords(knob, setting)];
  return { en: `${knob} ${words.en}`, zh: `${zh(name)}：${words.zh}` };
}

/** A setting, and how many have it. */
export function settingShare(knob: string, setting: string, share: string): Words {
  const words = settingWords(knob, setting);
  return { en: `${words.en}: ${share}`, zh: `${words.zh}：${share}` };
}

function settingWords(knob: string, setting: string): Words {
  const unit = isKnob(knob) && setting !== NAMES[knob][USUAL] ? unitOf(knob) : null;
  if (unit === null) return { en: setting, zh: WAYS[setting] ?? setting };
  const level = unit === "share" ? String(100 * Number(setting)) : setting;
  return { en: `${level}${UNITS[unit].en}`, zh: `${level}${UNITS[unit].zh}` };
}

function isKnob(name: string): name is Knob {
  return (KNOB_NAMES as readonly string[]).includes(name);
}

export const MODES = {
  adaptive: { gangs: { en: "adaptive gangs", zh: "应变的团伙" }, short: { en: "adaptive", zh: "应变" } },
  scripted: { gangs: { en: "scripted gangs", zh: "按计划改变的团伙" }, short: { en: "scripted", zh: "按计划" } },
} as const;
