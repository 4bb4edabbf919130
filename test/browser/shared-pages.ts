/** The live page in a real browser: one for all tests of a file, one page after the other, and what went wrong. */
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import type { OpenServer } from "../../src/core/http/server.ts";
import { servePage } from "../../src/live/server/server.ts";
import { useWarmPools } from "../engine/warm-pool.ts";
import { findBrowser, launch, NO_BROWSER } from "./browser.ts";

export const missing = findBrowser() === null;
export const skipped = missing ? ` (skipped: ${NO_BROWSER})` : "";

let browser: Browser;
/** What went wrong in the pages of a test: none of it is ever right. */
let problems: string[] = [];
/** But for what a test brings about on purpose. */
let expected = /^$/;

/** Has the tests of a file share a browser and a server, and fail of whatever goes wrong in a page. */
export function usePages(set: readonly string[] = []): { readonly url: () => string } {
  let server: OpenServer;
  useWarmPools();

  beforeAll(async () => {
    if (missing) return;
    [browser, server] = await Promise.all([launch(), serve(0, set)]);
  });

  afterAll(async () => {
    sharedPage = null;
    await browser?.close();
    await server?.close();
  });

  afterEach(async () => {
    await leavePages();
    const found = problems.filter((problem) => !expected.test(problem));
    problems = [];
    expected = /^$/;
    if (found.length > 0) throw new Error(`went wrong in the page or its server: ${found.join("; ")}`);
  });

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

/** What a page may be opened with. */
interface Look {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: "light" | "dark";
}

/** Tests have one page after the other, as it was when it was new: starting another takes most of a second. */
let sharedPage: Page | null = null;
let isTaken = false;

export async function openPage(url: string, look: Look = {}): Promise<Page> {
  const free = isTaken ? null : sharedPage;
  isTaken = true;
  const opened = free ?? (await newPage());
  sharedPage ??= opened;
  await opened.setViewportSize(look.viewport ?? { width: 1280, height: 900 });
  await opened.emulateMedia({ colorScheme: look.colorScheme ?? "light" });
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
