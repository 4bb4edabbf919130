/** What the page of a gateway says, in both languages. */
import { useWords } from "../words/use-words.ts";

const en = {
  title: "Ringfence gateway",
  tagline: "Verdicts on live calls and messages",
  skip: "Skip to the cases",
  lost: "The gateway does not answer.",
  problem: (why: string) => `The gateway refused: ${why}`,
  token: "Token",
  tokenNote: "This gateway asks for the feed token. It stays in this tab, and is gone when the tab is closed.",
  open: "Open",
  leave: "Forget the token",
  last: "The last events that were flagged or blocked",
  noneLast: "None yet.",
  cases: "Cases",
  noneCases: "No case is pending.",
  complaints: (complaints: number, reporters: number) => `complaints: ${complaints}, by ${reporters}`,
  fraud: "Fraud",
  benign: "Benign",
  decided: (id: string, decision: "fraud" | "benign") => `${id}: ${decision}`,
  more: (count: number) => `${count} more.`,
  flag: "flagged",
  block: "blocked",
};

const zh: typeof en = {
  title: "Ringfence 网关",
  tagline: "对实时通话和短信的判定",
  skip: "跳到案件",
  lost: "网关没有应答。",
  problem: (why) => `网关拒绝：${why}`,
  token: "令牌",
  tokenNote: "此网关需要 feed 令牌。令牌只保存在此标签页中，关闭后即失效。",
  open: "打开",
  leave: "忘记令牌",
  last: "最近被标记或拦截的事件",
  noneLast: "暂无。",
  cases: "案件",
  noneCases: "没有待处理的案件。",
  complaints: (complaints, reporters) => `投诉 ${complaints} 次，${reporters} 人`,
  fraud: "诈骗",
  benign: "正常",
  decided: (id, decision) => `${id}：${decision === "fraud" ? "诈骗" : "正常"}`,
  more: (count) => `还有 ${count} 件。`,
  flag: "标记",
  block: "拦截",
};

export const GATEWAY_WORDS = { en, zh };

export function useGatewayWords(): typeof en {
  return GATEWAY_WORDS[useWords().language];
}
