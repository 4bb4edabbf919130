/** Quantities on their way through columns of nodes, as bands whose width is the quantity. */
import { both, type Text } from "../../core/words.ts";
import { MUTED, TEXT } from "./axes.ts";
import type { Picture } from "./chart.ts";
import { NARROW_BELOW } from "./chart.ts";

export interface FlowNode {
  readonly id: string;
  readonly label: Text;
  readonly amount: Text;
  readonly column: number;
  readonly colour: string;
  readonly tip: Text;
}

export interface FlowLink {
  readonly from: string;
  readonly to: string;
  readonly amount: number;
  readonly colour: string;
  readonly tip: Text;
}

const LABEL_PX = 18;

export function flowPicture(nodes: readonly FlowNode[], links: readonly FlowLink[]): Picture {
  const last = nodes.reduce((most, { column }) => Math.max(most, column), 0);
  const named = new Map(nodes.map((node) => [node.id, node]));
  const labelOf = (id: string): Text => {
    const node = named.get(id);
    return node === undefined ? "" : both`${node.label} ${node.amount}`;
  };
  return {
    height: (width) => (width < NARROW_BELOW ? 520 : 420),
    option: (width, say) => {
      const isNarrow = width < NARROW_BELOW;
      return {
        series: [
          {
            type: "sankey",
            left: 2,
            right: isNarrow ? 2 : 6,
            top: LABEL_PX,
            bottom: 10,
            nodeWidth: 10,
            nodeGap: LABEL_PX + 4,
            layoutIterations: 0,
            draggable: false,
            emphasis: { disabled: true },
            label: {
              ...TEXT,
              textBorderColor: "var(--background)",
              textBorderWidth: 3,
              formatter: ({ name }: { name: string }) => say(labelOf(name)),
            },
            edgeLabel: { show: false, ...MUTED },
            lineStyle: { curveness: 0.5 },
            data: nodes.map(({ id, column, colour }) => ({
              name: id,
              depth: column,
              itemStyle: { color: colour, borderWidth: 0 },
              label: labelPlace(column, last),
            })),
            links: links.map(({ from, to, amount, colour }) => ({
              source: from,
              target: to,
              value: amount,
              lineStyle: { color: colour, opacity: 0.32 },
            })),
          },
        ],
      };
    },
    tips: [{ links: links.map(({ tip }) => tip), nodes: nodes.map(({ tip }) => tip) }],
  };
}

function labelPlace(column: number, last: number): object {
  const verticalAlign = "bottom";
  if (column === 0) return { position: [0, -4], align: "left", verticalAlign };
  if (column === last) return { position: ["100%", -4], align: "right", verticalAlign };
  return { position: ["50%", -4], align: "center", verticalAlign };
}
