/** Every event on its way from what it was, through the stage that weighed most, to the decision. */
import { FINDERS } from "../../../detect/finders.ts";
import type { Chart } from "../../chart/chart.ts";
import { type FlowLink, type FlowNode, flowPicture } from "../../chart/flow.ts";
import { shortNumber } from "../../chart/axes.ts";
import { INK } from "../../chart/palette.ts";
import { formatCount } from "../../format.ts";
import type { Report } from "../../schema.ts";
import { percentOf } from "../words.ts";

type Row = NonNullable<Report["decidedBy"]>[number];

const KINDS = [
  { id: "fraud", label: "Fraud", colour: INK.fraud },
  { id: "benign", label: "Benign", colour: INK.benign },
] as const;
const DECISIONS = [
  { id: "blocked", label: "Blocked", colour: INK.blocked },
  { id: "flagged", label: "Flagged", colour: INK.flagged },
  { id: "allowed", label: "Allowed", colour: INK.allowed },
] as const;
/** A report may be of a run with a stage that this process does not have: it goes by its name. */
const STAGE_LABELS: ReadonlyMap<string, string> = new Map([
  ...FINDERS.map(({ name, title }) => [name, title.en] as const),
  ["none", "No evidence"],
]);

export function flowChart({ decidedBy = [], events }: Report): Chart {
  const links = linksOf(decidedBy);
  return {
    id: "decided",
    title: "Whose evidence weighed most?",
    sentence:
      "Bands are events, as wide as they are many, from what they really were, through the stage whose evidence weighed most, to what " +
      "was decided. Red that ends in “Allowed” is fraud that got through; blue that ends in “Blocked” is harm. To weigh most is not yet to " +
      "decide: evidence may also weigh too little to block, or speak for an event. The stage table in the terminal counts as “decisive” only " +
      "what was blocked and would have been let through had that stage been silent.",
    legend: [],
    table: {
      head: [
        "Stage",
        ...KINDS.flatMap(({ label }) => DECISIONS.map((decision) => `${label}, ${decision.label.toLowerCase()}`)),
      ],
      rows: decidedBy.map((row) => [
        labelOf(row.stage),
        ...KINDS.flatMap(({ id }) => DECISIONS.map((decision) => formatCount(row[id][decision.id]))),
      ]),
    },
    picture:
      decidedBy.length === 0
        ? "No data: this report is of a version before 0.4.0, which did not count what each stage decided."
        : links.length === 0
          ? "There was no event (n = 0)."
          : flowPicture(nodesOf(links, decidedBy), withShares(links, events.total)),
  };
}

function labelOf(stage: string): string {
  return STAGE_LABELS.get(stage) ?? stage;
}

/** What is fraud is red and what is benign is blue all the way. */
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
  const node = (id: string, label: string, column: number, colour: string): FlowNode => {
    const amount = shortNumber(through(id));
    return { id, label, amount, column, colour, tip: `${label}: ${formatCount(through(id))} events` };
  };
  return [
    ...KINDS.map(({ id, label, colour }) => node(id, label, 0, colour)),
    ...rows.map(({ stage }) => node(`stage ${stage}`, labelOf(stage), 1, INK.muted)),
    ...DECISIONS.map(({ id, label, colour }) => node(id, label, 2, colour)),
  ].filter(({ id }) => through(id) > 0);
}

function withShares(links: readonly Omit<FlowLink, "tip">[], total: number): FlowLink[] {
  return links.map((link) => ({
    ...link,
    tip:
      `${link.colour === INK.fraud ? "Fraud" : "Benign"}: ${nameOf(link.from)} to ${nameOf(link.to)}\n` +
      `${formatCount(link.amount)} events, ${percentOf(link.amount / total, 2)} of all`,
  }));
}

function nameOf(id: string): string {
  return id.startsWith("stage ") ? labelOf(id.slice("stage ".length)) : id;
}
