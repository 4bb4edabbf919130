/**
 * Takes the pictures of the README: `npm run pictures` writes them to docs/pictures. Without RINGFENCE_PICTURES they go
 * to a folder that is removed, so that taking them cannot rot.
 */
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { markup } from "../../src/report/html/markup.ts";
import { servePage } from "../../src/live/server/server.ts";
import { inProcess } from "../cli/in-process.ts";
import { newFolder } from "../new-folder.ts";
import { findBrowser, launch, NO_BROWSER } from "./browser.ts";

const missing = findBrowser() === null;
const wanted = process.env["RINGFENCE_PICTURES"];
/** A picture that is smaller shows nothing. */
const MIN_BYTES = 20_000;
const SIZE = { width: 1280, height: 860 };
const TERMINAL_SIZE = { width: 760, height: 780 };
/** Lines of the terminal that are shown. */
const TERMINAL_LINES = 44;
/** Simulated hours before the live page is worth a picture. */
const LIVE_HOURS = wanted ? 72 : 6;

const scratch = newFolder("pictures");

/** Until events are half way through the diagram, where anybody is to see it. */
const HALF_WAY_MS = wanted ? 1600 : 0;

let browser: Browser;
let terminal: string;

describe.skipIf(missing)(`pictures of the README${missing ? ` (skipped: ${NO_BROWSER})` : ""}`, () => {
  beforeAll(async () => {
    const words = [
      "run",
      "smoke",
      "--quiet",
      "--out",
      join(scratch, "run"),
      ...(wanted ? [] : ["--set", "hours=12", "--workers", "1"]),
    ];
    [{ stdout: terminal }, browser] = await Promise.all([inProcess(words, { colour: true }), launch()]);
  });

  afterAll(() => browser?.close());

  test("show a run in the terminal", async () => {
    const page = await browser.newPage({ viewport: TERMINAL_SIZE });
    // As where nobody names a directory.
    const shown = terminal.replace(join(scratch, "run"), "runs/smoke-seed1");
    await page.setContent(terminalPage(shown.split("\n").slice(0, TERMINAL_LINES).join("\n")).text);
    expect(await take(page, "terminal")).toBeGreaterThan(MIN_BYTES);
  });

  test("show the report of a run", async () => {
    const page = await browser.newPage({ viewport: SIZE });
    await page.goto(pathToFileURL(join(scratch, "run", "report.html")).href);
    expect(await take(page, "report")).toBeGreaterThan(MIN_BYTES);
  });

  test("show the live page", async () => {
    const server = await servePage({
      scenario: "classroom",
      seed: 1,
      host: "127.0.0.1",
      port: 0,
      workers: 1,
      reproduce: (name, seed) => `ringfence run ${name} --seed ${seed}`,
      onFault: (fault) => {
        throw fault;
      },
    });
    try {
      const page = await browser.newPage({ viewport: SIZE });
      await page.goto(`${server.url}#pace=24&lang=en`);
      const clock = page.locator(".clock .of");
      const hour = async (): Promise<number> => Number(/\d+/.exec((await clock.textContent()) ?? "")?.[0] ?? 0);
      await expect.poll(hour, { timeout: 50_000, interval: 50 }).toBeGreaterThan(LIVE_HOURS);
      // Stopped, the diagram shows the events of a step: caught half way.
      await page.getByRole("button", { name: "Pause" }).click();
      await page.locator(".clock .state", { hasText: "Paused" }).waitFor();
      // The hours next in turn were screened while the run was too fast for events to be taken of each.
      for (let step = 0; step < 3; step++) {
        const before = await hour();
        await page.getByRole("button", { name: "Step an hour" }).click();
        await expect.poll(hour, { timeout: 20_000, interval: 50 }).toBeGreaterThan(before);
      }
      await page.waitForTimeout(HALF_WAY_MS);
      expect(await take(page, "live")).toBeGreaterThan(MIN_BYTES);
    } finally {
      await server.close();
    }
  });
});

/** Takes the picture and returns its size in bytes. */
async function take(page: Page, name: string): Promise<number> {
  const folder = wanted === undefined || wanted === "" ? scratch : wanted;
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, animations: "disabled" });
  await page.close();
  return statSync(path).size;
}

const ESCAPE = String.fromCharCode(0x1b) + "[";
const CLASS_OF: Readonly<Record<string, string>> = { "1": "bold", "2": "dim" };

/** What a terminal shows: bold and dim are all that the program asks of it. */
function terminalPage(text: string) {
  const shown = text.split(ESCAPE).map((part, index) => {
    if (index === 0) return markup`${part}`;
    const end = part.indexOf("m");
    return markup`<span class="${CLASS_OF[part.slice(0, end)] ?? "plain"}">${part.slice(end + 1)}</span>`;
  });
  return markup`<!doctype html>
    <meta charset="utf-8" />
    <style>
      body {
        margin: 24px;
        background: #12161d;
        color: #e8ecf2;
      }
      pre {
        font: 14px/1.32 "DejaVu Sans Mono", monospace;
      }
      .bold {
        font-weight: bold;
      }
      .dim {
        color: #a3afc0;
      }
    </style>
    <pre><span class="bold">$ npx ringfence run smoke</span>

${shown}</pre>`;
}
