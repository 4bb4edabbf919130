/** A line chart drawn by uPlot, with a legend that says the values under the pointer, and its data as a table. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import { INK, type Palette } from "../../../ui/chart/palette.ts";
import { type Format, NOTHING } from "../format.ts";
import { currentPalette, onPaletteChange } from "../theme.ts";
import type { DrawnLines } from "../../../ui/chart/lines-file.ts";
import { NamedRows } from "./named-rows.tsx";
import { SaveChart } from "./save-chart.tsx";
import { useWords } from "../words/use-words.ts";

export type Line = DrawnLines["lines"][number];

interface Props {
  /** For saved files: a-z and hyphens. */
  readonly file: string;
  readonly label: string;
  readonly unit: string;
  readonly hours: readonly number[];
  readonly lines: readonly Line[];
  readonly marks: readonly Mark[];
  readonly axis?: Axis;
}

interface Axis {
  readonly word: string;
  readonly at: (value: number) => string;
  readonly steps: readonly number[];
}

const HOUR_STEPS = [1, 2, 4, 6, 12, 24, 48, 96, 168, 336, 672, 1344, 2688];

export type Mark = DrawnLines["marks"][number];

export function LineChart({ file, label, unit, hours, lines, marks, axis }: Props) {
  const { words, format } = useWords();
  const {
    word,
    at: said,
    steps,
  } = axis ?? {
    word: words.lines.hour,
    at: (hour: number) => words.events.hour(format.count(hour)),
    steps: HOUR_STEPS,
  };
  const [pointed, setPointed] = useState<number | null>(null);
  const [tableOpen, setTableOpen] = useState(false);
  const holder = useChart(hours, lines, marks, unit, { word, steps }, format, setPointed);
  const at = pointed !== null && pointed < hours.length ? pointed : hours.length - 1;

  return (
    <figure class="chart" aria-label={label}>
      <ul class="legend">
        {lines.map(({ name, colour, dashed, values }) => (
          <li key={name}>
            <svg viewBox="0 0 20 6" width="20" height="6" aria-hidden="true">
              <path class={dashed ? "dashed" : undefined} stroke={INK[colour]} d="M0 3H20" />
            </svg>
            {name} <strong>{valueOf(values[at], format)}</strong>
          </li>
        ))}
        {marks.map(({ name }) => (
          <li key={name}>
            <svg viewBox="0 0 6 12" width="6" height="12" aria-hidden="true">
              <path class="upright" stroke={INK.text} d="M3 0V12" />
            </svg>
            {name}
          </li>
        ))}
        <li class="at">{at === pointed ? words.lines.pointedAt(said(hours[at]!)) : said(hours[at]!)}</li>
      </ul>
      <div class="plot" ref={holder} aria-hidden="true" />
      <div class="foot">
        <details class="data" onToggle={({ currentTarget }) => setTableOpen(currentTarget.open)}>
          <summary>{words.lines.table}</summary>
          {tableOpen && (
            // Focusable, so that it can be scrolled by keyboard.
            <div class="scroll" tabIndex={0} role="region" aria-label={label}>
              <NamedRows
                columns={[word, ...lines.map(({ name }) => name)]}
                rows={hours.map((hour, index) => ({
                  key: String(hour),
                  name: hour,
                  cells: lines.map(({ values }) => valueOf(values[index], format)),
                }))}
              />
            </div>
          )}
        </details>
        <SaveChart name={file} chart={{ title: label, unit, hourWord: word, hours, lines, marks }} />
      </div>
    </figure>
  );
}

function valueOf(value: number | null | undefined, format: Format): string {
  return value === null || value === undefined ? NOTHING : format.count(value);
}

const HEIGHT = 170;
/** Room for "12.3 million" beside the axis. */
const AXIS_WIDTH = 56;

/** One chart in the returned element; made anew when its shape changes, filled when its data do. */
function useChart(
  hours: readonly number[],
  lines: readonly Line[],
  marks: readonly Mark[],
  unit: string,
  axis: Pick<Axis, "word" | "steps">,
  format: Format,
  point: (index: number | null) => void,
) {
  const holder = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const [palette, setPalette] = useState(currentPalette);
  const shape =
    lines.map(({ name, colour }) => `${name}:${colour}`).join() + unit + marks.map(({ hour }) => hour).join();
  const data = [hours, ...lines.map(({ values }) => values)] as unknown as uPlot.AlignedData;

  useEffect(() => onPaletteChange(() => setPalette(currentPalette())), []);
  // Not later, as effects are: lines and figures must be of the same hour.
  useLayoutEffect(() => {
    const element = holder.current!;
    const made = new uPlot(
      optionsOf(element.clientWidth, lines, marks, unit, axis, format, palette, point),
      data,
      element,
    );
    chart.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
    };
  }, [shape, palette]);
  useLayoutEffect(() => chart.current?.setData(data), [hours.length, lines]);

  return holder;
}

function optionsOf(
  width: number,
  lines: readonly Line[],
  marks: readonly Mark[],
  unit: string,
  axis: Pick<Axis, "word" | "steps">,
  format: Format,
  palette: Palette,
  point: (index: number | null) => void,
): uPlot.Options {
  const look: uPlot.Axis = {
    stroke: palette.muted,
    font: "12px system-ui, sans-serif",
    labelFont: "12px system-ui, sans-serif",
    labelSize: 16,
    grid: { stroke: palette.line, width: 0.5 },
    ticks: { stroke: palette.line, width: 0.5, size: 4 },
  };
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, points: { size: 6 }, drag: { x: false, y: false } },
    scales: { x: { time: false }, y: { range: (_, __, most) => [0, Math.max(1, most * 1.05)] } },
    axes: [
      { ...look, label: axis.word, size: 28, incrs: [...axis.steps] },
      { ...look, label: unit, size: AXIS_WIDTH, values: (_, ticks) => ticks.map((tick) => format.short(tick)) },
    ],
    series: [
      {},
      ...lines.map(({ name, colour, dashed }): uPlot.Series => ({
        label: name,
        stroke: palette[colour],
        width: dashed ? 1.25 : 2,
        ...(dashed ? { dash: [5, 4] } : {}),
        points: { show: false },
      })),
    ],
    hooks: {
      setCursor: [({ cursor }) => point(cursor.idx ?? null)],
      draw: marks.map(
        ({ hour }) =>
          (chart: uPlot) =>
            drawMark(chart, hour, palette.text),
      ),
    },
  };
}

function drawMark(chart: uPlot, hour: number, colour: string): void {
  const { ctx, bbox, scales } = chart;
  if (hour < scales["x"]!.min! || hour > scales["x"]!.max!) return;
  const x = Math.round(chart.valToPos(hour, "x", true));
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.setLineDash([2 * devicePixelRatio, 3 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}
