import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { type DrawnLines, linesCsv, linesSvg } from "../../../src/ui/chart/lines-file.ts";
import { LIGHT } from "../../../src/ui/chart/palette.ts";

const CHART: DrawnLines = {
  title: 'What is "lost" & <kept>?',
  unit: "yuan in all",
  hourWord: "hour",
  hours: [1, 2, 3, 4],
  lines: [
    { name: "without", colour: "undefended", dashed: false, values: [10, 20_000, 30_000.5, 40_000] },
    { name: "=SUM(A1)", colour: "muted", dashed: true, values: [null, 5, null, 7] },
  ],
  marks: [
    { hour: 2, name: "crackdown, from hour 2" },
    { hour: 99, name: "later" },
  ],
};

describe("a chart of the live page as a file", () => {
  test("has its own numbers, plain, in CSV; what was not measured is empty", () => {
    expect(parse(linesCsv(CHART), { bom: true })).toEqual([
      ["hour", "without (yuan in all)", "'=SUM(A1) (yuan in all)"],
      ["1", "10", ""],
      ["2", "20000", "5"],
      ["3", "30000.5", ""],
      ["4", "40000", "7"],
    ]);
  });

  test("is one SVG with its title, its names and a line for each, which loads nothing", () => {
    const svg = linesSvg(CHART, LIGHT, String);
    expect(svg).toContain("<title>What is &quot;lost&quot; &amp; &lt;kept&gt;?</title>");
    expect(svg).toContain(">without</text>");
    // A mark beyond the last hour has a name and no line.
    expect(svg).toContain(">crackdown, from hour 2</text>");
    expect(svg.match(/<path d="M[\d.]+ [\d.]+V/g)).toHaveLength(1);
    expect(svg).not.toMatch(/NaN|Infinity|undefined<|var\(|href|<script|style=/);
    const [solid, dashed] = [...svg.matchAll(/<path d="(M[^"]*)" fill="none"/g)].map(([, path]) => path!);
    expect(solid!.match(/[ML]/g)).toEqual(["M", "L", "L", "L"]);
    // A gap where there is no value, not a line to nothing.
    expect(dashed!.match(/[ML]/g)).toEqual(["M", "M"]);
  });

  test("puts every value within its axes, and the largest near the top", () => {
    for (const most of [0, 1, 3, 99, 1_234_567]) {
      const svg = linesSvg({ ...CHART, lines: [{ ...CHART.lines[0]!, values: [0, 0, 0, most] }] }, LIGHT, String);
      const [, path] = /<path d="(M[^"]*)" fill="none"/.exec(svg)!;
      const heights = [...path!.matchAll(/ ([\d.]+)/g)].map(([, y]) => Number(y));
      const rules = [...svg.matchAll(/<path d="M72 ([\d.]+)H/g)].map(([, y]) => Number(y));
      for (const y of heights) expect(y).toBeGreaterThanOrEqual(Math.min(...rules));
      expect(heights[0]).toBe(Math.max(...rules));
      expect(heights.at(-1)).toBeLessThanOrEqual(Math.max(...rules) - (most > 1 ? 120 : 0));
    }
  });
});
