/** What tests read of the live page. */
import type { Page } from "playwright-core";
import { expect } from "vitest";

/** What is to come is waited for; a machine with other work takes long for it. */
export const POLL = { timeout: 200_000, interval: 50 };

export function textOf(page: Page, selector: string): Promise<string> {
  return page.locator(selector).first().innerText();
}

export async function until(page: Page, selector: string, wanted: RegExp): Promise<void> {
  await expect
    .poll(
      () =>
        page
          .locator(selector)
          .first()
          .textContent({ timeout: 10_000 })
          .catch(() => ""),
      POLL,
    )
    .toMatch(wanted);
}

/** The hour that the page shows, once it shows one. */
export async function hourOf(page: Page): Promise<number> {
  let hour = -1;
  await expect
    .poll(async () => {
      const text = await page
        .locator(".clock .of")
        .textContent({ timeout: 1000 })
        .catch(() => "");
      hour = Number(/\d+/.exec(text ?? "")?.[0] ?? -1);
      return hour;
    }, POLL)
    .toBeGreaterThanOrEqual(0);
  return hour;
}

export function runOf(page: Page): Promise<string> {
  return page.evaluate("JSON.parse(sessionStorage.getItem('ringfence.run')).run");
}

export function focusedClass(page: Page): Promise<string> {
  return page.evaluate("document.activeElement.className");
}

export function overflow(page: Page): Promise<number> {
  return page.evaluate("document.documentElement.scrollWidth - innerWidth");
}

export function dialogOverflow(page: Page): Promise<number> {
  return page.evaluate("document.querySelector('dialog').scrollWidth - document.querySelector('dialog').clientWidth");
}

export function readNats(text: string): number {
  return Number(text.replace("−", "-").replace("+", ""));
}
