import type { Localised } from "../../core/words.ts";

const IN_CHINESE: Readonly<Record<string, string>> = {
  interception: "拦截的诈骗",
  interceptionCalls: "拦截的诈骗电话",
  interceptionMessages: "拦截的诈骗短信",
  falseInterception: "误拦的正常事件",
  precision: "拦截的精确率",
  mcc: "马修斯相关系数",
  accuracy: "预警的精确率",
  coverage: "预警的召回率：得到及时预警的诈骗",
  reach: "发给诈骗过程中的人且及时送达的预警",
  success: "及时预警的人中保住钱款的",
  warnings: "推送的预警",
  kept: "及时预警后没有付钱的人",
  saved: "加上预警后救下的人",
  losses: "有损失的诈骗",
  falseAlarms: "误报",
  falseAlarmsPer1000Days: "每千用户日误报",
  attempts: "劝阻人员的尝试",
  agentHours: "劝阻员工作小时",
  visits: "上门次数",
  teamHours: "上门组外出小时",
  lostYuan: "损失金额",
  avoidedYuan: "挽回损失",
  savedYuan: "加上预警后挽回的钱款",
  profitYuan: "团伙的收入，减去支出",
  leadMinutes: "提前时间，中位数",
  events: "筛查的事件",
  benignBlockedPer10000: "每 10,000 条正常事件误拦",
  warningsPerDay: "每天推送的预警",
  falseAlarmsPerDay: "每天误报",
  keptPerDay: "每天保住的人",
  lossesPerDay: "每天有损失的诈骗",
  agentHoursPerDay: "劝阻员每天工作小时",
  visitsPerDay: "每天上门次数",
  lostYuanPerDay: "每天损失金额",
};

interface Named {
  readonly name: string;
  readonly words: string;
}

export function figureText({ name, words }: Named): Localised {
  return { en: words, zh: Object.hasOwn(IN_CHINESE, name) ? IN_CHINESE[name]! : words };
}

export function figureTitle(figure: Named): Localised {
  const { en, zh } = figureText(figure);
  return { en: en.slice(0, 1).toUpperCase() + en.slice(1), zh };
}
