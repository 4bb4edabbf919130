/** The live page in a real browser, before the real server, and before a made-up one that says what a test wants. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type FakeServer, startFake } from "./fake-server.ts";
import { illegible } from "./legible.ts";
import { POLL, dialogOverflow, hourOf, overflow, runOf, textOf, until } from "./live-page.ts";
import { expectProblems, missing, openPage, serve, skipped, usePages } from "./shared-pages.ts";

const server = usePages();

describe.skipIf(missing)(`the live page${skipped}`, () => {
  test("stops at a pause, and goes on an hour at a step", async () => {
    const page = await openPage(`${server.url()}#pace=8&lang=en`);
    await until(page, ".clock .of", /^Hour \d/);
    await page.getByRole("button", { name: "Pause" }).click();
    await until(page, ".clock .state", /Paused/);
    const hour = await restingHour(page);
    await page.getByRole("button", { name: "Step an hour" }).click();
    await expect.poll(() => hourOf(page), POLL).toBe(hour + 1);
    await page.getByRole("button", { name: "Play" }).click();
    await expect.poll(() => hourOf(page), POLL).toBeGreaterThan(hour + 1);
  });

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
    expectProblems(
      /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|404/,
    );
  });

  test.each([
    ["en", "light"],
    ["zh", "dark"],
  ] as const)("fits a telephone of 360 pixels in %s, %s", async (language, colorScheme) => {
    const page = await openPage(`${server.url()}#pace=24&lang=${language}`, {
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
    await expect.poll(() => page.locator(".glance strong").allInnerTexts(), POLL).toHaveLength(6);
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

  test("keeps every change, however soon one follows another, and the latest of them wins", async () => {
    const page = await openPage(`${server.url()}#pace=2&lang=en`);
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

  test("says in the reader's language that the server has no room for another run", async () => {
    const page = await openPage(`${server.url()}#pace=8&lang=zh`);
    await until(page, ".clock .of", /^第 \d/);
    await page.route("**/api/runs", (route) => route.fulfill({ status: 409, json: { error: "no more" } }));
    await page.getByRole("button", { name: "重新开始" }).click();
    await until(page, ".notice.bad", /^服务器上正被观看的运行已达上限。请先关闭其中一个的页面，再重试。 重试$/);
    await page.unroute("**/api/runs");
    await page.getByRole("button", { name: "重试" }).click();
    await expect.poll(() => page.locator(".notice.bad").count(), POLL).toBe(0);
    expectProblems(/409/);
  });

  test("compares a situation with the usual run, which its first step starts", async () => {
    const page = await openPage(`${server.url()}#situation=late-reports&reportDelayHours=72&lang=en`);
    await page.getByRole("link", { name: "First the usual run" }).click();
    await expect.poll(() => new URL(page.url()).hash, POLL).toMatch(/pace=max.*situation=late-reports/);
    expect(new URL(page.url()).hash).not.toContain("reportDelayHours");
    await expect.poll(() => hourOf(page), POLL).toBeGreaterThan(24);
    await page.getByRole("link", { name: "Then the situation" }).click();
    await until(page, ".comparison", /“Delay of complaints”, which stood at \d+ hours and now stands at 72 hours\./);
    await page.reload();
    await until(page, ".comparison", /“Delay of complaints”, which stood at \d+ hours and now stands at 72 hours\./);
    await until(
      page,
      ".precision",
      /^Of what is blocked, \d+\.\d\s% is fraud: [\d,]+ of [\d,]+ calls and messages\. base rate$/,
    );
  });

  test("opens a situation by its link, which holds it", async () => {
    const page = await openPage(`${server.url()}#pace=8&lang=en`);
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
    // A chart above it that is still drawn moves it for a moment.
    const top = async (): Promise<number> => (await page.locator("#losses").boundingBox())!.y;
    await expect.poll(top).toBeGreaterThan((await page.locator(".transport").boundingBox())!.height);
    expect(await top()).toBeLessThan(900);
    const other = await openPage(page.url());
    await until(other, ".guide li.open", /Victims complain three days later/);
    await until(other, ".reproduce code", /complaints\.delayHours=72/);
  });

  test("moves nothing for those who asked for less motion", async () => {
    const page = await openPage(`${server.url()}#pace=8&lang=en`, { reducedMotion: "reduce" });
    await page.locator(".event").first().waitFor();
    await until(page, ".flow .note", /Motion is off/);
    const hour = await hourOf(page);
    await expect.poll(() => hourOf(page), POLL).toBeGreaterThan(hour + 1);
    expect(await page.locator("g.dot").count()).toBe(0);
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
    fake.endWorlds({ defended: 457, unwarned: null, undefended: null });
    fake.nextHour();
    await expect
      .poll(whose, POLL)
      .toMatch(/^Hour \d+ of the worlds with fewer defences; with all the last episode ended at hour 457$/);
    fake.endWorlds({ defended: null, unwarned: null, undefended: 400 });
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
