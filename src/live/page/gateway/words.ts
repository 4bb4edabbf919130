/** What the page of a gateway says, in both languages. */
import { useContext } from "preact/hooks";
import { LanguageContext } from "../words/use-words.ts";

type GatewayWords = typeof en;

const en = {
  title: "Ringfence gateway",
  tagline: "Verdicts on live calls and messages",
  skip: "Skip to the cases",
  waiting: "Waiting for the gateway.",
  problem: (why: string) => `The gateway refused: ${why}`,

  door: {
    title: "This gateway asks for a token",
    token: "Token",
    note: "It stays in this tab, and is gone when the tab is closed. A token with the role read sees the page; one with the role feed decides cases, too.",
    wrong: "The gateway does not know this token.",
    noRole: "This token has not the role read. Use another.",
    open: "Open",
    leave: "Forget the token",
  },

  first: {
    title: "Nothing has come yet",
    note: "Send the first event from a shell. Its verdict comes as the answer, and is counted here.",
    token: "Put a token with the role screen in the place of TOKEN.",
  },

  tiles: {
    label: "Now",
    rate: "Events a second",
    rateOf: (events: string, since: string) => `${events} events since ${since}`,
    blocked: "Blocked",
    flagged: "Flagged",
    ofAll: (share: string, of: string) => `${share} of ${of} events`,
    micros: "Screening, p99",
    microsOf: (p50: string, count: string) => `p50 ${p50}; ${count} events of the last minutes`,
    waiting: "Wait in the queue",
    waitingOf: "of the next event, before it is screened",
    unscreened: (count: string) => `${count} passed unscreened`,
  },

  rate: {
    title: "How many events come, and what becomes of them?",
    unit: "events a second",
    axis: "seconds ago",
    at: (seconds: string) => `${seconds} s ago`,
  },

  stages: {
    title: "Which stage speaks against an event?",
    note: "Of what was flagged or blocked, the events on which each stage has evidence. One event may have evidence of several.",
    stage: "stage",
    flaggedCalls: "calls flagged",
    blockedCalls: "calls blocked",
    flaggedMessages: "messages flagged",
    blockedMessages: "messages blocked",
    event: "route or link",
    all: "all events",
    none: "Nothing was flagged or blocked yet.",
    evidence: "Evidence",
    times: "times",
  },

  classes: { call: "calls", message: "messages" },

  shadow: {
    title: "What would the shadow decide?",
    note: "Another configuration screens the same events, and is only counted.",
    compared: (different: string, of: string) => `${different} of ${of} events would be decided otherwise.`,
    left: (shed: string, failed: string) => `Left out: ${shed} for want of time, ${failed} that it could not screen.`,
    over: (why: string) => `The shadow is over: ${why}. Verdicts go on as they were.`,
    decided: "decided",
    would: "shadow",
    class: "of",
    events: "events",
  },

  drift: {
    title: "Have the scores changed?",
    note: "Scores of the last day, in the tenths of the first day: without a change each has the same share as then.",
    none: "The first day is not over, or had too few events.",
    index: (index: string, byChance: string) =>
      `Population stability index ${index}; about ${byChance} would come by chance.`,
    little: "Nothing to speak of (below 0.1).",
    some: "Some change (from 0.1 on).",
    shift: "A shift (from 0.25 on): look at what comes, and set thresholds anew.",
    upTo: "score up to",
    above: "above",
    first: "first day",
    last: "last day",
  },

  thresholds: {
    title: "Which thresholds fit the last day?",
    note: "An event counts as benign unless somebody decided that it is fraud. Fraud that nobody found makes thresholds higher than they need be.",
    share: "Of benign events, block at most",
    look: "Look",
    of: (events: string, since: string, fraud: string, sampled: string) =>
      `${events} events since ${since}, ${fraud} of them decided fraud. Shares are of the others, by a sample of ${sampled}.`,
    flagFrom: "flag from",
    blockFrom: "block from",
    flagged: "flagged or blocked",
    blocked: "blocked",
    now: "now",
    suggested: "suggested",
    advises:
      "The model only advises: it flags a message, and blocks none by itself. A text near a known script may be blocked.",
    take: "To take them, start the gateway with:",
  },

  last: {
    title: "Flagged and blocked last",
    note: "The latest first, numbers masked. Choose one to see how its evidence adds up.",
    none: "Nothing was flagged or blocked yet.",
    why: "Why this verdict?",
    id: "Event",
    tables: (number: string) => `screened with tables ${number}`,
    script: "Nearest script",
    similarity: (share: string) => `${share} alike`,
    noEvidence: "no evidence beyond the prior",
    hundredths: (score: string, setting: string) =>
      `Settings and answers have hundredths of these scores: ${score} here is ${setting} there.`,
  },

  tables: {
    title: "Tables in force",
    number: (number: string) => `Number ${number}.`,
    blocklist: "blocklist",
    templates: "scripts",
    model: "model",
    none: "none",
    entries: (count: string) => `${count} entries`,
  },

  cases: {
    title: "Cases",
    note: "What people complained about. A decision of fraud lists the number or domain at once. A decision of benign takes it back.",
    keys: "Keys: F fraud, B benign, J next, K the one before.",
    readOnly: "This token sees cases. To decide them, use one with the role feed.",
    show: "Show",
    states: { pending: "pending", fraud: "fraud", benign: "benign", any: "all" },
    deciding: (what: string) => `deciding: ${what}`,
    none: "There is none.",
    more: (count: string) => `${count} more are not shown.`,
    about: { caller: "number", domain: "domain", text: "text" },
    complaints: (count: string, reporters: string) => `complaints: ${count}, reporters: ${reporters}`,
    last: (when: string) => `last ${when}`,
    decidedBy: (who: string) => `decided by ${who}`,
    fraud: "Fraud",
    benign: "Benign",
    takesTexts: "Texts of a case of fraud become scripts",
    decided: { fraud: (id: string) => `${id}: fraud`, benign: (id: string) => `${id}: benign` },
  },
};

const zh: GatewayWords = {
  title: "Ringfence 网关",
  tagline: "对实时电话和短信的判定",
  skip: "跳到案件",
  waiting: "正在等待网关。",
  problem: (why) => `网关拒绝：${why}`,

  door: {
    title: "此网关需要令牌",
    token: "令牌",
    note: "令牌只留在本标签页，关闭标签页即消失。具有 read 角色的令牌可以查看，具有 feed 角色的还可以判定案件。",
    wrong: "网关不认识此令牌。",
    noRole: "此令牌没有 read 角色。请换一个。",
    open: "打开",
    leave: "清除令牌",
  },

  first: {
    title: "还没有任何事件",
    note: "在命令行发送第一条事件。判定作为回答返回，并在此计数。",
    token: "把 TOKEN 换成具有 screen 角色的令牌。",
  },

  tiles: {
    label: "当前",
    rate: "每秒事件",
    rateOf: (events, since) => `自${since}起共 ${events} 条`,
    blocked: "拦截",
    flagged: "标记",
    ofAll: (share, of) => `占 ${of} 条事件的 ${share}`,
    micros: "筛查用时 p99",
    microsOf: (p50, count) => `p50 ${p50}；最近几分钟 ${count} 条`,
    waiting: "排队等待",
    waitingOf: "下一条事件在筛查前的等待",
    unscreened: (count) => `${count} 条未经筛查放行`,
  },

  rate: {
    title: "来了多少事件，结果如何？",
    unit: "每秒条数",
    axis: "多少秒前",
    at: (seconds) => `${seconds} 秒前`,
  },

  stages: {
    title: "哪个环节提出了证据？",
    note: "在被标记或拦截的事件中，各环节有证据的条数。一条事件可有多个环节的证据。",
    stage: "环节",
    flaggedCalls: "标记的电话",
    blockedCalls: "拦截的电话",
    flaggedMessages: "标记的短信",
    blockedMessages: "拦截的短信",
    event: "线路或链接",
    all: "全部事件",
    none: "尚未标记或拦截任何事件。",
    evidence: "证据",
    times: "次数",
  },

  classes: { call: "电话", message: "短信" },

  shadow: {
    title: "影子配置会如何判定？",
    note: "另一套配置筛查同样的事件，只计数，不生效。",
    compared: (different, of) => `${of} 条事件中，${different} 条会判得不同。`,
    left: (shed, failed) => `未比较：${shed} 条来不及，${failed} 条无法筛查。`,
    over: (why) => `影子配置已停止：${why}。判定照常进行。`,
    decided: "实际判定",
    would: "影子判定",
    class: "类别",
    events: "条数",
  },

  drift: {
    title: "分数分布是否如初？",
    note: "最近一天的分数按第一天的十等分统计：若无变化，每一份的占比与当时相同。",
    none: "第一天尚未结束，或事件太少。",
    index: (index, byChance) => `群体稳定性指数 ${index}；仅凭偶然约为 ${byChance}。`,
    little: "变化不大（低于 0.1）。",
    some: "有一些变化（0.1 起）。",
    shift: "明显偏移（0.25 起）：请查看来了什么，并重新设定阈值。",
    upTo: "分数至",
    above: "以上",
    first: "第一天",
    last: "最近一天",
  },

  thresholds: {
    title: "最近一天适合什么阈值？",
    note: "没有人判为诈骗的事件都算正常。未被发现的诈骗会使阈值偏高。",
    share: "正常事件中，最多拦截",
    look: "查看",
    of: (events, since, fraud, sampled) =>
      `自${since}起 ${events} 条事件，其中 ${fraud} 条已判为诈骗。占比以其余事件计，样本 ${sampled} 条。`,
    flagFrom: "标记起点",
    blockFrom: "拦截起点",
    flagged: "标记或拦截",
    blocked: "拦截",
    now: "当前",
    suggested: "建议",
    advises: "模型仅供参考：模型本身最多标记，不会拦截。接近已知话术的文本可能被拦截。",
    take: "要采用，请这样启动网关：",
  },

  last: {
    title: "最近标记和拦截的事件",
    note: "最新的在前，号码已遮蔽。选择一条，查看证据如何相加。",
    none: "尚未标记或拦截任何事件。",
    why: "为何如此判定？",
    id: "事件",
    tables: (number) => `所用名单版本 ${number}`,
    script: "最接近的话术",
    similarity: (share) => `相似度 ${share}`,
    noEvidence: "除先验外没有证据",
    hundredths: (score, setting) => `设置和接口以百分之一为单位：此处的 ${score}，在那里是 ${setting}。`,
  },

  tables: {
    title: "生效的名单",
    number: (number) => `版本 ${number}。`,
    blocklist: "黑名单",
    templates: "话术",
    model: "模型",
    none: "无",
    entries: (count) => `${count} 条`,
  },

  cases: {
    title: "案件",
    note: "人们投诉的对象。判为诈骗，号码或域名立即列入黑名单；判为正常，则撤回。",
    keys: "按键：F 诈骗，B 正常，J 下一个，K 上一个。",
    readOnly: "此令牌只能查看案件。要判定，请使用具有 feed 角色的令牌。",
    show: "显示",
    states: { pending: "待判定", fraud: "诈骗", benign: "正常", any: "全部" },
    deciding: (what) => `正在判定：${what}`,
    none: "没有这类案件。",
    more: (count) => `另有 ${count} 个未显示。`,
    about: { caller: "号码", domain: "域名", text: "文本" },
    complaints: (count, reporters) => `投诉 ${count} 次，投诉人 ${reporters} 个`,
    last: (when) => `最近：${when}`,
    decidedBy: (who) => `判定者：${who}`,
    fraud: "诈骗",
    benign: "正常",
    takesTexts: "诈骗案件的文本成为话术",
    decided: { fraud: (id) => `${id}：诈骗`, benign: (id) => `${id}：正常` },
  },
};

export const GATEWAY_WORDS = { en, zh } as const;

export function useGatewayWords(): GatewayWords {
  return GATEWAY_WORDS[useContext(LanguageContext)];
}
