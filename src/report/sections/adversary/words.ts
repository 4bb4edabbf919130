/** The names of what gangs change, in both languages. */
import type { Text, Words } from "../../../core/words.ts";
import type { Knob } from "../../../record/knobs.ts";

const KNOBS: Readonly<Record<Knob, string>> = {
  pace: "频率",
  hours: "时段",
  lineLife: "号码寿命",
  retries: "重试",
  technology: "线路",
  targets: "对象",
  obfuscation: "伪装",
  rewriting: "改话术",
  domains: "域名寿命",
  lookalikes: "仿冒域名",
  wording: "措辞",
};

const SETTINGS: Readonly<Record<string, string>> = {
  usual: "平常",
  half: "减半",
  double: "加倍",
  spread: "分散",
  evening: "晚间",
  short: "短",
  long: "久",
  fewer: "少",
  more: "多",
  simBox: "猫池",
  abroad: "境外",
  random: "随机",
  lists: "按名单",
  plain: "直白",
  heavy: "更重",
  often: "常",
  seldom: "少",
  none: "不用",
  many: "多用",
  kept: "沿用",
  probed: "先测试",
};

export function knobName(knob: string): Text {
  return Object.hasOwn(KNOBS, knob) ? { en: knob, zh: KNOBS[knob as Knob] } : knob;
}

/** A knob with its setting. */
export function settingName(knob: string, setting: string): Words {
  const chinese = Object.hasOwn(KNOBS, knob) ? KNOBS[knob as Knob] : knob;
  return { en: `${knob} ${setting}`, zh: `${chinese}：${SETTINGS[setting] ?? setting}` };
}

/** A setting, and how many have it. */
export function settingShare(setting: string, share: string): Words {
  return { en: `${setting} ${share}`, zh: `${SETTINGS[setting] ?? setting} ${share}` };
}

export const MODES = {
  adaptive: { gangs: { en: "adaptive gangs", zh: "应变的团伙" }, short: { en: "adaptive", zh: "应变" } },
  scripted: { gangs: { en: "scripted gangs", zh: "按计划改变的团伙" }, short: { en: "scripted", zh: "按计划" } },
} as const;
