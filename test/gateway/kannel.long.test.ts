/** The script of the recipe for Kannel, which is called as Kannel calls it. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { freePorts, isOpen } from "./debian.ts";
import { runGateway } from "./running-gateway.ts";

const LISTED = "13800138000";
/** Starts kannel.mjs. Returns its port. */
async function startScript(gateway: string): Promise<number> {
  const [port] = (await freePorts(1)) as [number];
  const script = fileURLToPath(new URL("../../docs/recipes/kannel.mjs", import.meta.url));
  const env = { ...process.env, GATEWAY: gateway, PORT: String(port) };
  const child = spawn(process.execPath, [script], { env, stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
  await isOpen(port);
  return port;
}

test("its script returns a message as it came, or nothing where it is blocked", async () => {
  const gateway = await runGateway();
  await gateway.ask("/v1/list", { add: [LISTED] });
  const url = `http://127.0.0.1:${await startScript(gateway.url)}/`;
  const send = (from: string, body: string | Uint8Array<ArrayBuffer>, type: string, more = {}): Promise<Response> => {
    const sent = { "X-Kannel-From": from, "X-Kannel-To": "10690000", "X-Kannel-SMSC": "outside", ...more };
    return fetch(url, { method: "POST", headers: { "Content-Type": type, ...sent }, body });
  };
  const passed = await send("13911112222", "see you", 'text/plain; charset="UTF-8"', { "X-Kannel-Coding": "0" });
  expect(await passed.text()).toBe("see you");
  expect(Object.fromEntries(passed.headers)).toMatchObject({
    "content-type": 'text/plain; charset="UTF-8"',
    "x-kannel-from": "13911112222",
    "x-kannel-to": "10690000",
    "x-kannel-coding": "0",
    "x-ringfence": "allow",
  });
  // It would lead back to where it came from.
  expect(passed.headers.get("x-kannel-smsc")).toBeNull();
  const blocked = await send(LISTED, "see you", "text/plain");
  expect([blocked.status, await blocked.text(), blocked.headers.get("x-kannel-to")]).toEqual([200, "", null]);
  // A text in two bytes a letter is read, and goes on in the same.
  const text = "您的账户异常，请登录 http://1cbc-vip.top 验证";
  const wide = new Uint8Array(Buffer.from(text, "utf16le").swap16());
  const flagged = await send("13911112222", wide, 'text/plain; charset="UTF-16BE"', { "X-Kannel-Coding": "2" });
  expect(flagged.headers.get("x-ringfence")).toBe("flag");
  expect(new Uint8Array(await flagged.arrayBuffer())).toEqual(wide);
  // What nobody can judge passes.
  for (const type of ["application/octet-stream", "text/plain; charset=klingon"]) {
    expect(await (await send("?", "\u0000\u0001", type)).text()).toBe("\u0000\u0001");
  }
  expect((await fetch(url, { method: "POST", body: "see you" })).status).toBe(400);
  await gateway.close();
  await expect(send("1", "x", "text/plain")).rejects.toThrow("fetch failed");
});
