/**
 * Takes the picture of the README: `npm run pictures` writes it to docs/pictures. Without RINGFENCE_PICTURES it goes
 * to a folder that is removed, so that taking it cannot rot.
 */
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { servePage } from "../../src/live/server/server.ts";
import { newFolder } from "../new-folder.ts";
import { findBrowser, launch, NO_BROWSER } from "./browser.ts";

const missing = findBrowser() === null;
const wanted = process.env["RINGFENCE_PICTURES"];
/** A picture that is smaller shows nothing. */
const MIN_BYTES = 20_000;
const SIZE = { width: 1280, height: 860 };
/** Simulated hours before the live page is worth a picture. */
const LIVE_HOURS = wanted ? 72 : 6;

const scratch = newFolder("pictures");

/** Until events are half way through the diagram, where anybody is to see it. */
const HALF_WAY_MS = wanted ? 1600 : 0;

let browser: Browser;

describe.skipIf(missing)(`the picture of the README${missing ? ` (skipped: ${NO_BROWSER})` : ""}`, () => {
  beforeAll(async () => {
    browser = await launch();
  });

  afterAll(() => browser?.close());

  test("shows the live page", async () => {
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
