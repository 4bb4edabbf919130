/** Pages in a real browser, the one on this machine: one for all tests of a file, and what went wrong in them. */
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import type { OpenServer } from "../../src/core/http/server.ts";
import { servePage } from "../../src/live/server/server.ts";
import { useWarmPools } from "../engine/warm-pool.ts";
import { pathOf } from "../gateway/debian.ts";

/** Names under which Linux distributions install one. */
const NAMES = ["chromium", "chromium-browser", "google-chrome"];
const executablePath = process.env["RINGFENCE_BROWSER"] || NAMES.map(pathOf).find((path) => path !== null);
/** Few processes, and nothing that would call home. */
const args = [
  "--disable-site-isolation-trials",
  "--renderer-process-limit=1",
  "--disable-domain-reliability",
  "--no-pings",
];

export const missing = !executablePath;
export const skipped = missing ? " (skipped: install Debian's chromium, or name a browser with RINGFENCE_BROWSER)" : "";

let browser: Browser;
/** What went wrong in the pages of a test: none of it is ever right. */
let problems: string[] = [];
/** But for what a test brings about on purpose. */
let expected = /^$/;

/** Has the tests of a file share a browser, and fail of whatever goes wrong in a page. */
export function useBrowser(): void {
  beforeAll(async () => {
    if (!missing) browser = await chromium.launch({ executablePath, args });
  });

  afterAll(async () => {
    sharedPage = null;
    await browser?.close();
  });

  afterEach(async () => {
    await leavePages();
    const found = problems.filter((problem) => !expected.test(problem));
    problems = [];
    expected = /^$/;
    if (found.length > 0) throw new Error(`went wrong in the page or its server: ${found.join("; ")}`);
  });
}

/** And a server of the live page. */
export function usePages(set: readonly string[] = []): { readonly url: () => string } {
  let server: OpenServer;
  useWarmPools();
  useBrowser();
  beforeAll(async () => {
    if (!missing) server = await serve(0, set);
  });
  afterAll(() => server?.close());
  return { url: () => server.url };
}

/** A test brings this about on purpose. */
export function expectProblems(pattern: RegExp): void {
  expected = pattern;
}

/** Half of the people of the classroom, with as many gangs: its runs take half of the time. */
export const HALF = ["population.subscribers=1500", "blocklist.initialEntries=10000"];

/** The real server, its faults among the problems. */
export function serve(port: number, set: readonly string[] = []): Promise<OpenServer> {
  return servePage({
    scenario: "classroom",
    set,
    seed: 1,
    host: "127.0.0.1",
    port,
    workers: 1,
    reproduce: (source, seed, settings) => ["run", source, seed, ...settings].join(" "),
    onFault: (fault) => problems.push(String(fault)),
  });
}

/** Tests have one page after the other, as it was when it was new: starting another takes most of a second. */
let sharedPage: Page | null = null;
let isTaken = false;

export async function openPage(
  url: string,
  viewport = { width: 1280, height: 900 },
  colorScheme: "light" | "dark" = "light",
): Promise<Page> {
  const free = isTaken ? null : sharedPage;
  isTaken = true;
  const opened = free ?? (await newPage());
  sharedPage ??= opened;
  await opened.setViewportSize(viewport);
  await opened.emulateMedia({ colorScheme, media: null });
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

/** What is to come is waited for; a machine with other work takes long for it. */
export const POLL = { timeout: 200_000, interval: 50 };

export function textOf(page: Page, selector: string): Promise<string> {
  return page.locator(selector).first().innerText();
}

export async function until(page: Page, selector: string, wanted: RegExp): Promise<void> {
  const text = () => page.locator(selector).first().textContent({ timeout: 10_000 });
  await expect.poll(() => text().catch(() => ""), POLL).toMatch(wanted);
}

/** The hour that the live page shows, once it shows one. */
export async function hourOf(page: Page): Promise<number> {
  await until(page, ".clock .of", /\d/);
  return Number(/\d+/.exec(await textOf(page, ".clock .of"))![0]);
}

export function overflow(page: Page): Promise<number> {
  return page.evaluate("document.documentElement.scrollWidth - innerWidth");
}

export function dialogOverflow(page: Page): Promise<number> {
  return page.evaluate("document.querySelector('dialog').scrollWidth - document.querySelector('dialog').clientWidth");
}
