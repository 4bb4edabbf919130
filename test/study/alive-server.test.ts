import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createAliveApp } from "../../src/study/alive-server.ts";
import type { Measure } from "../../src/study/cells/cell-runner.ts";
import { FIGURE_COLUMNS } from "../../src/study/figures.ts";
import { statusSchema } from "../../src/study/status.ts";
import { sweep, type SweepOptions, sweepStudy } from "../../src/study/sweep.ts";
import { newFolder } from "../new-folder.ts";
import { englishIn } from "../report/html/page-for-tests.ts";
import { findBrowser, launch } from "../browser/browser.ts";
import { rowCell } from "./toy-cell.ts";

const folder = newFolder("alive");
const stated = { scenario: "smoke", over: ["warnings.low=0.5,0.95"], seeds: [1, 2, 3, 4, 5], workers: 1, page: false };
const toy = rowCell((_, seed) =>
  Object.fromEntries(FIGURE_COLUMNS.map((name) => [name, name.endsWith("Trials") ? 100 : 0.5 + seed / 100])),
);

/** As many runs as that, of which one fails. */
function runSome(directory: string, runs: number, more: Partial<SweepOptions> = {}) {
  const stop = new AbortController();
  let begun = 0;
  const measure: Measure = (cell) => {
    if (++begun >= runs) stop.abort();
    if (cell.seed === 2) throw new Error("<script>alert(1)</script> no memory");
    return toy(cell);
  };
  const share = { mode: "round", tries: 1 } as const;
  return sweep({ ...stated, directory, measure, stop: stop.signal, share, ...more });
}

const get = (app: ReturnType<typeof createAliveApp>, path: string, host = "127.0.0.1") =>
  app.request(`http://127.0.0.1${path}`, { headers: { host } });

function appOf(directory: string, study: Parameters<typeof createAliveApp>[0]["study"] = sweepStudy(stated)) {
  return createAliveApp({ directory, study, host: "127.0.0.1", onFault: (fault) => expect(fault).toBe(null) });
}

/** Names, which are the same in both languages. */
const NAME = /^(?:sweep.*|ringfence study status .*|warnings\.low.*|variant.*|<script>.*|n|[\d.]+( %)?|vm|\S+)$/;

test("the page of a study that is alive tells how far it is, what failed, and figures that narrow, in two languages", async () => {
  const directory = join(folder, "study");
  await runSome(directory, 7);
  const app = appOf(directory);
  const response = await get(app, "/");
  const early = await response.text();
  expect([response.status, response.headers.get("content-security-policy")]).toEqual([200, "frame-ancestors 'none'"]);
  expect(early).toContain("if (true) setTimeout");
  expect(early).toContain("connect-src &#39;self&#39;");
  expect(early).toMatch(/\d of 10 done, 0 running, \d failed/);
  expect(early).toContain("nobody works on it now");
  expect(early).toContain("&lt;script&gt;alert(1)&lt;/script&gt; no memory");
  expect(early).not.toContain("<script>alert");
  expect(early).toContain("so-far-kept");
  expect(early).toContain("leading-1-kept");
  expect(englishIn(early).filter((text) => !NAME.test(text))).toEqual([]);
  expect(statusSchema.parse(await (await get(app, "/status.json")).json()).failures.length).toBeGreaterThan(0);
  expect((await get(app, "/study-sweep.json")).status).toBe(404);
  expect((await get(app, "/", "evil.example")).status).toBe(403);
  // What failed for good is no part of the results.
  await runSome(directory, 1000);
  await new Promise((resolve) => setTimeout(resolve, 1050));
  const without = await (await get(app, "/")).text();
  expect(without).toContain("8 of 10 done, 0 running, 2 failed");
  expect(without).toContain("the results are written, without what failed");
  // The same server goes on with what comes later.
  await runSome(directory, 1000, { measure: toy, share: { mode: "whole", tries: 2 } });
  await new Promise((resolve) => setTimeout(resolve, 1050));
  const late = await (await get(app, "/")).text();
  expect(late).toContain("10 of 10 done, 0 running, 0 failed");
  expect(late).toContain("nothing: the results are written");
  expect(late).toContain("a study that has ended");
  expect(late).toContain("按变体");
  expect(late).toContain("if (false) setTimeout");
});

test("where its scenario is not to be found from here, the page says so and shows the rest", async () => {
  const directory = join(folder, "moved");
  await runSome(directory, 2);
  const page = await (await get(appOf(directory, "there is no file my.yaml"), "/")).text();
  expect(page).toContain("They cannot be shown here: there is no file my.yaml");
  expect(page).toMatch(/\d of 10 done/);
  writeFileSync(join(directory, "cells-1.jsonl"), "");
  expect((await get(appOf(directory), "/")).status).toBe(200);
  expect(() => appOf(folder)).toThrow("expected the directory of a study");
});

test.skipIf(findBrowser() === null)(
  "the page is drawn anew where its reader left it, in the language chosen",
  async () => {
    const { serveStudy } = await import("../../src/study/alive-server.ts");
    const directory = join(folder, "browsed");
    await runSome(directory, 5);
    const server = await serveStudy({
      directory,
      study: sweepStudy(stated),
      host: "127.0.0.1",
      port: 0,
      onFault: () => {},
    });
    const browser = await launch();
    try {
      const page = await browser.newPage();
      const complaints: string[] = [];
      page.on("console", (message) => complaints.push(message.text()));
      await page.goto(server.url);
      await page.locator("#language").click();
      const before = await page.locator(".facts").first().textContent();
      expect(before).toMatch(/完成 \d/);
      await runSome(directory, 1000, { measure: toy, share: { mode: "whole", tries: 2 } });
      await page.locator(".facts", { hasText: "结果已写出" }).first().waitFor({ timeout: 120_000 });
      expect(await page.locator("html").getAttribute("lang")).toBe("zh-Hans");
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
      await server.close();
    }
  },
);
