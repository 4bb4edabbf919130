/** The page of a gateway in a real browser, before a real gateway. */
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { newState, runGateway } from "../gateway/running-gateway.ts";
import { illegible } from "./legible.ts";
import { expectProblems, missing, openPage, overflow, skipped, textOf, until, useBrowser } from "./pages.ts";

const HOSTILE = '<img src=x onerror="document.title=1"><b>pay</b> \u202E 13911112222 <script>document.title=1</script>';

useBrowser();

function token(role: string): string {
  return `${role}-0123456789abcdef`;
}

/** In both schemes, wide and narrow. */
async function seeLegible(page: Page): Promise<void> {
  for (const [colorScheme, width] of [
    ["light", 1280],
    ["dark", 360],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    expect(await illegible(page)).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
  }
}

describe.skipIf(missing)(`the page of a gateway${skipped}`, () => {
  test("shows what came, as text; a button decides a case, in both languages", async () => {
    const gateway = await runGateway();
    const page = await openPage(gateway.url);
    await until(page, "#last .note", /^None yet\. ?$/);
    await gateway.ask("/v1/list", { add: ["13800138000"] });
    await gateway.ask("/v1/screen", { caller: "13800138000", text: HOSTILE, id: "<i>1</i>" });
    await until(page, "#last li", /blocked.*callerListed/);
    const shown = await textOf(page, "#last li");
    expect(shown).toContain('<img src=x onerror="document.title=1"><b>pay</b>');
    expect(shown).toContain("138****8000");
    expect(shown).toContain("<i>1</i>");
    for (const caller of ["13911110001", "13911110002"]) {
      await gateway.ask("/v1/complaints", { caller, text: HOSTILE, reporter: "a" });
    }
    await page.locator(".case").nth(1).waitFor();
    expect(await page.content()).not.toMatch(/1380013|1391111/);
    const decide = (id: string, name: string) =>
      page.locator(".case", { hasText: id }).getByRole("button", { name }).click();
    await decide("case-1", "Fraud");
    await until(page, "#cases .spoken", /^case-1: Fraud$/);
    await page.getByRole("button", { name: "中文" }).click();
    await until(page, "#cases-title", /^案件$/);
    await decide("case-2", "正常");
    await until(page, "#cases .spoken", /^case-2：正常$/);
    expect((await gateway.ask("/v1/cases?state=any")).body).toMatchObject({
      cases: [
        { id: "case-2", state: "benign" },
        { id: "case-1", state: "fraud", decidedBy: "local" },
      ],
    });
    expect(await page.evaluate("document.documentElement.lang + document.title")).toContain("zh-HansRingfence 网关");
    expect(await page.locator("img").count()).toBe(1);
    await seeLegible(page);
  });

  test("asks for the feed token, and keeps it in its tab", async () => {
    const state = newState();
    const tokens = join(state, "tokens");
    writeFileSync(tokens, ["screen", "feed"].map((role) => `${role} ${token(role)}\n`).join(""));
    chmodSync(tokens, 0o600);
    const gateway = await runGateway({ state, over: { tokens } });
    const bearer = { headers: { Authorization: `Bearer ${token("feed")}` } };
    await gateway.ask("/v1/complaints", { caller: "13911110001" }, bearer);
    expectProblems(/status of 401/);
    const page = await openPage(gateway.url);
    const field = page.getByLabel("Token");
    await field.fill(token("screen"));
    await page.keyboard.press("Enter");
    await field.waitFor();
    await field.fill(token("feed"));
    await page.keyboard.press("Enter");
    await until(page, ".case strong", /139\*{4}0001/);
    await page.reload();
    await page.getByRole("button", { name: "Fraud" }).click();
    await until(page, "#cases .spoken", /^case-1: Fraud$/);
    await page.getByRole("button", { name: "Forget the token" }).click();
    await field.waitFor();
    expect(await page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length")).toBe(0);
  });
});
