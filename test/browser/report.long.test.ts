import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parse } from "csv-parse/sync";
import type { Download, Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import type { Report } from "../../src/report/document.ts";
import { inProcess } from "../cli/in-process.ts";
import { newFolder } from "../new-folder.ts";
import { illegible } from "./legible.ts";
import { missing, openPage, skipped, useBrowser } from "./pages.ts";
import { at } from "../report/figures.ts";

const folder = newFolder("browser");
const file = join(folder, "run", "report.html");
let page: Page;

useBrowser();

async function open(width: number, colorScheme: "light" | "dark" = "light"): Promise<void> {
  page = await openPage(pathToFileURL(file).href, { width, height: 800 }, colorScheme);
}

/** How much a page has asked for, but for itself. */
function requests(): Promise<number> {
  return page.evaluate("performance.getEntriesByType('resource').length");
}

/** A page that scrolls to what is focused tells of it two frames later. */
async function settle(): Promise<void> {
  await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
}

async function saved(figure: string, kind: string): Promise<string> {
  const [download] = (await Promise.all([
    page.waitForEvent("download"),
    page
      .locator(figure)
      .getByRole("button", { name: `Save as ${kind}` })
      .click(),
  ])) as [Download, void];
  expect(download.suggestedFilename()).toBe(`ringfence-${figure.slice(1)}.${kind.toLowerCase()}`);
  return readFileSync(await download.path(), "utf8");
}

describe.skipIf(missing)(`the report in a browser${skipped}`, () => {
  beforeAll(() => inProcess(["run", "smoke", "--workers", "1", "--quiet", "--out", join(folder, "run")]));

  test.each([
    [360, "dark"],
    [768, "light"],
    [1280, "dark"],
  ] as const)(
    "at %d pixels, %s, shows every chart whole, asks for nothing and never scrolls sideways",
    async (width, scheme) => {
      await open(width, scheme);
      const shown = await page.locator("figure .picture svg:visible").evaluateAll((svgs) =>
        svgs.map((svg) => {
          const frame = svg.getBoundingClientRect();
          const cut = [...svg.querySelectorAll("text")].filter((text) => {
            const box = text.getBoundingClientRect();
            const isBeside = box.left < frame.left - 1 || box.right > frame.right + 1;
            return isBeside || box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
          });
          const { width: across, height, left, right } = frame;
          const marks = svg.querySelectorAll("path,rect,circle,text").length;
          return { across, height, left, right, marks, cut: cut.map((text) => text.textContent) };
        }),
      );
      expect(shown.length).toBe(await page.locator("figure .picture").count());
      expect(shown.length).toBeGreaterThanOrEqual(8);
      for (const { across, height, left, right, marks, cut } of shown) {
        expect(across).toBeGreaterThan(280);
        expect(height).toBeGreaterThan(60);
        expect(marks).toBeGreaterThan(4);
        expect(left).toBeGreaterThanOrEqual(0);
        expect(right).toBeLessThanOrEqual(width);
        expect(cut).toEqual([]);
      }
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
      expect(await requests()).toBe(0);
    },
  );

  test("tells of a mark where the pointer is, and as one walks with the keys", async () => {
    await open(768);
    const tip = page.locator("#tip");
    expect(await tip.isVisible()).toBe(false);
    const first = page.locator("#warnings svg.wide [data-tip]").first();
    await first.scrollIntoViewIfNeeded();
    await settle();
    const { x, y, width, height } = (await first.boundingBox())!;
    await page.mouse.move(x + width / 2, y + height / 2);
    expect(await tip.textContent()).toMatch(/^Warnings pushed: \d+$/);
    await page.mouse.move(1, 1);
    expect(await tip.isVisible()).toBe(false);

    await page.locator("#warnings svg.wide").focus();
    await settle();
    const told: (string | null)[] = [];
    for (const key of ["ArrowRight", "ArrowRight", "End", "ArrowRight", "ArrowLeft"]) {
      await page.keyboard.press(key);
      told.push(await tip.textContent());
    }
    const steps = told.map((text) => /^[A-Za-z ]+/.exec(text!)![0]);
    expect(steps).toEqual(["Warnings pushed", "On target", "Kept", "Warnings pushed", "Kept"]);
    await page.keyboard.press("Escape");
    expect(await tip.isVisible()).toBe(false);
  });

  test("is turned into Chinese and back by its button, and fits as well", async () => {
    await open(360, "dark");
    expect(await illegible(page)).toEqual([]);
    const words = () => page.locator("h2, h3, figure text, .reading, .caption").allTextContents();
    const before = await words();
    await page.getByRole("button", { name: "中文" }).click();
    expect(await page.locator("#warned h2").textContent()).toBe("从预警到保住钱款");
    expect(await page.evaluate("[document.documentElement.lang, document.title]")).toEqual([
      "zh-Hans",
      "smoke – Ringfence 运行报告",
    ]);
    expect(await page.locator("#warnings [data-tip]").first().getAttribute("data-tip")).toMatch(/^推送的预警：\d+$/);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
    expect(await illegible(page)).toEqual([]);
    await page.getByRole("button", { name: "English" }).click();
    expect(await words()).toEqual(before);
    expect(await requests()).toBe(0);
  });

  test("keeps a chart as CSV and as SVG, from a file and without a network", async () => {
    await open(1280, "dark");
    const [csv, svg] = [await saved("#warnings", "CSV"), await saved("#warnings", "SVG")];
    const rows = parse(csv, { bom: true }) as string[][];
    expect(rows[0]).toEqual(["How many warnings end in somebody who keeps their money?", "warnings"]);
    const report = JSON.parse(readFileSync(join(folder, "run", "report.json"), "utf8")) as Report;
    const onTarget = at(report, "warnings.onTarget");
    expect(onTarget).toBeGreaterThan(100);
    expect(rows[2]).toEqual(["On target", String(onTarget)]);
    expect(svg).toContain("How many warnings end in somebody who keeps their money?");
    expect(svg).toContain("fell away at this step");
    // Alone it has no style sheet: its colours are those that were on show.
    expect(svg).toContain("rgb(18, 22, 29)");
    // Plot centres labels by the root of its picture.
    expect(svg).toContain('text-anchor="middle"');
    expect(svg).not.toMatch(/var\(|data-tip|class=|NaN|undefined/);
    await page.setContent(svg);
    expect(await page.locator("svg > g").count()).toBeGreaterThan(1);
  });

  test("needs no script to be seen, and prints its pictures", async () => {
    await open(1280);
    const context = await page
      .context()
      .browser()!
      .newContext({ javaScriptEnabled: false, viewport: { width: 768, height: 800 } });
    const plain = await context.newPage();
    await plain.goto(pathToFileURL(file).href);
    expect(await plain.locator("figure .picture svg.wide:visible").count()).toBeGreaterThanOrEqual(8);
    await context.close();
    await page.emulateMedia({ media: "print" });
    expect(await page.locator("#warnings svg.wide").isVisible()).toBe(true);
    expect((await page.pdf({ format: "A4" })).length).toBeGreaterThan(50_000);
  });
});
