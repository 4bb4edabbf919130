/** The page of a gateway in a real browser, before a real gateway. */
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { newState, runGateway } from "../gateway/running-gateway.ts";
import { findBrowser, launch, NO_BROWSER } from "./browser.ts";
import { illegible } from "./legible.ts";
import { overflow, textOf, until } from "./live-page.ts";

const missing = findBrowser() === null;
const HOSTILE = '<img src=x onerror="document.title=1"><b>pay</b> \u202E 13911112222 <script>document.title=1</script>';
let browser: Browser;

function token(role: string): string {
  return `${role}-0123456789abcdef`;
}

beforeAll(async () => {
  if (!missing) browser = await launch();
});
afterAll(() => browser?.close());

/** What goes wrong in it fails the test, but for `expected`. */
async function open(url: string, expected = /^$/): Promise<Page> {
  const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !expected.test(message.text())) problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(error.message));
  onTestFinished(async () => {
    await context.close();
    expect(problems).toEqual([]);
  });
  await page.goto(url);
  return page;
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

describe.skipIf(missing)(`the page of a gateway${missing ? ` (skipped: ${NO_BROWSER})` : ""}`, () => {
  test("shows nothing but how to begin, then what came, as text; a key decides a case, in both languages", async () => {
    const state = newState();
    const shadow = join(state, "shadow.yaml");
    writeFileSync(shadow, "screening:\n  blockScore: 500\n");
    const gateway = await runGateway({ state, over: { shadow } });
    const page = await open(gateway.url, /status of 409/);
    await until(page, ".first h2", /^Nothing has come yet$/);
    expect(await textOf(page, ".first code")).toContain(`${gateway.url}v1/screen -H 'Content-Type: application/json'`);
    expect(await page.locator(".tiles, #last, .counts").count()).toBe(0);

    await gateway.ask("/v1/list", { add: ["13800138000"] });
    await gateway.ask("/v1/screen", { caller: "13800138000", text: HOSTILE, id: "<i>1</i>" });
    await until(page, ".tile.block .figure", /^1$/);
    await until(page, "#last .event", /caller is listed/);
    const shown = await textOf(page, "#last .event");
    expect(shown).toContain('<img src=x onerror="document.title=1"><b>pay</b>');
    expect(shown).toContain("138****8000");
    await page.locator("#last .event").first().click();
    await until(page, "dialog .evidence-sum tfoot td", /^\+2\.80$/);
    expect(await textOf(page, "dialog .facts code")).toBe("<i>1</i>");
    expect(await page.content()).not.toContain("13800138000");
    expect(await page.content()).not.toContain("13911112222");
    await page.keyboard.press("Escape");

    await until(page, "#shadow", /1 of 1 events would be decided otherwise\./);
    expect(await textOf(page, "#shadow .differences .head")).toMatch(/^Block → Flag/);
    await page.getByLabel("Of benign events, block at most").press("Enter");
    await until(page, ".notice", /takes 500 events that are not decided fraud, found 0/);
    await until(page, "#drift-title + .note + .empty", /^The first day is not over/);

    for (const caller of ["13911110001", "13911110002"]) {
      await gateway.ask("/v1/complaints", { caller, text: HOSTILE, reporter: "a" });
    }
    await until(page, "#cases option:checked", /^pending \(2\)$/);
    await page.locator(".case").nth(1).waitFor();
    await page.getByLabel("Texts of a case of fraud become scripts").uncheck();
    await page.locator("#cases-title").click();
    await page.keyboard.press("k");
    await until(page, ".case[aria-current] strong", /139\*{4}0002/);
    await page.keyboard.press("j");
    await until(page, ".case[aria-current] strong", /139\*{4}0001/);
    await page.keyboard.press("f");
    await until(page, "#cases .spoken", /^case-1: fraud$/);
    await until(page, "#cases option:checked", /^pending \(1\)$/);
    expect((await gateway.ask("/v1/cases?state=any")).body).toMatchObject({
      cases: [
        { id: "case-2", state: "pending" },
        { id: "case-1", state: "fraud", decidedBy: "local" },
      ],
    });
    await page.getByRole("button", { name: "中文" }).click();
    await until(page, "#cases-title", /^案件$/);
    await page.getByRole("button", { name: "正常 B" }).click();
    await until(page, "#cases .spoken", /^case-2：正常$/);
    expect(await page.evaluate("document.documentElement.lang + document.title")).toBe("zh-HansRingfence 网关");
    expect(await page.locator("img").count()).toBe(1);
    await seeLegible(page);
  });

  test("keeps the choice that keys made while an answer is late, and decides another case meanwhile", async () => {
    const gateway = await runGateway();
    // Masked, the three are one number.
    for (const caller of ["13911110001", "13922220001", "13933330001"]) await gateway.ask("/v1/complaints", { caller });
    const page = await open(gateway.url);
    let release!: () => void;
    const late = new Promise<void>((resolve) => (release = resolve));
    await page.route("**/v1/cases/case-3", async (route) => {
      await late;
      await route.continue();
    });
    await until(page, ".case[aria-current]", /case-3/);
    await page.keyboard.press("f");
    await until(page, ".case[aria-busy=true]", /deciding: fraud.*case-3/);
    await until(page, ".case[aria-current]", /case-2/);
    await page.keyboard.press("j");
    await page.keyboard.press("b");
    await until(page, "#cases .spoken", /^case-1: benign$/);
    await until(page, ".case[aria-current]", /case-2/);
    release();
    await until(page, "#cases .spoken", /^case-3: fraud$/);
    await until(page, "#cases option:checked", /^pending \(1\)$/);
    expect(await textOf(page, ".case[aria-current]")).toContain("case-2");
    const { body } = await gateway.ask("/v1/cases?state=any");
    const { cases } = body as { cases: { id: string; state: string }[] };
    expect(Object.fromEntries(cases.map(({ id, state }) => [id, state]))).toEqual({
      "case-1": "benign",
      "case-2": "pending",
      "case-3": "fraud",
    });
  });

  test("asks for a token, keeps it in its tab, and offers what its role may do", async () => {
    const state = newState();
    const tokens = join(state, "tokens");
    writeFileSync(tokens, ["screen", "read", "feed,read"].map((role) => `${role} ${role} ${token(role)}\n`).join(""));
    chmodSync(tokens, 0o600);
    const gateway = await runGateway({ state, over: { tokens } });
    const bearer = { headers: { Authorization: `Bearer ${token("feed,read")}` } };
    await gateway.ask("/v1/complaints", { caller: "13911110001" }, bearer);
    const page = await open(gateway.url, /status of 40[13]/);
    const enter = async (written: string) => {
      await page.getByLabel("Token").fill(written);
      await page.keyboard.press("Enter");
    };
    await page.getByLabel("Token").waitFor();
    await enter("nobody's");
    await until(page, ".door .bad", /does not know/);
    await enter("不是令牌");
    await until(page, ".door .bad", /does not know/);
    await enter(token("screen"));
    await until(page, ".door .bad", /role read/);
    await enter(token("read"));
    await until(page, ".case strong", /139\*{4}0001/);
    expect(await page.locator(".case button").count()).toBe(0);
    await page.keyboard.press("f");
    await until(page, "#cases", /with the role feed/);
    await page.getByRole("button", { name: "Forget the token" }).click();
    await enter(token("feed,read"));
    await page.reload();
    await page.getByRole("button", { name: "Fraud F" }).click();
    await until(page, "#cases .spoken", /^case-1: fraud$/);
    expect(await page.evaluate("localStorage.length + document.cookie.length")).toBe(0);
  });
});
