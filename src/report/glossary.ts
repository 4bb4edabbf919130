/** What the terms of pages mean, in both languages. docs/words.md has the same sentences, which a test holds. */
import type { Localised } from "../core/words.ts";

export interface Term {
  readonly term: Localised;
  /** In English: the base of the count, if its meaning begins with "those". */
  readonly of?: string;
  readonly meaning: Localised;
}

export const GLOSSARY = {
  event: {
    term: { en: "event", zh: "事件" },
    meaning: { en: "one call or one message, as an operator sees it", zh: "运营商看到的一次电话或一条短信" },
  },
  benign: { term: { en: "benign", zh: "正常" }, meaning: { en: "not fraud", zh: "不是诈骗" } },
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
  nat: {
    term: { en: "nat", zh: "奈特" },
    meaning: {
      en: "the unit of weights of evidence: one nat more makes the odds of fraud 2.718 times as high, one less divides them by as much",
      zh: "证据权重的单位：多一奈特，诈骗的几率变为 2.718 倍；少一奈特，则除以 2.718",
    },
  },
  prior: {
    term: { en: "prior", zh: "先验" },
    meaning: {
      en: "the score of an event on which no stage has evidence",
      zh: "没有任何环节有证据时，事件的得分",
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
  precision: {
    term: { en: "precision", zh: "精确率" },
    of: "events blocked",
    meaning: {
      en: "those that were contacts by gangs. It falls with the share of fraud, so it is also given for 1 % and 0.36 %",
      zh: "被拦截的事件中真是团伙接触的。诈骗占比越低，它越低，所以另按 1 % 和 0.36 % 给出",
    },
  },
  filter: {
    term: { en: "Bloom filter", zh: "布隆过滤器" },
    meaning: {
      en: "a row of bits in front of an exact table. Each listed key has set some of them. A key of which one bit is not set is not listed; where all are set, the table must be asked",
      zh: "精确表前面的一排比特。名单上的每个键都置了其中几位。只要有一位未置，该键就不在名单上；全部置位时，必须查表",
    },
  },
  filterWord: {
    term: { en: "word of the filter", zh: "过滤器的字" },
    meaning: {
      en: "32 neighbouring bits of a Bloom filter. Its number is its place, counted from 0. A key always asks for the same bits of the same words",
      zh: "布隆过滤器中相邻的 32 位。编号是其位置，从 0 数起。同一个键总是查同样的字、同样的位",
    },
  },
  falsePositive: {
    term: { en: "false positive", zh: "误报（过滤器）" },
    meaning: {
      en: "a key that is not listed, of which the filter says “perhaps”. The exact table corrects it",
      zh: "不在名单上，过滤器却说“也许在”的键。精确表会纠正",
    },
  },
  template: {
    term: { en: "template", zh: "话术模板" },
    meaning: {
      en: "a known fraud text, normalised, to which messages are compared",
      zh: "已知的诈骗文本，归一化后用来与短信比较",
    },
  },
  obfuscation: {
    term: { en: "obfuscation", zh: "伪装" },
    meaning: { en: "how far a text is disguised, level 0 (plain) to 5", zh: "文本伪装到什么程度，从 0（明文）到 5 级" },
  },
  episode: {
    term: { en: "episode", zh: "诈骗过程" },
    meaning: {
      en: "one gang's attempt on one subscriber who is hooked, until its end: money is transferred (lost), a warning is heeded, the subscriber sees through it, contact is lost, or the site or app is blocked",
      zh: "一个团伙对一名上钩用户的一次诈骗，直到结束：钱被转走、听从预警、用户识破、联系中断，或网站、应用被封堵",
    },
  },
  exposure: {
    term: { en: "exposure", zh: "暴露值" },
    meaning: {
      en: "a sum of signals that a subscriber is being targeted, of each kind the strongest. It fades with time. It comes from events alone, never from the list of episodes",
      zh: "显示某用户被盯上的各种信号之和，每种只计最强的一个，随时间消退。只来自事件，从不来自诈骗过程的清单",
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
  dissuasion: {
    term: { en: "dissuasion", zh: "劝阻" },
    meaning: {
      en: "how a warning is brought: by text, by telephone, through a relative, by visit. Agents and teams are few, so it may come late",
      zh: "预警怎样送到：短信、电话、亲属、上门。人手有限，所以可能来得晚",
    },
  },
  seed: {
    term: { en: "seed", zh: "种子" },
    meaning: {
      en: "a number that all chance of a run comes from: the same seed gives the same world",
      zh: "运行中一切偶然由此而来的数：相同的种子，相同的世界",
    },
  },
  digest: {
    term: { en: "digest", zh: "摘要" },
    meaning: {
      en: "a 64-bit sum over all decisions and outcomes of a run. Equal digests mean equal results",
      zh: "一次运行全部判定和结果的 64 位之和。摘要相同，结果就相同",
    },
  },
} as const satisfies Readonly<Record<string, Term>>;

export type TermKey = keyof typeof GLOSSARY;

/** A sentence for a page, with terms in **bold**. */
export function meaningOf({ of, meaning: { en, zh } }: Term): Localised {
  const counted = of === undefined ? en : `of ${of}, ${en}`;
  return { en: `${counted.replaceAll("**", "")}.`, zh: `${zh.replaceAll("**", "")}。` };
}
