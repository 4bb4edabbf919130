/** The live page in a real browser, before the real server; more of it in page.long.test.ts. */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { describe, expect, onTestFinished, test } from "vitest";
import { dialogOverflow, expectProblems, HALF, hourOf, missing } from "./pages.ts";
import { openPage, overflow, POLL, serve, skipped, textOf, until, usePages } from "./pages.ts";

const server = usePages(HALF);

describe.skipIf(missing)(`the live page${skipped}`, () => {
  test("shows a run as it goes on, compares it with the same seed without a change, and explains an event by keyboard", async () => {
    const page = await openPage(`${server.url()}#pace=8&seed=7&lang=en`);
    await page.locator(".stage", { hasText: "Provenance" }).getByText("off", { exact: true }).waitFor();
    await until(page, ".tile.fraud .figure", /^\d+\.\d\s%$/);
    await expect.poll(() => hourOf(page), POLL).toBeGreaterThan(3);
    await until(page, ".stage td", /^[1-9]/);
    expect(await page.locator(".plot canvas").count()).toBe(4);
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
  test("are shown as they are written, and not twice after a connection that broke and came back by itself", async () => {
    const hostile = await serveHostile(HOSTILE, "<i>\u202E00\u2066");
    const page = await openPage(`${hostile.url}#pace=8&lang=en`, { width: 360, height: 740 });
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

function focusedClass(page: Page): Promise<string> {
  return page.evaluate("document.activeElement.className");
}

function readNats(text: string): number {
  return Number(text.replace("−", "-").replace("+", ""));
}

/**
 * The real server behind a proxy: `text` is every message, script and warning, `caller` every number. `drop` breaks all
 * streams; the next connection is served again.
 */
async function serveHostile(text: string, caller: string): Promise<{ url: string; drop: () => void }> {
  const behind = await serve(0, HALF);
  const streams = new Set<ServerResponse>();
  const spoil = (said: string): string =>
    said
      .replaceAll(
        /"(text|script|original|normalised)":"(?:[^"\\]|\\.)*"/g,
        (_, key) => `"${key}":${JSON.stringify(text)}`,
      )
      .replaceAll(/"(caller|subscriber)":"(?:[^"\\]|\\.)*"/g, (_, key) => `"${key}":${JSON.stringify(caller)}`);
  const answer = async (path: string, method: string, body: string, response: ServerResponse): Promise<void> => {
    const headers = { "Content-Type": "application/json" };
    const asked = await fetch(new URL(path, behind.url), { method, ...(body !== "" && { headers, body }) });
    const isSpoiled = /\/(stream|events\/\w+)$/.test(path);
    const [type, policy] = ["content-type", "content-security-policy"].map((name) => asked.headers.get(name) ?? "");
    response.writeHead(asked.status, { "content-type": type!, "content-security-policy": policy! });
    if (!isSpoiled) return void response.end(Buffer.from(await asked.arrayBuffer()));
    streams.add(response);
    response.on("close", () => streams.delete(response));
    let pending = "";
    for await (const piece of asked.body!.pipeThrough(new TextDecoderStream())) {
      pending += piece;
      const end = pending.lastIndexOf("\n\n") + 2;
      if (end > 1) response.write(spoil(pending.slice(0, end)));
      if (end > 1) pending = pending.slice(end);
      if (response.destroyed) return;
    }
    response.end(spoil(pending));
  };
  const proxy = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (piece: string) => (body += piece));
    request.on("end", () => {
      answer(request.url!, request.method!, body, response).catch(() => response.destroy());
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    proxy.closeAllConnections();
    await new Promise<void>((resolve) => proxy.close(() => resolve()));
    await behind.close();
  });
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/`;
  return { url, drop: () => streams.forEach((stream) => stream.destroy()) };
}
