/** The live page in a real browser, before the real server, and before a made-up one that says what a test wants. */
import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { IdlePools } from "../../src/live/server/idle-pools.ts";
import { type PageServer, servePage } from "../../src/live/server/server.ts";
import { findBrowser, launch, NO_BROWSER } from "./browser.ts";
import { type FakeServer, startFake } from "./fake-server.ts";
import { illegible } from "./legible.ts";
import { POLL, dialogOverflow, focusedClass, hourOf, overflow, readNats, runOf, textOf, until } from "./live-page.ts";

const missing = findBrowser() === null;
const skipped = missing ? ` (skipped: ${NO_BROWSER})` : "";

let browser: Browser;
let server: PageServer;
/** Warm threads for the runs of all servers. */
const pools = new IdlePools();
/** What went wrong in the pages of a test: none of it is ever right. */
let problems: string[] = [];
/** But for what a test brings about on purpose. */
let expected = /^$/;

beforeAll(async () => {
  if (missing) return;
  [browser, server] = await Promise.all([launch(), serve(0)]);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
  await pools.close();
});

afterEach(async () => {
  await leavePages();
  const found = problems.filter((problem) => !expected.test(problem));
  problems = [];
  expected = /^$/;
  if (found.length > 0) throw new Error(`went wrong in the page or its server: ${found.join("; ")}`);
});

describe.skipIf(missing)(`the live page${skipped}`, () => {
  test("shows a run as it goes on: the clock, the figures, and events on their way", async () => {
    const page = await openPage(`${server.url}#pace=24&lang=en`, { reducedMotion: "no-preference" });
    await until(page, ".tile.fraud .figure", /^\d+\.\d\s%$/);
    const clock = await textOf(page, ".clock .time");
    await expect.poll(() => textOf(page, ".clock .time"), POLL).not.toBe(clock);
    await page.locator("g.dot:not(.waiting)").first().waitFor();
    const places = () =>
      page.evaluate<string>(
        "[...document.querySelectorAll('g.dot:not(.waiting)')].map((dot) => dot.getAttribute('transform')).join()",
      );
    const before = await places();
    await expect.poll(places, POLL).not.toBe(before);
    await until(page, ".stage dd", /^\d/);
    expect(await page.locator(".plot canvas").count()).toBe(3);
  });

  test("keeps a chart as a file, under the policy of its page", async () => {
    const page = await openPage(`${server.url}#pace=24&lang=en`);
    await expect.poll(() => hourOf(page), POLL).toBeGreaterThan(2);
    const saved: [string, string][] = [];
    for (const kind of ["CSV", "SVG"]) {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: `Save as ${kind}: Who waits for a dissuader?` }).click(),
      ]);
      saved.push([download.suggestedFilename(), readFileSync(await download.path(), "utf8")]);
    }
    const [[csvName, csv], [svgName, svg]] = saved as [[string, string], [string, string]];
    expect([csvName, svgName]).toEqual(["ringfence-queue.csv", "ringfence-queue.svg"]);
    expect(csv).toMatch(
      /^\ufeff"hour","for the telephone \(warnings waiting\)","for a visit \(warnings waiting\)"\r\n1,\d+,\d+\r\n2,/,
    );
    expect(svg).toMatch(/^<svg [^]*Who waits for a dissuader\?[^]*<\/svg>\n$/);
  });

  test("stops at a pause, and goes on an hour at a step", async () => {
    const page = await openPage(`${server.url}#pace=8&lang=en`);
    await until(page, ".clock .of", /^Hour \d/);
    await page.getByRole("button", { name: "Pause" }).click();
    await until(page, ".clock .state", /Paused/);
    const hour = await restingHour(page);
    await page.getByRole("button", { name: "Step an hour" }).click();
    await expect.poll(() => hourOf(page), POLL).toBe(hour + 1);
    await page.getByRole("button", { name: "Play" }).click();
    await expect.poll(() => hourOf(page), POLL).toBeGreaterThan(hour + 1);
  });

  test("begins the crackdown and adaptation while a run goes on, and says so in its line", async () => {
    const page = await openPage(`${server.url}#scenario=card-breaking&pace=4&lang=en`, {
      viewport: { width: 360, height: 740 },
      colorScheme: "dark",
    });
    await until(page, ".gangs .facts", /Set of cards¥\d+/);
    expect(await page.locator(".plot canvas").count()).toBe(4);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await until(page, "#begin-crackdown", /^Begins at hour 480\.$/);
    const begin = page.getByRole("button", { name: "Start the crackdown" });
    await begin.click();
    await until(page, "#begin-crackdown", /^Began at hour \d+\. /);
    expect(await begin.isDisabled()).toBe(true);
    const since = /\d+/.exec(await textOf(page, "#begin-crackdown"))![0];
    await page.getByRole("button", { name: "Let gangs adapt" }).click();
    await until(page, "#begin-adaptation", /hour \d+\./);
    await until(page, ".reproduce code", /adversary\.mode=adaptive adversary\.fromHour=\d+$/);
    expect(await page.locator(".reproduce code").textContent()).toContain(`crackdown.fromHour=${since} `);
  });

  test("starts anew with the same seed when a control is moved, and keeps the result before beside it", async () => {
    const page = await openPage(`${server.url}#pace=24&seed=7&lang=en`);
    await expect.poll(() => hourOf(page), POLL).toBeGreaterThan(3);
    expect(await page.locator(".tile .before").count()).toBe(0);
    const agents = page.locator("#control-telephoneAgents");
    await agents.fill("0");
    await agents.press("Enter");
    await until(
      page,
      ".comparison",
      /It differed in “Telephone agents”, which stood at 1 agent and now stands at 0 agents\./,
    );
    expect(new URL(page.url()).hash).toMatch(/seed=7&telephoneAgents=0/);
    await until(page, ".tile.fraud .before", /^Before, hour \d+: \d+\.\d\s%$/);
    await page.getByRole("button", { name: "Reset: Telephone agents" }).click();
    await until(page, ".comparison", /“Telephone agents”, which stood at 0 agents and now stands at 1 agent\./);
    expect(new URL(page.url()).hash).not.toContain("telephoneAgents");
  });

  test("explains an event: the evidence adds up to the score that decided", async () => {
    // A seed by which a text is blocked and a contact missed in the first hour of the day.
    const page = await openPage(`${server.url}#pace=8&seed=21&lang=en`);
    await page.getByLabel("Show").selectOption("blocked");
    const event = page.locator(".event:has(.words)").first();
    await event.click();
    await page.locator("dialog .evidence-sum").waitFor();
    // What the terminal explains it by.
    expect(await textOf(page, "dialog .facts code")).toMatch(/^[0-9a-f]{16}$/);
    const weights = (await page.locator(".evidence-sum tbody td").allTextContents()).map(readNats);
    const score = readNats(await textOf(page, ".evidence-sum tfoot td"));
    expect(weights.length).toBeGreaterThan(1);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(score, 6);
    expect(score).toBeGreaterThanOrEqual(1.8);
    expect(await page.locator("dialog .probes li").count()).toBeGreaterThan(0);
    await page.keyboard.press("Escape");
    await page.getByLabel("Show").selectOption("missed");
    await page.locator(".event").first().click();
    await until(page, "dialog .episode", /^(Gang \d+ on subscriber \d+: began |None began with it: )/);
    await page.keyboard.press("Escape");
    await page.locator("dialog .evidence-sum").waitFor({ state: "detached" });
    await expect.poll(() => focusedClass(page), POLL).toContain("event");
  });

  test("finds the same run again after a reload, and starts another for another address or when it is gone", async () => {
    const page = await openPage(`${server.url}#pace=8&seed=3&lang=en`);
    await expect.poll(() => hourOf(page), POLL).toBeGreaterThan(2);
    const [run, hour] = [await runOf(page), await hourOf(page)];
    await page.reload();
    await expect.poll(() => hourOf(page), POLL).toBeGreaterThanOrEqual(hour);
    expect(await runOf(page)).toBe(run);
    await page.goto(`${server.url}#pace=8&seed=4&lang=en`);
    await expect.poll(() => runOf(page), POLL).not.toBe(run);
    const other = await runOf(page);
    await page.evaluate(`fetch("api/runs/${other}", { method: "DELETE" })`);
    await page.reload();
    await expect.poll(() => runOf(page), POLL).not.toBe(other);
    await until(page, ".clock .of", /^Hour \d/);
    expected = /404/;
  });

  test("says that the server is lost and how old its data is; and when it is back without the run, offers to start anew", async () => {
    const own = await serve(0);
    const page = await openPage(`${own.url}#pace=8&lang=en`);
    await until(page, ".clock .of", /^Hour \d/);
    await own.close();
    await until(page, ".notice.bad", /Connection lost\. What you see is \d+ s old/);
    const again = await serve(own.port);
    await until(page, ".notice.bad", /no longer has this run/);
    await page.getByRole("button", { name: "Start it anew" }).click();
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
    expected = /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|404/;
  });

  test("can be used by keyboard alone", async () => {
    const page = await openPage(`${server.url}#pace=8&lang=en`);
    await page.locator(".event").first().waitFor();
    await page.keyboard.press("Tab");
    expect(await focusedClass(page)).toBe("skip");
    await page.keyboard.press("Enter");
    expect(await focusedClass(page)).toBe("figures");
    await page.keyboard.press("Tab");
    expect(await focusedClass(page)).toBe("primary");
    expect(await page.locator(":focus-visible").count()).toBe(1);
    await page.keyboard.press("Space");
    await until(page, ".clock .state", /Paused/);
    for (let tabs = 0; (await focusedClass(page)) !== "event" && (await focusedClass(page)) !== "event wrong"; tabs++) {
      expect(tabs).toBeLessThan(12);
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
    await page.locator("dialog .evidence-sum").waitFor();
    for (let tabs = 0; tabs < 6; tabs++) {
      await page.keyboard.press("Tab");
      expect(
        await page.evaluate(
          "document.activeElement === document.body || document.querySelector('dialog').contains(document.activeElement)",
        ),
      ).toBe(true);
    }
    await page.keyboard.press("Escape");
    await expect.poll(() => focusedClass(page), POLL).toContain("event");
  });

  test.each([
    ["en", "light"],
    ["zh", "dark"],
  ] as const)("fits a telephone of 360 pixels in %s, %s", async (language, colorScheme) => {
    const page = await openPage(`${server.url}#pace=24&lang=${language}`, {
      viewport: { width: 360, height: 740 },
      colorScheme,
    });
    await page.locator(".latest li").first().waitFor();
    expect(await page.locator(".glance").isVisible()).toBe(false);
    for (const summary of await page.locator("details > summary").all()) await summary.click();
    expect(await overflow(page)).toBe(0);
    expect(await illegible(page)).toEqual([]);
    // Who turns a knob has every figure in sight.
    const knob = page.locator(".slider input").last();
    const before = await runOf(page);
    await knob.scrollIntoViewIfNeeded();
    await knob.press("ArrowLeft");
    await expect.poll(() => page.locator(".glance strong").allInnerTexts(), POLL).toHaveLength(4);
    const [glance, slider] = [await page.locator(".glance").boundingBox(), await knob.boundingBox()];
    expect(glance!.y).toBe(0);
    expect(slider!.y).toBeGreaterThan(glance!.height);
    expect(slider!.y).toBeLessThan(740);
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

  test("speaks Chinese, and remembers it in the address", async () => {
    const page = await openPage(`${server.url}#pace=8&lang=en`);
    await page.getByRole("button", { name: "中文" }).click();
    await until(page, ".tile.fraud h2", /^拦截的诈骗$/);
    expect(await page.evaluate("document.documentElement.lang")).toBe("zh-Hans");
    expect(new URL(page.url()).hash).toContain("lang=zh");
    await page.reload();
    await until(page, ".tile.benign h2", /^误拦的正常事件$/);
    expect(await page.title()).toContain("诈骗拦截");
  });

  test("keeps every change, however soon one follows another, and the latest of them wins", async () => {
    const page = await openPage(`${server.url}#pace=2&lang=en`);
    await until(page, ".clock .of", /^Hour \d/);
    await page.getByRole("slider", { name: "Delay of complaints" }).press("ArrowRight");
    await page.getByRole("slider", { name: "Telephone agents" }).press("ArrowRight");
    await page.locator(".pace select").selectOption("8");
    const address = () => Object.fromEntries(new URLSearchParams(new URL(page.url()).hash.slice(1)));
    expect(address()).toMatchObject({ reportDelayHours: "4", telephoneAgents: "2", pace: "8" });
    await until(page, ".reproduce code", /delayHours=4.*agents=2/);
    await page.locator("#control-filterEntries").fill("999999");
    await page.locator("#control-filterEntries").press("Enter");
    await until(page, ".control .limit", /^At most 200,000/);
    await page.getByRole("button", { name: "Reset all controls" }).click();
    await until(page, ".control .limit", /^$/);
    await page.getByRole("slider", { name: "Telephone agents" }).press("ArrowRight");
    await page.getByLabel("Scenario").selectOption("smoke");
    await page.waitForTimeout(600);
    expect(address()).toMatchObject({ scenario: "smoke", pace: "8" });
    expect(address()).not.toHaveProperty("telephoneAgents");
  });

  test("says what became of a number between a control's steps or beyond its range, and leaves settings behind with their scenario", async () => {
    const page = await openPage(`${server.url}#pace=8&lang=en`);
    await expect.poll(() => hourOf(page), POLL).toBeGreaterThan(1);
    const entries = page.locator("#control-filterEntries");
    await entries.fill("1234");
    await entries.press("Enter");
    await until(page, ".control .limit", /^Taken as 1,200 entries: it goes in steps of 100 entries\.$/);
    expect(await entries.inputValue()).toBe("1200");
    await expect.poll(() => new URL(page.url()).hash, POLL).toContain("filterEntries=1200");
    await entries.fill("999999");
    await entries.press("Enter");
    await until(page, ".control .limit", /^At most 200,000 entries: taken as that\.$/);
    await expect.poll(() => new URL(page.url()).hash, POLL).toContain("filterEntries=200000");
    await until(page, ".comparison", /now stands at 200,000 entries/);
    await page.getByLabel("Scenario").selectOption("smoke");
    await expect.poll(() => new URL(page.url()).hash, POLL).toContain("scenario=smoke");
    expect(new URL(page.url()).hash).not.toContain("filterEntries");
    await until(page, ".comparison", /another scenario, classroom/);
    expect(await page.locator(".tile .before").count()).toBe(0);
  });

  test("lets nobody turn what has no effect in a scenario, and says why", async () => {
    const page = await openPage(`${server.url}#scenario=no-defences&pace=1&lang=en`);
    const agents = page.locator(".control", { has: page.locator("#control-telephoneAgents") });
    await expect.poll(() => agents.locator("input:disabled").count(), POLL).toBe(2);
    expect(await agents.locator(".limit").innerText()).toBe("No effect here: this scenario warns nobody.");
    expect(await page.locator("#control-prevalence").isEnabled()).toBe(true);
    await until(page, ".filter .empty", /no blocklist: nothing is looked up/);
    await until(page, ".precision", /^Nothing has been blocked so far\.$/);
    await page.getByRole("button", { name: "中文" }).click();
    await expect.poll(() => agents.locator(".limit").innerText(), POLL).toBe("此处不起作用：本场景不发预警。");
    await page.getByLabel("场景").selectOption("classroom");
    await expect.poll(() => agents.locator("input:disabled").count(), POLL).toBe(0);
  });

  test("says in the reader's language that the server has no room for another run", async () => {
    const page = await openPage(`${server.url}#pace=8&lang=zh`);
    await until(page, ".clock .of", /^第 \d/);
    await page.route("**/api/runs", (route) => route.fulfill({ status: 409, json: { error: "no more" } }));
    await page.getByRole("button", { name: "重新开始" }).click();
    await until(page, ".notice.bad", /^服务器上正被观看的运行已达上限。请先关闭其中一个的页面，再重试。 重试$/);
    await page.unroute("**/api/runs");
    await page.getByRole("button", { name: "重试" }).click();
    await expect.poll(() => page.locator(".notice.bad").count(), POLL).toBe(0);
    expected = /409/;
  });

  test("compares a situation with the usual run, which its first step starts", async () => {
    const page = await openPage(`${server.url}#situation=late-reports&reportDelayHours=72&lang=en`);
    await page.getByRole("link", { name: "First the usual run" }).click();
    await expect.poll(() => new URL(page.url()).hash, POLL).toMatch(/pace=max.*situation=late-reports/);
    expect(new URL(page.url()).hash).not.toContain("reportDelayHours");
    await expect.poll(() => hourOf(page), POLL).toBeGreaterThan(24);
    await page.getByRole("link", { name: "Then the situation" }).click();
    await until(page, ".comparison", /“Delay of complaints”, which stood at \d+ hours and now stands at 72 hours\./);
    await page.reload();
    await until(page, ".comparison", /“Delay of complaints”, which stood at \d+ hours and now stands at 72 hours\./);
    await until(page, ".precision", /^Of what is blocked, \d+\.\d\s% is fraud: [\d,]+ of [\d,]+ calls and messages\.$/);
  });

  test("opens a situation by its link, which holds it", async () => {
    const page = await openPage(`${server.url}#pace=8&lang=en`);
    await until(page, ".clock .of", /^Hour \d/);
    expect(await textOf(page, ".guide .note")).toMatch(/^A click starts one at once and ends the run on show/);
    const link = page.getByRole("link", { name: "Late reports" });
    expect(await link.getAttribute("title")).toBe("Starts a new run at once; the run on show ends");
    await link.click();
    await until(page, ".guide li.open", /Victims complain three days later/);
    expect(await page.locator("#control-reportDelayHours").inputValue()).toBe("72");
    await page.locator(".guide").getByRole("link", { name: "What is lost, with and without defences?" }).click();
    expect(await page.evaluate("document.activeElement.id")).toBe("losses");
    expect(new URL(page.url()).hash).toContain("situation=late-reports");
    const { y } = (await page.locator("#losses").boundingBox())!;
    expect(y).toBeGreaterThan((await page.locator(".transport").boundingBox())!.height);
    expect(y).toBeLessThan(900);
    const other = await openPage(page.url());
    await until(other, ".guide li.open", /Victims complain three days later/);
    await until(other, ".reproduce code", /complaints\.delayHours=72/);
  });

  test("says once what of its link it could not use, and what it uses instead", async () => {
    const page = await openPage(
      `${server.url}?seed=7&sede=8#scenario=foo&telephoneAgents=99&obfuscation=high&pace=8&lang=en&<img src=x>=1`,
    );
    await until(page, ".misread", /^Some of the link could not be used as it is written\./);
    expect(await page.locator(".misread li").allTextContents()).toEqual([
      "scenario=foo: using scenario=classroom",
      "telephoneAgents=99: using telephoneAgents=40",
      "obfuscation=high: using obfuscation=3.5",
      "<img src=x>=1: left out",
      "sede=8: left out",
    ]);
    expect(await page.locator(".misread img").count()).toBe(0);
    const written = new URL(page.url());
    expect(written.search).toBe("");
    expect(written.hash).toMatch(/^#scenario=classroom&seed=7&telephoneAgents=40&pace=8&lang=en$/);
    await page.getByRole("button", { name: "中文" }).click();
    await until(page, ".misread", /^链接中有些内容无法按原样使用。/);
    await page.getByRole("button", { name: "关闭" }).click();
    expect(await page.locator(".misread").count()).toBe(0);
    // A link within the page, too; and no longer than the world that it led to.
    await page.evaluate("location.hash = '#seed=-1&lang=en'");
    await until(page, ".misread li", /^seed=-1: using seed=1$/);
    await page.reload();
    await until(page, ".clock .of", /^Hour \d/);
    expect(await page.locator(".misread").count()).toBe(0);
    await page.evaluate("location.hash = '#seed=2&lang=xx'");
    await until(page, ".misread li", /^lang=xx: using lang=en$/);
    await page.getByRole("slider", { name: "Telephone agents" }).press("ArrowRight");
    await expect.poll(() => page.locator(".misread").count(), POLL).toBe(0);
  });

  test("moves nothing for those who asked for less motion", async () => {
    const page = await openPage(`${server.url}#pace=8&lang=en`, { reducedMotion: "reduce" });
    await page.locator(".event").first().waitFor();
    await until(page, ".flow .note", /Motion is off/);
    const hour = await hourOf(page);
    await expect.poll(() => hourOf(page), POLL).toBeGreaterThan(hour + 1);
    expect(await page.locator("g.dot").count()).toBe(0);
  });
});

const HOSTILE = `<img src=x onerror="window.stolen=1"><script>window.stolen=1</script>&lt;b&gt; \u202Egnp.exe\u202C \u0000\u001B[31m {{7*7}} javascript:alert(1) ${"W".repeat(200)}`;

describe.skipIf(missing)(`hostile messages on the page${skipped}`, () => {
  let fake: FakeServer;
  beforeAll(async () => {
    fake = await startFake(HOSTILE, "<i>\u202E00\u2066");
  });
  afterAll(() => fake?.close());

  test("are shown as they are written, in the list, in warnings and in explanations", async () => {
    const page = await openPage(`${fake.url}#lang=en`, { viewport: { width: 360, height: 740 } });
    await until(page, ".event .words", /<img src=x onerror="window\.stolen=1"><script>/);
    await until(page, ".latest .message", /&lt;b&gt; \\u\{202e\}gnp\.exe\\u\{202c\} \\u\{0\}\\u\{1b\}\[31m/);
    await page.locator(".event").first().click();
    await until(page, "dialog .evidence-sum", /<img src=x/);
    expect(await page.evaluate("window.stolen")).toBeUndefined();
    expect(await page.locator("#app img").count()).toBe(1);
    expect(
      await page.locator("#app script, #app b, #app i, #app [style*=javascript], #app a[href^=javascript]").count(),
    ).toBe(0);
    expect(await dialogOverflow(page)).toBe(0);
    await page.keyboard.press("Escape");
    expect(await overflow(page)).toBe(0);
    const written = await page.locator("#app").textContent();
    expect(written).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  test("do not come twice after a connection that broke and came back by itself", async () => {
    const page = await openPage(`${fake.url}#lang=en`);
    await page.locator(".event").first().waitFor();
    fake.drop();
    await until(page, ".notice.bad", /Connection lost/);
    await page.locator(".notice.bad").waitFor({ state: "detached" });
    const count = await page.locator(".event").count();
    fake.nextHour();
    await expect.poll(() => page.locator(".event").count(), POLL).toBe(count + 4);
    expected = /ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE/;
  });
});

describe.skipIf(missing)(`a contact that was chosen${skipped}`, () => {
  test.each([
    [
      "en",
      /^Gang 1 on subscriber 42: began with this contact, day 1, 02:00; ended day 2, 06:00: 97,972 yuan was lost\. Contacts after the first: 3; of them blocked: 1; steps in a chat app: 2\.$/,
      [
        "Pushed day 2, 03:00, medium risk, later high risk: by message day 2, 04:30 (not heeded); by visit day 2, 07:00 (too late)",
        "Pushed day 2, 05:00, low risk: not delivered",
      ],
    ],
    [
      "zh",
      /^团伙 1 对用户 42：由本次接触开始，第 1 天 02:00；结束于第 2 天 06:00：损失 97,972 元。 首次之后的接触 3 次，其中被拦截 1 次；转入聊天软件后的步骤 2 个。$/,
      [
        "第 2 天 03:00推送，中风险，后升为高风险：短信送达：第 2 天 04:30（未听从）；上门送达：第 2 天 07:00（为时已晚）",
        "第 2 天 05:00推送，低风险：未送达",
      ],
    ],
  ])(
    "shows the episode that it belongs to, and the warnings to the person in it, in %s",
    async (language, course, told) => {
      const fake = await startFake("text");
      onTestFinished(() => fake.close());
      const page = await openPage(`${fake.url}#lang=${language}`);
      await page.locator(".event").first().click();
      await until(page, "dialog .episode", course);
      expect(await page.locator("dialog .told li").allTextContents()).toEqual(told);
    },
  );
});

describe.skipIf(missing)(`the diagram of the stages${skipped}`, () => {
  test("has room for large counts at every width, and its stages stand level", async () => {
    const fake = await startFake("text");
    onTestFinished(() => fake.close());
    const page = await openPage(`${fake.url}#lang=en`);
    await page.locator(".stage dd").first().waitFor();
    for (const width of [380, 700, 900, 1000, 1100, 1240, 1280, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      expect([width, await page.evaluate<unknown[]>(COUNTS_BESIDE_THEIR_STAGE)]).toEqual([width, []]);
    }
    expect(
      await page.evaluate(
        "new Set([...document.querySelectorAll('.stage dl')].map(({ offsetTop }) => offsetTop)).size",
      ),
    ).toBe(1);
  });
});

/** Counts that end beyond the stage that they are of, were they those of a country. */
const COUNTS_BESIDE_THEIR_STAGE = `
  for (const count of document.querySelectorAll(".stage dd")) count.textContent = "1,234,567";
  [...document.querySelectorAll(".stage")]
    .flatMap((stage) => [...stage.querySelectorAll("dd")].map((count) => [stage, count]))
    .map(([stage, count]) => count.getBoundingClientRect().right - stage.getBoundingClientRect().right)
    .filter((beyond) => beyond > 0);
`;

describe.skipIf(missing)(`the hours of a page${skipped}`, () => {
  let fake: FakeServer;
  beforeAll(async () => {
    if (!missing) fake = await startFake("text");
  });
  afterAll(() => fake?.close());

  test("are one in all that is drawn at a time: the clock, the lines and what they are called", async () => {
    const page = await openPage(`${fake.url}#lang=en`);
    await page.locator(".plot canvas").first().waitFor();
    await page.evaluate(LOOK_AT_EACH_PICTURE);
    const hour = await hourOf(page);
    for (let hours = 0; hours < 20; hours++) {
      fake.nextHour();
      await page.waitForTimeout(60);
    }
    await expect.poll(() => hourOf(page), POLL).toBe(hour + 20);
    expect(await page.evaluate("redrawn.size")).toBeGreaterThan(2);
    expect(await page.evaluate("[...apart]")).toEqual([]);
  });

  test("are named where they differ: of the events in the diagram, and of the point that is pointed at", async () => {
    const page = await openPage(`${fake.url}#lang=en`, { reducedMotion: "reduce" });
    const hour = await hourOf(page);
    await until(
      page,
      ".flow .note",
      new RegExp(
        `^Motion is off, as your system asks\\. Hour ${hour}: 100 events\\. Figures: all up to hour ${hour}\\.$`,
      ),
    );
    expect(await textOf(page, ".legend .at")).toBe(`hour ${hour}`);
    await page
      .locator(".plot .u-over")
      .first()
      .hover({ position: { x: 2, y: 20 } });
    await until(page, ".legend .at", /^at the pointer: hour 1$/);
  });
});

/**
 * Keeps what canvases were drawn at another hour than the clock shows, each time that the browser is about to show
 * them.
 */
const LOOK_AT_EACH_PICTURE = `
  window.apart = new Set();
  window.redrawn = new Set();
  {
    const clock = () => /\\d+/.exec(document.querySelector(".clock .of").textContent)[0];
    const drawnAt = new WeakMap();
    const clear = CanvasRenderingContext2D.prototype.clearRect;
    CanvasRenderingContext2D.prototype.clearRect = function (...box) {
      drawnAt.set(this.canvas, clock());
      redrawn.add(clock());
      return clear.apply(this, box);
    };
    const look = () => {
      for (const canvas of document.querySelectorAll(".plot canvas")) {
        const hour = drawnAt.get(canvas) ?? clock();
        if (hour !== clock()) apart.add("drawn at hour " + hour + ", shown at " + clock());
      }
      for (const { textContent } of document.querySelectorAll(".legend .at")) {
        if (textContent !== "hour " + clock()) apart.add(textContent + ", shown at " + clock());
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }
`;

describe.skipIf(missing)(`a page of two worlds${skipped}`, () => {
  test("says whose hour it is once one of them is over", async () => {
    const fake = await startFake("text");
    onTestFinished(() => fake.close());
    const page = await openPage(`${fake.url}#lang=en`);
    const whose = () => textOf(page, ".clock .of");
    await until(page, ".clock .of", /^Hour \d+ of 336$/);
    fake.endWorlds({ defended: 457, undefended: null });
    fake.nextHour();
    await expect
      .poll(whose, POLL)
      .toMatch(/^Hour \d+ of the world without defences; with defences the last episode ended at hour 457$/);
    fake.endWorlds({ defended: null, undefended: 400 });
    fake.nextHour();
    await expect
      .poll(whose, POLL)
      .toMatch(/^Hour \d+ of the world with defences; without, the last episode ended at hour 400$/);
  });
});

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

/** The real server, its faults among the problems. */
function serve(port: number): Promise<PageServer> {
  return servePage({
    scenario: "classroom",
    seed: 1,
    host: "127.0.0.1",
    port,
    workers: 1,
    pools,
    // Runs of pages that were closed must not slow the tests after them.
    limits: { returnMs: 0, pauseAfterMs: 1500, endAfterMs: 20_000 },
    reproduce: (source, seed, settings) => ["run", source, seed, ...settings].join(" "),
    onFault: (fault) => problems.push(String(fault)),
  });
}

/** What a page may be opened with. */
interface Look {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: "light" | "dark";
  readonly reducedMotion?: "reduce" | "no-preference";
}

/** Tests have one page after the other, as it was when it was new: starting another takes most of a second. */
let sharedPage: Page | null = null;
let isTaken = false;

async function openPage(url: string, look: Look = {}): Promise<Page> {
  const free = isTaken ? null : sharedPage;
  isTaken = true;
  const opened = free ?? (await newPage());
  sharedPage ??= opened;
  await opened.setViewportSize(look.viewport ?? { width: 1280, height: 900 });
  await opened.emulateMedia({
    colorScheme: look.colorScheme ?? "light",
    // Moving dots take a core: they move where a test looks at them.
    reducedMotion: look.reducedMotion ?? "reduce",
  });
  await opened.goto(url);
  return opened;
}

/**
 * Ends the run of the page, which would keep its threads from the runs after it, forgets what the page remembers,
 * leaves it, and closes all others.
 */
async function leavePages(): Promise<void> {
  isTaken = false;
  if (!browser) return;
  const others = browser.contexts().filter((context) => context !== sharedPage?.context());
  await Promise.all(others.map((context) => context.close()));
  if (!sharedPage) return;
  const address = sharedPage.url();
  const known = await sharedPage.evaluate<string | null>("sessionStorage.getItem('ringfence.run')");
  await sharedPage.evaluate("sessionStorage.clear()");
  await sharedPage.goto("about:blank");
  if (known === null) return;
  const { run } = JSON.parse(known) as { run: string };
  // Its server may be gone.
  await fetch(new URL(`/api/runs/${run}`, address), { method: "DELETE" }).catch(() => {});
}

async function newPage(): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(error.message));
  return page;
}
