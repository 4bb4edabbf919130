import { expect, test } from "vitest";
import { reportCsv } from "../../src/report/csv.ts";
import { buildReport, reportSchema } from "../../src/report/document.ts";
import { renderRunPage } from "../../src/report/run-page.ts";
import { SECTIONS } from "../../src/report/sections/list.ts";
import { renderReport, renderSummary } from "../../src/report/render-report.ts";
import { figure, rows, section } from "../../src/report/statement.ts";
import { t } from "../../src/ui/words.ts";
import { sampleInput } from "./sample-report.ts";

/** As small as one can be: in the repository it is a file, and a line in the list. */
const toy = section("toy", t`A toy`, ({ tally }) => [
  rows("toy", t`What there was`, { summary: true }, [figure("gangs", t`gangs of the toy`, tally.handle.gangs)]),
]);

test("a section of one file and one line is in report.json, its schema, the terminal, the page and the CSV", () => {
  const report = buildReport(sampleInput(), [...SECTIONS, toy]);
  expect(report.figures["toy.gangs"]).toEqual({ value: 3 });
  expect(reportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  for (const render of [renderReport, renderSummary]) {
    expect(render(report, { width: 80, colour: false })).toMatch(/\n {2}gangs of the toy +3\n/);
  }
  expect(renderRunPage(report)).toMatch(/gangs of the toy<\/th>\s*<td>3</);
  expect(reportCsv(report)).toContain("toy,toy.gangs,gangs of the toy,,count,3,,,\n");
});
