/** Events of the last minutes, by what became of them. */
import { LineChart } from "../../parts/line-chart.tsx";
import { useWords } from "../../words/use-words.ts";
import type { OverviewAnswer } from "../api.ts";
import { useGatewayWords } from "../words.ts";

const LINES = [
  ["allow", "allowed"],
  ["flag", "flagged"],
  ["block", "blocked"],
] as const;
const STEPS = [5, 10, 15, 30, 60, 120];

export function Rate({ rate: { stepSeconds, steps } }: Pick<OverviewAnswer, "rate">) {
  const words = useGatewayWords();
  const { words: common, format } = useWords();
  // The last is not over: it would always seem to fall.
  const whole = steps.slice(0, -1);
  return (
    <section class="panel" aria-labelledby="rate-title">
      <h2 id="rate-title">{words.rate.title}</h2>
      <LineChart
        file="rate"
        label={words.rate.title}
        unit={words.rate.unit}
        hours={whole.map((_, at) => (at - whole.length) * stepSeconds)}
        marks={[]}
        axis={{ word: words.rate.axis, at: (seconds) => words.rate.at(format.count(-seconds)), steps: STEPS }}
        lines={LINES.map(([verdict, colour]) => ({
          name: common.decisions[verdict].name,
          colour,
          dashed: false,
          values: whole.map((step) => step[verdict] / stepSeconds),
        }))}
      />
    </section>
  );
}
