import { beforeAll, describe, expect, test } from "vitest";
import { renderRunPage } from "../../../src/report/html/run-page.ts";
import type { Report } from "../../../src/report/schema.ts";
import { reportSchema } from "../../../src/report/schema.ts";
import { renderReport } from "../../../src/report/terminal/render-report.ts";
import { MANY_EPISODES, runSmall } from "../../engine/run-small.ts";

describe("the report of a run in which operators differ", () => {
  let report: Report;
  beforeAll(async () => {
    report = await runSmall([
      ...MANY_EPISODES,
      "hours=40",
      "complaints.messageShare=0.1",
      "operators.second.enactHours=6",
      "operators.third.compliance=0.5",
    ]);
  });

  test("holds to its schema, and tells of every contact once, under the operator of the person called", () => {
    expect(() => reportSchema.parse(report)).not.toThrow();
    const rows = report.operators!.operators;
    const sum = (key: "contacts" | "intercepted"): number => rows.reduce((all, row) => all + row[key], 0);
    const { contacts, intercepted } = report.fraud;
    expect(sum("contacts")).toBe(contacts.calls + contacts.messages);
    expect(sum("intercepted")).toBe(intercepted.calls + intercepted.messages);
    for (const { passed } of rows) {
      expect(passed.byHour.reduce((all, span) => all + span.contacts, 0)).toBe(passed.late);
    }
  });

  test("shows them in tables of the terminal, within 80 columns", () => {
    const lines = renderReport(report, { width: 80, colour: false }).split("\n");
    const [, second, third] = report.operators!.operators;
    const at = lines.findIndex((line) => line.includes("Notices"));
    expect(lines[at + 2]).toMatch(new RegExp(`^ *second .* ${second!.passed.late} +0 `));
    expect(lines[at + 3]).toMatch(new RegExp(`^ *third .* 0 +${third!.passed.refused} `));
    const end = lines.findIndex((line, index) => index > at && line.includes("benign passed:"));
    for (const line of lines.slice(at, end + 2)) expect(line.length).toBeLessThanOrEqual(80);
  });

  test("draws on its page whom a listing protects, and how long after it contacts still pass", () => {
    const page = renderRunPage(report);
    expect(page).toContain("Whose customers does a listing protect?");
    expect(page).toContain('id="operators-late"');
    expect(renderRunPage({ ...report, operators: null })).not.toContain('id="operators"');
  });
});
