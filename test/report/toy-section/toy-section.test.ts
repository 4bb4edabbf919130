import { afterAll, expect, test, vi } from "vitest";
import { chineseOf } from "../html/page-for-tests.ts";
import { sampleInput } from "../sample-report.ts";
import { toySection } from "./section.ts";

const LIST = "../../../src/report/sections/list.ts";

/** The report as it is when the list has one line more. */
async function withToy() {
  vi.resetModules();
  vi.doMock(LIST, async (importOriginal) => {
    const { SECTIONS } = await importOriginal<typeof import("../../../src/report/sections/list.ts")>();
    return { SECTIONS: [...SECTIONS, toySection] };
  });
  const { buildReport } = await import("../../../src/report/build-report.ts");
  const { renderRunPage } = await import("../../../src/report/html/run-page.ts");
  const { reportJsonSchema, reportSchema } = await import("../../../src/report/schema.ts");
  const { renderReport } = await import("../../../src/report/terminal/render-report.ts");
  return { buildReport, renderRunPage, reportJsonSchema, reportSchema, renderReport };
}

afterAll(() => {
  vi.doUnmock(LIST);
  vi.resetModules();
});

test("a section of one folder and one line is in report.json, its schema, the terminal, and both languages of the page", async () => {
  const { buildReport, renderRunPage, reportJsonSchema, reportSchema, renderReport } = await withToy();
  const report = buildReport(sampleInput());
  expect(report).toMatchObject({ toy: { gangs: 3 } });
  expect(reportSchema.safeParse(report).success).toBe(true);
  expect(reportSchema.safeParse({ ...report, toy: undefined }).success).toBe(false);
  expect(reportJsonSchema()).toMatchObject({ properties: { toy: { type: "object" } } });

  expect(renderReport(report, { width: 80, colour: false })).toMatch(/\n {2}gangs of the toy +3\n/);

  const page = renderRunPage(report);
  expect(page).toContain('<section id="toy"');
  expect(page).toContain('<li><a href="#toy">A toy</a></li>');
  expect(page).toMatch(/gangs of the toy<\/th>\s*<td>3</);
  expect(chineseOf(page)("calls")).toBe("电话");
});
