/** The live page in a real browser, before the real server; more of it in page.long.test.ts. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type HostileServer, serveHostile } from "./hostile-server.ts";
import { POLL, dialogOverflow, focusedClass, hourOf, overflow, readNats, textOf, until } from "./live-page.ts";
import { expectProblems, HALF, missing, openPage, skipped, usePages } from "./shared-pages.ts";

const server = usePages(HALF);

describe.skipIf(missing)(`the live page${skipped}`, () => {
  test("shows a run as it goes on, compares it with the same seed without a change, and explains an event by keyboard", async () => {
    const page = await openPage(`${server.url()}#pace=8&seed=7&lang=en`);
    await page.locator(".stage", { hasText: "Provenance" }).getByText("off", { exact: true }).waitFor();
    await until(page, ".tile.fraud .figure", /^\d+\.\d\s%$/);
    await expect.poll(() => hourOf(page), POLL).toBeGreaterThan(3);
    await until(page, ".stage td", /^[1-9]/);
    expect(await page.locator(".plot canvas").count()).toBe(3);
    expect(await page.locator(".tile .before").count()).toBe(0);
    const agents = page.locator("#control-telephoneAgents");
    await agents.fill("0");
    await agents.press("Enter");
    await until(page, "#headlines", /the usual run, at the same hour\. Different here: “Telephone agents”: 0, not 1\./);
    expect(new URL(page.url()).hash).toMatch(/seed=7&telephoneAgents=0/);
    await until(page, ".tile.fraud .before", /^Before, hour \d+: \d+\.\d\s%$/);
    await page.getByLabel("Show").selectOption({ label: "blocked" });
    await page.locator(".event:has(.words)").first().waitFor();
    await page.locator(".skip").focus();
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement.id")).toBe("figures");
    await page.keyboard.press("Tab");
    expect(await focusedClass(page)).toBe("primary");
    await page.keyboard.press("Space");
    await until(page, ".clock .state", /Paused/);
    for (let tabs = 0; !(await focusedClass(page)).startsWith("event"); tabs++) {
      expect(tabs).toBeLessThan(30);
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
    await page.locator("dialog .evidence-sum").waitFor();
    // What the terminal explains it by.
    expect(await textOf(page, "dialog code")).toMatch(/^[0-9a-f]{16}$/);
    const weights = (await page.locator(".evidence-sum tbody td").allTextContents()).map(readNats);
    const score = readNats(await textOf(page, ".evidence-sum tfoot td"));
    expect(weights.length).toBeGreaterThan(1);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(score, 6);
    expect(score).toBeGreaterThanOrEqual(1.8);
    expect(await page.locator("dialog .look-ups li").count()).toBeGreaterThan(0);
    await page.keyboard.press("Escape");
    await page.locator("dialog .evidence-sum").waitFor({ state: "detached" });
    await expect.poll(() => focusedClass(page), POLL).toContain("event");
  });
});

const HOSTILE = `<img src=x onerror="window.stolen=1"><script>window.stolen=1</script>&lt;b&gt; \u202Egnp.exe\u202C \u0000\u001B[31m {{7*7}} javascript:alert(1) ${"W".repeat(200)}`;

describe.skipIf(missing)(`hostile messages on the page${skipped}`, () => {
  let hostile: HostileServer;
  beforeAll(async () => {
    if (!missing) hostile = await serveHostile(HOSTILE, "<i>\u202E00\u2066");
  });
  afterAll(() => hostile?.close());

  test("are shown as they are written, and not twice after a connection that broke and came back by itself", async () => {
    const page = await openPage(`${hostile.url}#pace=8&lang=en`, { viewport: { width: 360, height: 740 } });
    await until(page, ".event .words", /<img src=x onerror="window\.stolen=1"><script>/);
    await until(page, ".latest .message", /&lt;b&gt; \\u\{202e\}gnp\.exe\\u\{202c\} \\u\{0\}\\u\{1b\}\[31m/);
    await page.locator("button.primary").first().click();
    await until(page, ".clock .state", /Paused/);
    await page.locator(".event:has(.words)").first().click();
    await until(page, "dialog", /<img src=x/);
    await page.locator("dialog .evidence-sum").waitFor();
    expect(await page.evaluate("window.stolen")).toBeUndefined();
    expect(await page.locator("#app img").count()).toBe(1);
    expect(
      await page.locator("#app script, #app b, #app i, #app [style*=javascript], #app a[href^=javascript]").count(),
    ).toBe(0);
    expect(await dialogOverflow(page)).toBe(0);
    await page.keyboard.press("Escape");
    expect(await overflow(page)).toBe(0);
    expect(await page.locator("#app").textContent()).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    const count = await page.locator(".event").count();
    hostile.drop();
    await until(page, ".notice.bad", /Connection lost/);
    await page.locator(".notice.bad").waitFor({ state: "detached" });
    expect(await page.locator(".event").count()).toBe(count);
    expectProblems(/ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE/);
  });
});
