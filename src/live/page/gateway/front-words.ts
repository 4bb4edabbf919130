/** What the page of a front says, in both languages. */
import { useContext } from "preact/hooks";
import { LanguageContext } from "../words/use-words.ts";

type FrontWords = typeof en;

const en = {
  title: "Ringfence front",
  tagline: "Takes events for a stream",
  waiting: "Waiting for the front.",
  problem: (why: string) => `The front says: ${why}`,

  tiles: {
    label: "Now",
    taken: "Published here",
    takenOf: (messages: string, since: string) =>
      `events, in ${messages} ${messages === "1" ? "message" : "messages"}, since ${since}`,
    again: "Sent again",
    againOf: "messages without an answer, by this front",
    late: "Without a verdict",
    lateOf: "events that are published",
    owned: "Partitions",
    ownedOf: (all: string) => `of ${all} have an owner`,
    verdicts: "Screened",
    verdictsOf: (flagged: string, blocked: string) => `events; ${flagged} flagged, ${blocked} blocked`,
  },

  findings: {
    title: "Is anything wrong?",
    note: "As ringfence gateway doctor says.",
    levels: { good: "good", doubtful: "doubtful", bad: "bad" },
  },

  partitions: {
    title: "Who has which partition?",
    note: "Each partition has one owner at a time. Callers of a partition stay in it.",
    partition: "partition",
    owner: "owner",
    nobody: "nobody",
    behind: (owner: string) => `${owner}, catching up`,
    events: "events",
    flagged: "flagged",
    blocked: "blocked",
    waiting: "without a verdict",
    messages: "messages wait",
    tables: "tables",
  },

  streams: {
    title: "What do the servers hold?",
    note: (server: string) => `The server that was asked is nats-server ${server}.`,
    stream: "stream",
    messages: "messages",
    bytes: "size",
    room: "room left",
    unlimited: "what the server has",
    servers: "servers",
    states: { leads: "leads", follows: "follows", behind: "is behind", away: "is away" },
  },

  workers: {
    title: "What was done twice?",
    note: "Of each worker since it started. After a change of owner, events are screened again, and not published again.",
    none: "No worker is there.",
    worker: "worker",
    program: "version",
    again: "events screened again",
    sent: "verdicts sent again",
    passed: "messages passed over",
  },
};

const zh: FrontWords = {
  title: "Ringfence 前端",
  tagline: "为事件流接收事件",
  waiting: "正在等待前端。",
  problem: (why) => `前端回答：${why}`,

  tiles: {
    label: "当前",
    taken: "由此发布",
    takenOf: (messages, since) => `条事件，共 ${messages} 条消息，自${since}起`,
    again: "重发",
    againOf: "条消息未得到回答，由此前端重发",
    late: "尚无判定",
    lateOf: "条已发布的事件",
    owned: "分区",
    ownedOf: (all) => `个有人负责，共 ${all} 个`,
    verdicts: "已筛查",
    verdictsOf: (flagged, blocked) => `条事件；标记 ${flagged} 条，拦截 ${blocked} 条`,
  },

  findings: {
    title: "有什么问题吗？",
    note: "与 ringfence gateway doctor 所述相同。",
    levels: { good: "正常", doubtful: "可疑", bad: "有误" },
  },

  partitions: {
    title: "各分区由谁负责？",
    note: "每个分区同时只有一个负责者。同一主叫始终在同一分区。",
    partition: "分区",
    owner: "负责者",
    nobody: "无人",
    behind: (owner) => `${owner}，正在追赶`,
    events: "事件",
    flagged: "标记",
    blocked: "拦截",
    waiting: "尚无判定",
    messages: "等待的消息",
    tables: "名单版本",
  },

  streams: {
    title: "服务器上有什么？",
    note: (server) => `所询问的服务器是 nats-server ${server}。`,
    stream: "流",
    messages: "消息",
    bytes: "大小",
    room: "剩余空间",
    unlimited: "以服务器为限",
    servers: "服务器",
    states: { leads: "主", follows: "从", behind: "落后", away: "不在" },
  },

  workers: {
    title: "什么做了两遍？",
    note: "各工作进程自启动以来。换负责者之后，事件会再次筛查，但不会再次发布。",
    none: "没有工作进程。",
    worker: "工作进程",
    program: "版本",
    again: "再次筛查的事件",
    sent: "重发的判定",
    passed: "略过的消息",
  },
};

export const FRONT_WORDS = { en, zh } as const;

export function useFrontWords(): FrontWords {
  return FRONT_WORDS[useContext(LanguageContext)];
}
