/** Every event on its way from its truth, through the stage that weighed most, to the decision. */
import { both, en, joined, type Text, type Localised, zh } from "../../../core/words.ts";
import { shortNumber } from "../../chart/axes.ts";
import type { Chart } from "../../chart/chart.ts";
import { type FlowLink, type FlowNode, flowPicture } from "../../chart/flow.ts";
import { INK } from "../../chart/palette.ts";
import { percentOf } from "../../figure-words.ts";
import { formatCount } from "../../format.ts";
import { stageTitle } from "../names.ts";
import type { RunFields } from "../run/schema.ts";
import type { StagesFields } from "./schema.ts";

type Row = StagesFields["decidedBy"][number];

const KINDS = [
  { id: "fraud", label: { en: "Fraud", zh: "诈骗" }, colour: INK.fraud },
  { id: "benign", label: { en: "Benign", zh: "正常" }, colour: INK.benign },
] as const;
const DECISIONS = [
  { id: "blocked", label: { en: "Blocked", zh: "拦截" }, does: { en: "blocked", zh: "拦截" }, colour: INK.blocked },
  { id: "flagged", label: { en: "Flagged", zh: "标记" }, does: { en: "flagged", zh: "标记" }, colour: INK.flagged },
  { id: "allowed", label: { en: "Allowed", zh: "放行" }, does: { en: "allowed", zh: "放行" }, colour: INK.allowed },
] as const;
const NO_EVIDENCE: Localised = { en: "No evidence", zh: "没有证据" };

export function flowChart({ decidedBy, events }: StagesFields & Pick<RunFields, "events">): Chart {
  const links = linksOf(decidedBy);
  return {
    id: "decided",
    title: { en: "Whose evidence weighed most?", zh: "谁的证据最重？" },
    sentence: {
      en:
        "Bands are events, as wide as they are many, from what they really were, through the stage whose evidence weighed most, to what " +
        "was decided. Red that ends in “Allowed” is fraud that got through; blue that ends in “Blocked” is harm. To weigh most is not yet to " +
        "decide: evidence may also weigh too little to block, or speak for an event. The stage table counts as “decisive” only " +
        "what was blocked and would have been let through had that stage been silent.",
      zh:
        "带子是事件，越多越宽：从真实类别，经过证据最重的环节，到判定结果。红色流向“放行”的是漏过的诈骗；蓝色流向“拦截”的是误伤。" +
        "最重不等于起决定作用：证据也可能不足以拦截，或对事件有利。环节表中，“起决定作用”只计被拦截、而若无该环节便会放行的事件。",
    },
    legend: [],
    table: {
      head: [
        { en: "Stage", zh: "环节" },
        ...KINDS.flatMap(({ label }) => DECISIONS.map(({ does }) => both`${label}, ${does}`)),
      ],
      rows: decidedBy.map((row) => [
        labelOf(row.stage),
        ...KINDS.flatMap(({ id }) => DECISIONS.map((decision) => formatCount(row[id][decision.id]))),
      ]),
    },
    picture:
      links.length === 0
        ? { en: "There was no event (n = 0).", zh: "没有事件（n = 0）。" }
        : flowPicture(nodesOf(links, decidedBy), withShares(links, events.total)),
  };
}

function labelOf(stage: string): Text {
  return stage === "none" ? NO_EVIDENCE : stageTitle(stage);
}

function linksOf(rows: readonly Row[]): Omit<FlowLink, "tip">[] {
  return KINDS.flatMap(({ id: kind, colour }) =>
    rows.flatMap((row) => {
      const stage = `stage ${row.stage}`;
      const total = DECISIONS.reduce((sum, { id }) => sum + row[kind][id], 0);
      const out = DECISIONS.map(({ id }) => ({ from: stage, to: id, amount: row[kind][id], colour }));
      return [{ from: kind, to: stage, amount: total, colour }, ...out].filter(({ amount }) => amount > 0);
    }),
  );
}

function nodesOf(links: readonly Omit<FlowLink, "tip">[], rows: readonly Row[]): FlowNode[] {
  const through = (id: string): number => {
    const sum = (key: "from" | "to"): number =>
      links.filter((link) => link[key] === id).reduce((total, { amount }) => total + amount, 0);
    return Math.max(sum("from"), sum("to"));
  };
  const node = (id: string, label: Text, column: number, colour: string): FlowNode => {
    const amount = through(id);
    return { id, label, amount: shortNumber(amount), column, colour, tip: both`${label}: ${eventsWords(amount)}` };
  };
  return [
    ...KINDS.map(({ id, label, colour }) => node(id, label, 0, colour)),
    ...rows.map(({ stage }) => node(`stage ${stage}`, labelOf(stage), 1, INK.muted)),
    ...DECISIONS.map(({ id, label, colour }) => node(id, label, 2, colour)),
  ].filter(({ id }) => through(id) > 0);
}

function withShares(links: readonly Omit<FlowLink, "tip">[], total: number): FlowLink[] {
  return links.map((link) => {
    const kind = KINDS.find(({ colour }) => colour === link.colour)!.label;
    const [from, to] = [nameOf(link.from), nameOf(link.to)];
    const way: Localised = { en: `${en(from)} to ${en(to)}`, zh: `${zh(from)} → ${zh(to)}` };
    const share = percentOf(link.amount / total, 2);
    const amount: Localised = {
      en: `${en(eventsWords(link.amount))}, ${share} of all`,
      zh: `${zh(eventsWords(link.amount))}，占全部的 ${share}`,
    };
    return { ...link, tip: joined([both`${kind}: ${way}`, amount], "\n") };
  });
}

function nameOf(id: string): Text {
  if (id.startsWith("stage ")) return labelOf(id.slice("stage ".length));
  return KINDS.find((kind) => kind.id === id)?.label ?? DECISIONS.find((decision) => decision.id === id)!.does;
}

function eventsWords(count: number): Localised {
  return { en: `${formatCount(count)} events`, zh: `${formatCount(count)} 条事件` };
}
