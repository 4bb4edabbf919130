/** The live page in a real browser, before the real server, and before a made-up one that says what a test wants. */
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { newFolder } from "../new-folder.ts";
import { illegible } from "./legible.ts";
import { dialogOverflow, expectProblems, hourOf, missing, openPage } from "./pages.ts";
import { overflow, POLL, serve, skipped, until, usePages } from "./pages.ts";

/** Where `npm run pictures` has the picture of the README. */
const pictures = process.env["RINGFENCE_PICTURES"];
const TELEPHONE = { width: 360, height: 740 };

const scratch = newFolder("pictures");
const server = usePages();

describe.skipIf(missing)(`the live page${skipped}`, () => {
  test("finds the same run again after a reload, and starts another for another address or when it is gone", async () => {
    const page = await openPage(`${server.url()}#pace=8&seed=3&lang=en`);
    await expect.poll(() => hourOf(page), POLL).toBeGreaterThan(2);
    const [run, hour] = [await runOf(page), await hourOf(page)];
    await page.reload();
    await expect.poll(() => hourOf(page), POLL).toBeGreaterThanOrEqual(hour);
    expect(await runOf(page)).toBe(run);
    await page.goto(`${server.url()}#pace=8&seed=4&lang=en`);
    await expect.poll(() => runOf(page), POLL).not.toBe(run);
    const other = await runOf(page);
    await page.evaluate(`fetch("api/runs/${other}", { method: "DELETE" })`);
    await page.reload();
    await expect.poll(() => runOf(page), POLL).not.toBe(other);
    await until(page, ".clock .of", /^Hour \d/);
    expectProblems(/404/);
  });

  test("shows gangs and the price of cards where cards are traded", async () => {
    const page = await openPage(`${server.url()}#scenario=card-breaking&pace=4&lang=en`, TELEPHONE, "dark");
    await until(page, "#gangs .facts", /price of a set¥\d+/);
    expect(await page.locator(".plot canvas").count()).toBe(4);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
  });

  test("says that the server is lost and of when its data is; and when it is back without the run, offers to start anew", async () => {
    const own = await serve(0);
    const page = await openPage(`${own.url}#pace=8&lang=en`);
    await until(page, ".clock .of", /^Hour \d/);
    await own.close();
    await until(page, ".notice.bad", /Connection lost\. What you see is of .*\d/);
    const again = await serve(own.port);
    await until(page, ".notice.bad", /no longer has this run/);
    await page.locator(".notice.bad").getByRole("button").click();
    await until(page, ".clock .state", /Playing/);
    expect(await page.locator(".notice.bad").count()).toBe(0);
    await again.close();
    await page.getByRole("button", { name: "Restart" }).click();
    await until(page, ".notice.bad", /The server does not answer/);
    // It is asked again without a click, and also when a control was turned meanwhile and back.
    await page.getByRole("slider", { name: "Telephone agents" }).press("ArrowRight");
    await page.getByRole("slider", { name: "Telephone agents" }).press("ArrowLeft");
    const last = await serve(own.port);
    await until(page, ".clock .state", /Playing/);
    await expect.poll(() => page.locator(".notice.bad").count(), POLL).toBe(0);
    await last.close();
    expectProblems(
      /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|404/,
    );
  });

  test.each([
    ["en", "light"],
    ["zh", "dark"],
  ] as const)("fits a telephone of 360 pixels in %s, %s", async (language, colorScheme) => {
    const page = await openPage(`${server.url()}#pace=24&lang=${language}`, TELEPHONE, colorScheme);
    await page.locator(".latest li").first().waitFor();
    for (const summary of await page.locator("details > summary").all()) await summary.click();
    expect(await overflow(page)).toBe(0);
    expect(await illegible(page)).toEqual([]);
    const knob = page.locator(".control input[type=range]").last();
    const before = await runOf(page);
    await knob.press("ArrowLeft");
    // An event of the run before, or of one that goes on, may be forgotten before it is explained.
    await expect.poll(() => runOf(page), POLL).not.toBe(before);
    await page.locator(".event:has(.words)").first().waitFor();
    await page.getByRole("button", { name: /^(?:Pause|暂停)$/ }).click();
    await restingHour(page);
    await page.locator(".event:has(.words)").first().click();
    await page.locator("dialog .evidence-sum").waitFor();
    expect(await dialogOverflow(page)).toBe(0);
    expect(await illegible(page)).toEqual([]);
  });

  test("shows enough for the picture of the README", async () => {
    const page = await openPage(`${server.url()}#pace=24&lang=en`, { width: 1280, height: 860 });
    await expect.poll(() => hourOf(page), POLL).toBeGreaterThan(pictures ? 72 : 6);
    const folder = pictures || scratch;
    mkdirSync(folder, { recursive: true });
    const path = join(folder, "live.png");
    await page.screenshot({ path, animations: "disabled" });
    expect(statSync(path).size).toBeGreaterThan(20_000);
  });
});

function runOf(page: Page): Promise<string> {
  return page.evaluate("JSON.parse(sessionStorage.getItem('ringfence.run')).run");
}

/**
 * The hour at which a paused run has come to rest, which is none where it goes on: the one that was being done when the
 * pause came may still arrive.
 */
async function restingHour(page: Page): Promise<number> {
  for (let last = await hourOf(page); ;) {
    // Two hours' time.
    await page.waitForTimeout(250);
    const hour = await hourOf(page);
    if (hour === last) return hour;
    last = hour;
  }
}
