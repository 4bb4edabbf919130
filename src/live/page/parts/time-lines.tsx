/** By the hour: events, queues, losses; the run before is dashed, behind. */
import type { ComponentChildren } from "preact";
import type { HistoryPoint } from "../../server/protocol.ts";
import type { Format } from "../format.ts";
import type { PastRun, Run } from "../state.ts";
import { useWords } from "../words/use-words.ts";
import type { Words } from "../words/words.ts";
import { LineChart, type Line, type Mark } from "./line-chart.tsx";

type Colour = Line["colour"];
type Name =
  | "fraud"
  | "blockedFraud"
  | "blockedBenign"
  | "telephoneQueue"
  | "visitQueue"
  | "defended"
  | "unwarned"
  | "undefended"
  | "setYuan";

interface Chart {
  readonly unit: "eventsUnit" | "queueUnit" | "lossesUnit" | "priceUnit";
  readonly lines: readonly {
    readonly name: Name;
    readonly colour: Colour;
    readonly of: (point: HistoryPoint) => number;
    readonly compared?: boolean;
  }[];
}

const CHARTS = {
  events: {
    unit: "eventsUnit",
    lines: [
      { name: "fraud", colour: "fraud", of: ({ fraudInHour }) => fraudInHour },
      { name: "blockedFraud", colour: "blocked", of: ({ blockedFraudInHour }) => blockedFraudInHour, compared: true },
      { name: "blockedBenign", colour: "benign", of: ({ blockedBenignInHour }) => blockedBenignInHour },
    ],
  },
  queue: {
    unit: "queueUnit",
    lines: [
      { name: "telephoneQueue", colour: "reference", of: ({ telephoneQueue }) => telephoneQueue, compared: true },
      { name: "visitQueue", colour: "flagged", of: ({ visitQueue }) => visitQueue },
    ],
  },
  price: {
    unit: "priceUnit",
    lines: [{ name: "setYuan", colour: "reference", of: ({ setYuan }) => setYuan ?? 0, compared: true }],
  },
  losses: {
    unit: "lossesUnit",
    lines: [
      { name: "undefended", colour: "undefended", of: ({ lostYuanUndefended }) => lostYuanUndefended },
      { name: "unwarned", colour: "flagged", of: ({ lostYuanUnwarned }) => lostYuanUnwarned },
      { name: "defended", colour: "defended", of: ({ lostYuan }) => lostYuan, compared: true },
    ],
  },
} as const satisfies Readonly<Record<string, Chart>>;

interface Props {
  readonly run: Run | null;
  readonly past: PastRun | null;
  readonly title: keyof typeof CHARTS;
  readonly children?: ComponentChildren;
}

export function TimeLines({ run, past, title, children }: Props) {
  const { words, format } = useWords();
  const history = run?.history ?? [];
  const { unit, lines }: Chart = CHARTS[title];
  return (
    <section id={title} tabIndex={-1} class="panel" aria-labelledby={`${title}-lines`}>
      <h2 id={`${title}-lines`}>{words.lines[title]}</h2>
      {children}
      {history.length === 0 ? (
        <p class="empty">{words.lines.empty}</p>
      ) : (
        <LineChart
          file={title}
          label={words.lines[title]}
          unit={words.lines[unit]}
          hours={history.map(({ hour }) => hour + 1)}
          marks={run === null ? [] : marksOf(run, words, format)}
          lines={lines.flatMap((line) => linesOf(line, history, past, words))}
        />
      )}
    </section>
  );
}

/** The start of the crackdown, by the scenario or by a student; empty if it is still to come. */
function marksOf({ status, history }: Run, words: Words, format: Format): readonly Mark[] {
  const shown = (history.at(-1)?.hour ?? -1) + 1;
  const { fromHour } = status.crackdown;
  if (fromHour === null || fromHour > shown) return [];
  return [{ hour: fromHour, name: words.lines.crackdown(format.count(fromHour)) }];
}

function linesOf(
  { name, colour, of, compared }: Chart["lines"][number],
  history: readonly HistoryPoint[],
  past: PastRun | null,
  words: Words,
): Line[] {
  const now: Line = { name: words.lines[name], colour, dashed: false, values: history.map(of) };
  if (past === null || !compared) return [now];
  const before = new Map(past.history.map((point) => [point.hour, of(point)]));
  const values = history.map(({ hour }) => before.get(hour) ?? null);
  return [now, { name: words.lines.before(words.lines[name]), colour: "muted", dashed: true, values }];
}
