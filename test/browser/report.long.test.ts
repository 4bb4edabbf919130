import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parse } from "csv-parse/sync";
import type { Browser, Download, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Report } from "../../src/report/schema.ts";
import { inProcess } from "../cli/in-process.ts";
import { newFolder } from "../new-folder.ts";
import { findBrowser, launch, NO_BROWSER } from "./browser.ts";
import { illegible } from "./legible.ts";

const folder = newFolder("browser");
const file = join(folder, "run", "report.html");
const WIDTHS = [360, 768, 1280] as const;
const hasBrowser = findBrowser() !== null;

let browser: Browser;
/** Tests have one page after the other, loaded anew: a window takes half a second to start. */
let page: Page;
/** What the page said on the console, and what it asked for beside itself. */
let complaints: string[];
let requests: string[];

async function open(width: number, colorScheme: "light" | "dark" = "light"): Promise<void> {
  [complaints, requests] = [[], []];
  await page.setViewportSize({ width, height: 800 });
  await page.emulateMedia({ colorScheme, media: null });
  await page.goto(pathToFileURL(file).href);
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

if (!hasBrowser) console.warn(`skipped: the report in a browser: ${NO_BROWSER}`);

describe.skipIf(!hasBrowser)("the report in a browser", () => {
  beforeAll(async () => {
    await Promise.all([
      inProcess(["run", "smoke", "--workers", "1", "--quiet", "--out", join(folder, "run")]),
      launch().then((launched) => (browser = launched)),
    ]);
    page = await browser.newPage();
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("request", (request) => requests.push(request.url()));
  });
  afterAll(() => browser?.close());

  test.each(WIDTHS.flatMap((width) => [[width, "light"] as const, [width, "dark"] as const]))(
    "at %d pixels, %s, shows every chart, says nothing on the console, asks for nothing and never scrolls sideways",
    async (width, scheme) => {
      await open(width, scheme);
      const shown = await page.locator("figure .picture svg:visible").evaluateAll((svgs) =>
        svgs.map((svg) => {
          const { width: across, height, left, right } = svg.getBoundingClientRect();
          return { across, height, left, right, marks: svg.querySelectorAll("path,rect,circle,text").length };
        }),
      );
      expect(shown.length).toBe(await page.locator("figure .picture").count());
      expect(shown.length).toBeGreaterThanOrEqual(8);
      for (const { across, height, left, right, marks } of shown) {
        expect(across).toBeGreaterThan(280);
        expect(height).toBeGreaterThan(60);
        expect(marks).toBeGreaterThan(4);
        expect(left).toBeGreaterThanOrEqual(0);
        expect(right).toBeLessThanOrEqual(width);
      }
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
      expect({ complaints, requests }).toEqual({ complaints: [], requests: [pathToFileURL(file).href] });
    },
  );

  test.each(WIDTHS)("at %d pixels cuts no word of a chart off at its edge", async (width) => {
    await open(width);
    const cut = await page.locator("figure .picture svg:visible").evaluateAll((svgs) =>
      svgs.flatMap((svg) => {
        const { left, right, top, bottom } = svg.getBoundingClientRect();
        return [...svg.querySelectorAll("text")]
          .filter((text) => {
            const box = text.getBoundingClientRect();
            return box.left < left - 1 || box.right > right + 1 || box.top < top - 1 || box.bottom > bottom + 1;
          })
          .map((text) => text.textContent);
      }),
    );
    expect(cut).toEqual([]);
  });

  test("follows the reader's choice of light or dark, on screen and not on paper", async () => {
    await open(768, "dark");
    const colours = (): Promise<unknown> =>
      page.evaluate(
        "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('#funnel svg rect, #funnel svg path[fill^=\"var(--defended\"]')).fill]",
      );
    const dark = await colours();
    await page.emulateMedia({ colorScheme: "light" });
    const light = await colours();
    expect(light).toEqual(["rgb(255, 255, 255)", "rgb(31, 122, 77)"]);
    expect(dark).toEqual(["rgb(18, 22, 29)", "rgb(87, 192, 138)"]);
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    expect(await colours()).toEqual(light);
  });

  test("tells of a mark where the pointer is, and as one walks with the keys", async () => {
    await open(768);
    const tip = page.locator("#tip");
    expect(await tip.isVisible()).toBe(false);
    const first = page.locator("#funnel svg.wide [data-tip]").first();
    await first.scrollIntoViewIfNeeded();
    await settle();
    const { x, y, width, height } = (await first.boundingBox())!;
    await page.mouse.move(x + width / 2, y + height / 2);
    expect(await tip.textContent()).toMatch(/^Warnings pushed: \d+$/);
    await page.mouse.move(1, 1);
    expect(await tip.isVisible()).toBe(false);

    await page.locator("#funnel svg.wide").focus();
    await settle();
    const told: (string | null)[] = [];
    for (const key of ["ArrowRight", "ArrowRight", "End", "ArrowRight", "ArrowLeft"]) {
      await page.keyboard.press(key);
      told.push(await tip.textContent());
    }
    expect(told.map((text) => /^[A-Za-z ]+/.exec(text!)![0])).toEqual([
      "Warnings pushed",
      "On target",
      "Money kept",
      "Warnings pushed",
      "Money kept",
    ]);
    await page.keyboard.press("Escape");
    expect(await tip.isVisible()).toBe(false);
  });

  test("tells of every mark within the window", async () => {
    await open(360);
    for (const chart of await page.locator("figure .picture svg.narrow").all()) {
      await chart.focus();
      await settle();
      await page.keyboard.press("End");
      const box = (await page.locator("#tip").boundingBox())!;
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(360);
      expect(box.height).toBeGreaterThan(10);
    }
  });

  test("says that a table goes on beyond a small screen, until its end is there", async () => {
    await open(360);
    await page.locator("#benign details.data summary").click();
    const [hint, table] = [page.locator("#benign .hint"), page.locator("#benign .scroll")];
    await hint.waitFor();
    expect(await hint.innerText()).toBe("Scroll the table sideways for more columns →");
    await page.locator("#benign .scroll.more").waitFor();
    await table.evaluate((part) => part.scrollTo(part.scrollWidth, 0));
    await page.locator("#benign .scroll:not(.more)").waitFor();
    await page.setViewportSize({ width: 1280, height: 800 });
    await hint.waitFor({ state: "hidden" });
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
    expect(await page.locator("#funnel [data-tip]").first().getAttribute("data-tip")).toMatch(/^已推送：\d+$/);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
    expect(await illegible(page)).toEqual([]);
    await page.getByRole("button", { name: "English" }).click();
    expect(await words()).toEqual(before);
    expect({ complaints, requests }).toEqual({ complaints: [], requests: [pathToFileURL(file).href] });
  });

  test("opens in Chinese for a reader whose browser speaks it first", async () => {
    const context = await browser.newContext({ locale: "zh-CN" });
    const chinese = await context.newPage();
    await chinese.goto(pathToFileURL(file).href);
    expect(await chinese.locator("#limits h2").textContent()).toBe("局限");
    await context.close();
  });

  test("keeps a chart as CSV and as SVG, from a file and without a network", async () => {
    await open(1280, "dark");
    const [csv, svg] = [await saved("#funnel", "CSV"), await saved("#funnel", "SVG")];
    const rows = parse(csv, { bom: true }) as string[][];
    expect(rows[0]).toEqual(["Step", "warnings", "of the step before", "fell away"]);
    const { pushed, onTarget } = (JSON.parse(readFileSync(join(folder, "run", "report.json"), "utf8")) as Report)
      .warnings;
    expect(onTarget).toBeGreaterThan(100);
    const share = `${((100 * onTarget) / pushed).toFixed(1)}%`;
    expect(rows[2]).toEqual(["On target", String(onTarget), share, String(pushed - onTarget)]);
    expect(svg).toContain("How many warnings end in somebody who keeps their money?");
    expect(svg).toContain("fell away at this step");
    // Alone it has no style sheet: its colours are those that were on show.
    expect(svg).toContain("#12161d");
    expect(svg).not.toMatch(/var\(|data-tip|class=|NaN|undefined/);
    await page.setContent(svg);
    expect(await page.locator("svg > g").count()).toBeGreaterThan(1);
    expect(complaints).toEqual([]);
  });

  test("runs no formula in CSV that a name from outside would be, and leaves numbers alone", async () => {
    const evil = file.replace("report.html", "evil.html");
    const names = ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "a;=1", "＝1"];
    const rows = names.map((name) => `<tr><th scope="row">${name}</th><td>-1,234.5</td></tr>`).join("");
    writeFileSync(
      evil,
      readFileSync(file, "utf8").replace(/(<figure id="funnel"[^]*?<tbody>)[^]*?(<\/tbody>)/, `$1${rows}$2`),
    );
    await open(768);
    await page.goto(pathToFileURL(evil).href);
    const cells = parse(await saved("#funnel", "CSV"), { bom: true, relax_column_count: true }) as string[][];
    expect(cells.slice(1)).toEqual(names.map((name) => [name === "a;=1" ? "a;'=1" : `'${name}`, "-1234.5"]));
  });

  test("needs no script to be seen", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 768, height: 800 } });
    const plain = await context.newPage();
    await plain.goto(pathToFileURL(file).href);
    expect(await plain.locator("figure .picture svg.wide:visible").count()).toBeGreaterThanOrEqual(8);
    await context.close();
  });

  test("prints, with its short tables open", async () => {
    await open(1280);
    await page.emulateMedia({ media: "print" });
    const table = page.locator("#funnel table");
    expect((await table.boundingBox())!.height).toBeGreaterThan(60);
    expect(await page.locator("#funnel svg.wide").isVisible()).toBe(true);
    const pdf = await page.pdf({ format: "A4" });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    expect(pdf.length).toBeGreaterThan(50_000);
    expect(complaints).toEqual([]);
  });
});
