import { describe, expect, test } from "vitest";
import { renderRunPage } from "../../src/report/html/run-page.ts";
import { rate } from "../../src/metrics/rates.ts";
import { buildReport } from "../../src/report/report.ts";
import { reportSchema } from "../../src/report/schema.ts";
import { sensitivityOutcome } from "../../src/metrics/sensitivity.ts";
import type { Sensitivity } from "../../src/report/sensitivity-schema.ts";
import { sensitivityTables } from "../../src/report/tables/sensitivity-tables.ts";
import { drawTable } from "../../src/report/terminal/draw-table.ts";
import { baselineTable } from "../../src/report/tables/baseline-table.ts";
import { renderReport } from "../../src/report/terminal/render-report.ts";
import { SENSITIVITY_PARAMETERS } from "../../src/experiment/sensitivity.ts";
import { emptyLoop, sampleLoop } from "./sample-loop.ts";
import { sampleInput, sampleReport } from "./sample-report.ts";

const PLAIN = { colour: false };

const outcome = (kept: number, effective = 1000) => ({
  success: rate(kept, effective),
  reach: rate(9, 10),
  accuracy: rate(8, 10),
  coverage: rate(7, 10),
});

const SENSITIVITY: Sensitivity = {
  base: outcome(980),
  rows: [
    row("reach.atHome", 1, [0.5, 975], null),
    row("episodes.transferHours", 14, [7, 930], [28, 985]),
    row("dissuasion.agents", 10, [5, 980], [20, 995]),
    row("signals.callBack", 1.1, [0.55, 990], [2.2, 970]),
  ],
};

type Change = readonly [value: number, kept: number] | null;

/** Every parameter with all its digits, moved to where nobody is kept. */
function widest(kept: number, effective: number): Sensitivity {
  const none = { success: rate(0, effective), reach: rate(0, 1), accuracy: rate(0, 1), coverage: rate(0, 1) };
  const moved = { value: 0.005_678, ...none };
  const rows = SENSITIVITY_PARAMETERS.map((parameter) => ({
    parameter,
    value: 0.001_234_5,
    halved: moved,
    doubled: moved,
  }));
  return {
    base: { success: rate(kept, effective), reach: rate(1, 1), accuracy: rate(1, 1), coverage: rate(1, 1) },
    rows,
  };
}

function row(parameter: string, value: number, halved: Change, doubled: Change): Sensitivity["rows"][number] {
  const moved = (change: Change) => change && { value: change[0], ...outcome(change[1]) };
  return { parameter, value, halved: moved(halved), doubled: moved(doubled) };
}

function inTerminal(sensitivity: Sensitivity): string {
  return sensitivityTables(sensitivity)
    .map((table) => drawTable(table, PLAIN))
    .join("\n\n");
}

describe("the table of sensitivity", () => {
  test("has differences of success in points, the greatest effect first, and nothing where a value cannot move", () => {
    const lines = inTerminal(SENSITIVITY).split("\n");
    expect(lines.slice(0, 5).map((line) => line.trim().split(/ {2,}/))).toEqual([
      ["Sensitivity of success", "value", "halved", "points", "doubled", "points"],
      ["episodes.transferHours", "14", "7", "-5.00", "28", "+0.50"],
      ["dissuasion.agents", "10", "5", "0.00", "20", "+1.50"],
      ["signals.callBack", "1.1", "0.55", "+1.00", "2.2", "-1.00"],
      ["reach.atHome", "1", "0.5", "-0.50"],
    ]);
  });

  test("marks a value that did not go as far as half or twice, and says why", () => {
    const rows = [row("reach.atHome", 0.992, [0.496, 975], [1, 990]), row("episodes.attempts", 3, [2, 970], [6, 980])];
    const text = inTerminal({ ...SENSITIVITY, rows });
    expect(text).toMatch(/reach\.atHome +0\.992 +0\.496 +-0\.50 +1\* +\+1\.00\n/);
    expect(text).toMatch(/episodes\.attempts +3 +2\* +-1\.00 +6 +0\.00\n/);
    expect(text).toMatch(/\* not as far as half or twice/);
    expect(inTerminal(SENSITIVITY)).not.toContain("*");
  });

  test("explains empty cells where there are any", () => {
    const legend = "A value is empty where it cannot move.";
    expect(inTerminal(SENSITIVITY)).toContain(legend);
    const rows = SENSITIVITY.rows.filter(({ doubled }) => doubled !== null);
    expect(inTerminal({ ...SENSITIVITY, rows })).not.toContain(legend);
  });

  test("marks what one person more or less makes, and says how many changes may be luck", () => {
    const [firstTalk, visit] = [
      row("reach.refuses", 0.9, [0.45, 979], [1.8, 978]),
      row("reach.atHome", 1, [0.5, 900], null),
    ];
    // 961 of 981 is nearer to 980 of 1,000 than one person is, and so is 981 of 1,001.
    const other = { ...row("reach.readsMessage", 0.5, [0.25, 980], [1, 980]) };
    const rows = [firstTalk, visit, { ...other, halved: { ...other.halved!, success: rate(961, 981) } }];
    const base = { ...outcome(980), success: { ...rate(980, 1000), clusterLow: 0.96, clusterHigh: 0.99 } };
    const text = inTerminal({ base, rows });
    expect(text).toMatch(/reach\.refuses +0\.9 +0\.45 +-0\.10~ +1\.8 +-0\.20\n/);
    expect(text).toMatch(/reach\.atHome +1 +0\.5 +-8\.00\n/);
    expect(text).toMatch(/reach\.readsMessage +0\.5 +0\.25 +-0\.04~ +1 +0\.00\n/);
    expect(text).toContain("~ one person or less: says nothing, nor does the order of such rows\n");
    expect(text.replaceAll(/\s+/g, " ")).toContain(
      "3 of the 4 changes that moved it stay within its interval (96.0-99.0): they may be luck",
    );
    expect(inTerminal(SENSITIVITY)).not.toContain("~");
    expect(inTerminal(SENSITIVITY)).toContain("too few gangs for an interval: any difference may be luck\n");
  });

  test("has the other rates of the document too, in the same order", () => {
    const [lookUp, visit] = [row("signals.lookUp", 1, [0.5, 970], [2, 980]), row("reach.atHome", 1, [0.5, 975], null)];
    const halved = { ...lookUp.halved!, accuracy: rate(6, 10), coverage: rate(0, 0) };
    const doubled = { ...lookUp.doubled!, reach: rate(10, 10) };
    const text = inTerminal({ ...SENSITIVITY, rows: [visit, { ...lookUp, halved, doubled }] });
    const lines = text.slice(text.indexOf("The other rates")).split("\n");
    expect(lines.slice(0, 4).map((line) => line.trim().split(/ {2,}/))).toEqual([
      ["The other rates, points", "reach", "accuracy", "coverage"],
      ["signals.lookUp", "halved", "0.0", "-20.0", "none"],
      ["doubled", "+10.0", "0.0", "0.0"],
      ["reach.atHome", "halved", "0.0", "0.0", "0.0"],
    ]);
    expect(lines[4]).toBe("  here: reach 90.00 % (n 10), accuracy 80.00 % (n 10), coverage 70.00 % (n 10)");
  });

  test("says against what, how sure that is, and what it does not say", () => {
    const text = inTerminal(SENSITIVITY);
    expect(text).toContain("points: of success, here 98.00 % (n 1,000); one person is 0.10\n");
    expect(text).toContain("One seed, one parameter at a time");
  });

  test("fits 80 columns with every parameter at its largest, also where nothing was warned", () => {
    const texts = [widest(87_654_321, 87_654_321), widest(0, 0)].map((found) => inTerminal(found));
    for (const text of texts) {
      expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
      expect(text).not.toMatch(/NaN|null|undefined|Infinity/);
    }
    expect(texts[0]).toContain("-100.00");
    expect(texts[1]).toContain("here none (n 0)\n");
  });
});

/** Cells and notes of tables on a page. */
function cells(text: string): string[] {
  return [...text.matchAll(/<t[hd][^>]*>([^<]*)<|<p class="caption">([^<]*)</g)].map(([, cell, note]) => cell ?? note!);
}

test("the page of a run shows every cell and every note of its tables", () => {
  const report = { ...sampleReport(), sensitivity: SENSITIVITY };
  const page = renderRunPage(report).replaceAll("&#39;", "'").replaceAll("&gt;", ">");
  const shown = new Set(cells(page.slice(page.indexOf('<section id="baselines"'))));
  for (const { head, rows, notes } of [baselineTable(report), ...sensitivityTables(SENSITIVITY)]) {
    expect([...head, ...rows.flat(), ...notes].filter((text) => !shown.has(text))).toEqual([]);
  }
});

describe("a report", () => {
  test("has no sensitivity unless it was asked for", () => {
    expect(sampleReport().sensitivity).toBeNull();
    expect(renderReport(sampleReport(), { width: 80, ...PLAIN })).not.toContain("Sensitivity");
  });

  test("has it as measured, in a valid document, and between the other tables", () => {
    const report = buildReport({ ...sampleInput(), sensitivity: SENSITIVITY });
    expect(reportSchema.parse(JSON.parse(JSON.stringify(report))).sensitivity).toEqual(SENSITIVITY);
    expect(renderReport(report, { width: 80, ...PLAIN })).toContain(`\n\n${inTerminal(SENSITIVITY)}\n\n`);
    expect(report.digest).toBe(sampleReport().digest);
  });

  test("and the outcome of a run have the same rates, and of nothing none", () => {
    const { success, reach, accuracy, coverage } = sampleReport().rates;
    expect(sensitivityOutcome(sampleLoop(), 3)).toEqual({ success, reach, accuracy, coverage });
    expect(sensitivityOutcome(emptyLoop(), 0).success).toMatchObject({ value: null, n: 0 });
  });
});
