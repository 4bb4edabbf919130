/** What the page of labels says, in both languages. */
import type { LabelQuestion, LabelState } from "../../server/label/protocol.ts";

type Expected = NonNullable<LabelState["expected"]>;
export type LabelWords = typeof en;

const en = {
  title: "Label messages",
  intro: "Is this message fraud? Press a key. Each label is saved at once. You can close the page and go on later.",
  fraud: "Fraud",
  benign: "Benign",
  skip: "Skip",
  undo: "Undo",
  finish: "Write the model",
  reasons: {
    likely: "Asked because the starter finds it like fraud.",
    unsure: "Asked because the model is unsure.",
    random: "Drawn at random.",
  } satisfies Readonly<Record<LabelQuestion["reason"], string>>,
  from: ", from",
  line: (line: number) => `line ${line}`,
  speaksFor: "Speaks for fraud",
  speaksAgainst: "Speaks against",
  noModelYet: "A model needs labels of both kinds.",
  counts: (fraud: number, benign: number, skip: number) => `${fraud} fraud, ${benign} benign, ${skip} skipped`,
  quality: "Expected quality by number of labels",
  qualityNote:
    "Matthews correlation: 1 is without error, 0 is chance. It is how far models of these labels, drawn again, agree on the other messages. It is too high where labels contradict each other.",
  noQuality: "It shows from three labels of each kind on.",
  hardlyPays: "More labels hardly pay: the last 50 raised it by less than 0.01.",
  allLabelled: "Every different message is labelled.",
  written: "The model is written. Screen with it:",
  expected: ({ caught, caughtFlagged, benignBlocked, benignFlagged }: Expected) =>
    `A cautious guess: it blocks ${percent(caught)} of fraud and ${percent(benignBlocked)} of benign messages, and flags or blocks ${percent(caughtFlagged)} and ${percent(benignFlagged)}.`,
  other: "中文",
  lost: "The server does not answer: is ringfence label still running?",
};

const zh: LabelWords = {
  title: "标注短信",
  intro: "这条短信是诈骗吗？按一个键。每个标签立即保存。可以关闭页面，以后再继续。",
  fraud: "诈骗",
  benign: "正常",
  skip: "跳过",
  undo: "撤销",
  finish: "写出模型",
  reasons: {
    likely: "选它，因为入门模型认为它像诈骗。",
    unsure: "选它，因为模型拿不准。",
    random: "随机抽取。",
  },
  from: "，来自",
  line: (line) => `第 ${line} 行`,
  speaksFor: "像诈骗的片段",
  speaksAgainst: "不像诈骗的片段",
  noModelYet: "两类标签都有了才能训练模型。",
  counts: (fraud, benign, skip) => `诈骗 ${fraud}，正常 ${benign}，跳过 ${skip}`,
  quality: "预期质量（按标签数）",
  qualityNote:
    "马修斯相关系数：1 表示没有错误，0 等于随机。它是用这些标签重新抽样训练的模型在其余短信上的一致程度。标签互相矛盾时，它偏高。",
  noQuality: "每类至少有三个标签后才显示。",
  hardlyPays: "再标注收益很小：最近 50 个标签只提高了不到 0.01。",
  allLabelled: "所有不同的短信都已标注。",
  written: "模型已写出。用它筛查：",
  expected: ({ caught, caughtFlagged, benignBlocked, benignFlagged }) =>
    `保守估计：拦截 ${percent(caught)} 的诈骗和 ${percent(benignBlocked)} 的正常短信，标记或拦截 ${percent(caughtFlagged)} 和 ${percent(benignFlagged)}。`,
  other: "English",
  lost: "服务器没有回应：ringfence label 还在运行吗？",
};

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}

export const LABEL_WORDS = { en, zh } as const;
