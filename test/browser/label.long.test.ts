/** The page of `ringfence label` in a real browser, before the real server. */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Desk } from "../../src/live/server/label/desk.ts";
import type { OpenServer } from "../../src/core/http/limited-server.ts";
import { serveLabels } from "../../src/live/server/label/server.ts";
import { loadModel } from "../../src/detect/learned/models.ts";
import { resumeLabels } from "../../src/training/labelling/label-file.ts";
import { LabelPool } from "../../src/training/labelling/label-pool.ts";
import { Labelling } from "../../src/training/labelling/labelling.ts";
import { newFolder } from "../new-folder.ts";
import { madeUpMessages } from "../training/messages.ts";
import { findBrowser, launch, NO_BROWSER } from "./browser.ts";
import { overflow, POLL, textOf, until } from "./live-page.ts";

const folder = newFolder("label-page");
const out = join(folder, "labels.csv");
const missing = findBrowser() === null;
const HOSTILE = '<img src=x onerror="window.stolen=1"><script>window.stolen=1</script>\u202e\u001b[31m $& {{x}}';

const candidates = madeUpMessages(200, 1).map((message, at) => ({
  ...message,
  text: `${at % 2 === 0 ? HOSTILE : ""} ${message.text}`,
  line: at + 2,
  sender: null,
}));

let browser: Browser;
let server: OpenServer;
const problems: string[] = [];

/** A session of its own, as the command begins it. */
async function begin(): Promise<void> {
  const pool = new LabelPool(candidates, { raw: true, sender: false }, 1);
  const labelling = new Labelling(pool, loadModel("starter"));
  resumeLabels(out, pool, labelling);
  const model = join(folder, "mine.model");
  const desk = new Desk(pool, labelling, {
    out,
    model,
    unmask: false,
    command: "ringfence screen mine.csv --model mine.model",
    file: "<b>mine</b>.csv",
    seed: 1,
  });
  server = await serveLabels(desk, "127.0.0.1", 0, (fault) => problems.push(String(fault)));
}

async function open(language: string): Promise<Page> {
  const context = await browser.newContext({ locale: language, viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(error.message));
  await page.goto(server.url);
  await page.locator("blockquote").waitFor();
  return page;
}

/** What the file holds: the words of the column of labels. */
function kept(): string[] {
  const lines = readFileSync(out, "utf8").trimEnd().split("\n").slice(1);
  return lines.map((line) => /^"\d+","(\w+)"/.exec(line)?.[1] ?? line);
}

describe.skipIf(missing)(`the page of labels${missing ? ` (skipped: ${NO_BROWSER})` : ""}`, () => {
  beforeAll(async () => {
    browser = await launch();
    await begin();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(out, { force: true });
  });

  test("takes a key for each answer, keeps it at once, and goes on where it stopped", async () => {
    const page = await open("en-GB");
    const line = () => textOf(page, "section small");
    const press = async (key: string): Promise<void> => {
      const before = await line();
      await page.keyboard.press(key);
      await expect.poll(line, POLL).not.toBe(before);
    };
    const first = await line();
    await press("f");
    expect(kept()).toEqual(["fraud"]);
    await press("u");
    expect(kept()).toEqual([]);
    expect(await line()).toContain(/line \d+/.exec(first)![0]);
    // The link that skips to the figures shares its word, and is out of sight until it has the focus.
    expect((await page.getByRole("button", { name: "Skip" }).boundingBox())!.y).toBeGreaterThan(0);
    await press("F");
    await press("b");
    await press("s");
    expect(kept()).toEqual(["fraud", "benign", "skip"]);
    await until(page, "main", /1 fraud, 1 benign, 1 skipped/);
    await page.context().close();
    await server.close();
    await begin();
    const again = await open("en-GB");
    await until(again, "main", /1 fraud, 1 benign, 1 skipped/);
    const asked = Number(/line (\d+)/.exec(await textOf(again, "section small"))![1]);
    const labelled = [...readFileSync(out, "utf8").matchAll(/^"(\d+)"/gm)].map(([, number]) => Number(number));
    expect(labelled).not.toContain(asked);
    await again.keyboard.press("u");
    await expect.poll(kept, POLL).toEqual(["fraud", "benign"]);
    await again.context().close();
    expect(problems).toEqual([]);
  });

  test("shows hostile text as text, in Chinese too, and a key of another layout counts by its place", async () => {
    const page = await open("zh-CN");
    expect(await page.evaluate("document.documentElement.lang")).toMatch(/^zh/);
    await until(page, "h1", /标注短信/);
    for (let answers = 0; answers < 12; answers++) {
      const before = kept().length;
      const asked = await textOf(page, "section small");
      // As an input method sends it.
      await page.evaluate(
        `document.dispatchEvent(new KeyboardEvent("keydown", { key: "Process", code: "${answers % 3 === 0 ? "KeyF" : "KeyB"}" }))`,
      );
      await expect.poll(() => kept().length, POLL).toBe(before + 1);
      await expect.poll(() => textOf(page, "section small"), POLL).not.toBe(asked);
      expect(await page.locator("blockquote img, blockquote script, main b").count()).toBe(0);
    }
    expect(await page.evaluate("window.stolen")).toBeUndefined();
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await page.getByRole("button", { name: "English" }).click();
    await until(page, "h1", /Label messages/);
    expect(await page.title()).toContain("label");
    await until(page, "svg", /10$/);
    await page.getByRole("button", { name: "Write the model" }).click();
    await until(page, "code", /ringfence screen mine\.csv/);
    await page.context().close();
    expect(problems).toEqual([]);
  });
});
