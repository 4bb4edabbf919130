/** Lines over the hours, drawn by uPlot: a legend says the values under the pointer, a table and a file all of them. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import { count, NOTHING, say, short } from "../../../ui/browser/speech.ts";
import { Button } from "../../../ui/browser/text.tsx";
import { t } from "../../../ui/words.ts";
import type { LineOf, Panel } from "../panels.ts";
import type { PastRun, Run } from "../state.ts";

interface Props {
  readonly panel: Panel;
  readonly run: Run;
  readonly past: PastRun | null;
}

interface Line {
  readonly name: string;
  readonly colour: string;
  readonly isPast: boolean;
  readonly values: readonly (number | null)[];
}

export function LineChart({ panel: { id, title, unit = "", lines: wanted = [] }, run, past }: Props) {
  const [pointed, setPointed] = useState<number | null>(null);
  const [isTableOpen, setTableOpen] = useState(false);
  const hours = run.history.map(({ hour }) => hour + 1);
  const lines = wanted.flatMap((line) => linesOf(line, run, past));
  const holder = useChart(hours, lines, say(unit), setPointed);
  const at = pointed !== null && pointed < hours.length ? pointed : hours.length - 1;
  const columns = [say(t`hour`), ...lines.map(({ name }) => name)];
  return (
    <figure class="chart" aria-label={say(title)}>
      <ul class="legend">
        {lines.map(({ name, colour, isPast, values }) => (
          <li key={name}>
            <span class={isPast ? "key dashed" : "key"} style={{ borderColor: `var(--${colour})` }} /> {name}{" "}
            <strong>{valueOf(values[at])}</strong>
          </li>
        ))}
        <li>{say(t`hour ${count(hours[at] ?? 0)}`)}</li>
      </ul>
      <div class="plot" ref={holder} aria-hidden="true" />
      <details onToggle={({ currentTarget }) => setTableOpen(currentTarget.open)}>
        <summary>{say(t`The numbers as a table`)}</summary>
        {isTableOpen && (
          <>
            <Button name={t`Save as CSV`} act={() => save(id, columns, hours, lines)} />
            {/* Focusable, so that it can be scrolled by keyboard. */}
            <div class="scroll" tabIndex={0} role="region" aria-label={say(title)}>
              <table>
                <tr>
                  {columns.map((name) => (
                    <th scope="col" key={name}>
                      {name}
                    </th>
                  ))}
                </tr>
                {hours.map((hour, index) => (
                  <tr key={hour}>
                    <th scope="row">{hour}</th>
                    {lines.map(({ name, values }) => (
                      <td key={name}>{valueOf(values[index])}</td>
                    ))}
                  </tr>
                ))}
              </table>
            </div>
          </>
        )}
      </details>
    </figure>
  );
}

function valueOf(value: number | null | undefined): string {
  return value == null ? NOTHING : count(value);
}

/** The line, and behind it the run before. */
function linesOf({ name, colour, of, compared }: LineOf, { history }: Run, past: PastRun | null): Line[] {
  const now: Line = { name: say(name), colour, isPast: false, values: history.map(of) };
  if (past === null || compared !== true) return [now];
  const values = history.map((_, hour) => (past.history[hour] ? of(past.history[hour]) : null));
  return [now, { name: say(t`${name}, run before`), colour: "muted", isPast: true, values }];
}

/** A row an hour, numbers unrounded; with a mark, for spreadsheets. */
function save(id: string, columns: readonly string[], hours: readonly number[], lines: readonly Line[]): void {
  const rows = hours.map((hour, index) => [hour, ...lines.map(({ values }) => values[index] ?? "")].join(","));
  const text = [columns.map((name) => `"${name}"`).join(","), ...rows].map((row) => `${row}\r\n`).join("");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`\ufeff${text}`], { type: "text/csv" }));
  link.download = `ringfence-${id}.csv`;
  link.click();
  // Not at once: a browser may read it later.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

const HEIGHT = 170;
const HOUR_STEPS = [1, 2, 4, 6, 12, 24, 48, 96, 168, 336, 672, 1344, 2688];

/** One chart in the returned element; made anew when its shape changes, filled when its data do. */
function useChart(hours: readonly number[], lines: readonly Line[], unit: string, point: (at: number | null) => void) {
  const holder = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const data = [hours, ...lines.map(({ values }) => values)] as unknown as uPlot.AlignedData;
  // Not later, as effects are: lines and figures must be of the same hour.
  useLayoutEffect(() => {
    const element = holder.current!;
    const size = () => ({ width: element.clientWidth, height: HEIGHT });
    // Looked up at each drawing: the system may go from light to dark.
    const ink = (name: string) => () => {
      element.style.color = `var(--${name})`;
      return getComputedStyle(element).color;
    };
    const font = "12px system-ui, sans-serif";
    const rule = { stroke: ink("line"), width: 0.5 };
    const look: uPlot.Axis = { stroke: ink("muted"), font, labelFont: font, labelSize: 16, grid: rule, ticks: rule };
    const made = new uPlot(
      {
        ...size(),
        legend: { show: false },
        cursor: { y: false, points: { size: 6 }, drag: { x: false, y: false } },
        scales: { x: { time: false }, y: { range: (_, __, most) => [0, Math.max(1, most * 1.05)] } },
        axes: [
          { ...look, label: say(t`hour`), size: 28, incrs: HOUR_STEPS },
          // Room for "12.3 million".
          { ...look, label: unit, size: 56, values: (_, ticks) => ticks.map(short) },
        ],
        series: [
          {},
          ...lines.map(({ colour, isPast }) => ({
            stroke: ink(colour),
            width: isPast ? 1.25 : 2,
            dash: isPast ? [5, 4] : [],
            points: { show: false },
          })),
        ],
        hooks: { setCursor: [({ cursor }) => point(cursor.idx ?? null)] },
      },
      data,
      element,
    );
    chart.current = made;
    const observer = new ResizeObserver(() => made.setSize(size()));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
    };
  }, [[unit, ...lines.map(({ name }) => name)].join()]);
  useLayoutEffect(() => chart.current?.setData(data), [hours.length, lines]);
  return holder;
}
