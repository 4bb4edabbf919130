/** What the terms of the live page mean, in both languages. docs/words.md has the same sentences, which a test holds. */
import type { Localised } from "../core/words.ts";

export interface Term {
  readonly term: Localised;
  /** In English: the base of the count, if its meaning begins with "those". */
  readonly of?: string;
  readonly meaning: Localised;
}

export const GLOSSARY = {
  baseRate: {
    term: { en: "base rate", zh: "基础比率" },
    meaning: {
      en: "the share of fraud in all events, also called prevalence. Where it is small, most of what is blocked may be benign, though few benign events are blocked",
      zh: "诈骗在全部事件中的占比。占比很小时，即使正常事件很少被误拦，被拦截的也可能大多是正常的",
    },
  },
  stage: {
    term: { en: "stage", zh: "环节" },
    meaning: {
      en: "a part of screening: links, blocklist, look-alike, match, behaviour, provenance, learned, classify. (The part of a fraud script is a step.)",
      zh: "筛查的一步：链接、黑名单、仿冒、文本匹配、行为、号码来历、学习、研判",
    },
  },
  evidence: {
    term: { en: "evidence", zh: "证据" },
    meaning: { en: "a finding that speaks for or against fraud, with a weight", zh: "支持或反对诈骗的发现，各有权重" },
  },
  decisive: {
    term: { en: "decisive", zh: "起决定作用" },
    of: "events blocked with evidence of a stage",
    meaning: {
      en: "those that would have been let through without this stage",
      zh: "某环节参与拦截的事件中，若无此环节便会放行的",
    },
  },
  score: {
    term: { en: "score", zh: "得分" },
    meaning: {
      en: "the sum of the prior and the weights of the evidence, in hundredths of a nat of log-odds. 100 more makes the odds of fraud 2.718 times as high",
      zh: "先验与证据权重之和，单位为百分之一奈特的对数几率。每多 100，诈骗的几率变为 2.718 倍",
    },
  },
  verdict: {
    term: { en: "verdict", zh: "判定" },
    meaning: {
      en: "allow, flag or block; the score decides it. A blocked event is intercepted and never arrives. A flagged one arrives, and the platform remembers it",
      zh: "放行、标记或拦截，由得分决定。被拦截的事件不会送达；被标记的会送达，但平台记住它",
    },
  },
  intercepted: {
    term: { en: "fraud intercepted", zh: "拦截的诈骗" },
    of: "contacts by gangs",
    meaning: { en: "those that were blocked: the recall of blocking", zh: "团伙的接触中被拦截的：拦截的召回率" },
  },
  benignBlocked: {
    term: { en: "benign blocked", zh: "误拦的正常事件" },
    of: "benign events, by 10,000",
    meaning: { en: "those that were blocked: what interception costs", zh: "正常事件中被拦截的：拦截的代价" },
  },
  filter: {
    term: { en: "Bloom filter", zh: "布隆过滤器" },
    meaning: {
      en: "a row of bits in front of an exact table. Each listed key has set some of them. A key of which one bit is not set is not listed; where all are set, the table must be asked",
      zh: "精确表前面的一排比特。名单上的每个键都置了其中几位。只要有一位未置，该键就不在名单上；全部置位时，必须查表",
    },
  },
  falsePositive: {
    term: { en: "false positive", zh: "误报（过滤器）" },
    meaning: {
      en: "a key that is not listed, of which the filter says “perhaps”. The exact table corrects it",
      zh: "不在名单上，过滤器却说“也许在”的键。精确表会纠正",
    },
  },
  falseAlarm: {
    term: { en: "false alarm", zh: "误报的预警" },
    of: "warnings pushed",
    meaning: {
      en: "those to a subscriber who is in no episode at that time",
      zh: "推送给当时不在诈骗过程中的用户的预警",
    },
  },
  onTarget: {
    term: { en: "on target", zh: "命中" },
    of: "warnings pushed",
    meaning: {
      en: "those to a subscriber in an episode at that time. The share is the **accuracy**",
      zh: "推送给当时正在诈骗过程中的用户的预警。其占比是**命中率**",
    },
  },
  effective: {
    term: { en: "effective", zh: "有效" },
    of: "warnings on target",
    meaning: {
      en: "the first for its episode, and delivered, by whatever channel, before the episode ended and before any money was sent. The share is the **reach**",
      zh: "该过程的第一条命中预警，并以任一渠道在过程结束和转账之前送达。其占比是**送达率**",
    },
  },
  kept: {
    term: { en: "kept", zh: "保住" },
    of: "warnings effective",
    meaning: {
      en: "those after which no money was lost. The share is the **success**, the 98.1 % that the platform reports",
      zh: "有效预警中之后没有损失的。其占比是**成功率**，即平台公布的 98.1 %",
    },
  },
  saved: {
    term: { en: "saved", zh: "挽救" },
    of: "who lost with interception alone",
    meaning: {
      en: "lost money with interception alone, less lost money with warnings too, in the same world with the same luck: the net effect of warnings. Kept also counts people who would have paid nothing anyway, and grows where interception gets worse",
      zh: "同一世界、同样运气：只有拦截时受损的人数，减去加上预警时受损的人数，即预警的净效果。“保住”还算上本来就不会付钱的人，而且拦截越差，“保住”越多",
    },
  },
  avoided: {
    term: { en: "loss avoided", zh: "挽回损失" },
    of: "yuan lost without defences",
    meaning: {
      en: "those that the same people do not lose with them",
      zh: "同一批人，无防护时的损失减去有防护时的损失",
    },
  },
} as const satisfies Readonly<Record<string, Term>>;

export type TermKey = keyof typeof GLOSSARY;

/** A sentence for a page, with terms in **bold**. */
export function meaningOf({ of, meaning: { en, zh } }: Term): Localised {
  const counted = of === undefined ? en : `of ${of}, ${en}`;
  return { en: `${counted.replaceAll("**", "")}.`, zh: `${zh.replaceAll("**", "")}。` };
}
