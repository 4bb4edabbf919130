/** The recipe for Kannel as it is, but for its ports and folder, between two short-message centres that are made up. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createConnection, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { newFolder } from "../new-folder.ts";
import { freePorts, pathOf, recipe, whyWithout } from "./debian.ts";
import { newState, runGateway } from "./running-gateway.ts";
import { spawnGateway } from "./spawned-gateway.ts";

const LISTED = "13800138000";
const folder = newFolder("kannel");
const why = whyWithout({ bearerbox: "kannel", smsbox: "kannel" });
if (why !== null) console.warn(`skipped, the recipe for Kannel: ${why}`);

async function startKannel(gatewayPort: number) {
  const [admin, box, outside, inside, sms] = (await freePorts(5)) as [number, number, number, number, number];
  const config = join(folder, `kannel-${admin}.conf`);
  const changed = {
    "admin-port = 13000": `admin-port = ${admin}`,
    "smsbox-port = 13001": `smsbox-port = ${box}`,
    "port = 10000": `port = ${outside}`,
    "port = 10001": `port = ${inside}`,
    "sendsms-port = 13013": `sendsms-port = ${sms}`,
    "store-location = kannel.store": `store-location = ${join(folder, `${admin}.store`)}`,
    "http://127.0.0.1:4291/": `http://127.0.0.1:${await startScript(`http://127.0.0.1:${gatewayPort}`)}/`,
  };
  writeFileSync(config, recipe("kannel.conf", changed));
  const boxes: ChildProcess[] = [];
  onTestFinished(async () => {
    for (const child of boxes.toReversed()) {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    }
  });
  boxes.push(spawn(pathOf("bearerbox")!, [config], { cwd: folder, stdio: "ignore" }));
  const out = await connected(outside);
  const into = await connected(inside);
  boxes.push(spawn(pathOf("smsbox")!, [config], { cwd: folder, stdio: "ignore" }));
  const got: string[] = [];
  let begun = "";
  into.setEncoding("utf8").on("data", (part: string) => {
    const lines = (begun + part).split("\n");
    begun = lines.pop()!;
    got.push(...lines.map((line) => line.trimEnd()));
  });
  const back: string[] = [];
  out.setEncoding("utf8").on("data", (part: string) => back.push(part));
  return { send: (line: string) => void out.write(`${line}\n`), got, back };
}

describe.skipIf(why !== null)("Kannel asks a gateway about messages", () => {
  test("a listed sender's are dropped, others go on as they came; they wait where the gateway is down", async () => {
    const [port] = (await freePorts(1)) as [number];
    const state = newState();
    const gateway = await spawnGateway(state, "--port", String(port));
    await gateway.ask("/v1/list", { add: [LISTED] });
    const { send, got, back } = await startKannel(port);
    send(`${LISTED} 10690000 text pay the fine at once`);
    send("13711112222 10690000 text see you at 5 & bring $(id) 'cake'");
    // "您好" in two bytes a letter.
    send("13711112222 10690000 ucs2 %60%A8%59%7D");
    await until(() => got.length >= 2);
    const long = "parcel ".repeat(40).trim();
    send(`13711112222 10690001 text ${long}`);
    await until(() => got.length >= 4);
    await wait(500);
    const texts = got.map((line) => line.split(" ").slice(0, 3).join(" "));
    expect(got[0]).toBe("13711112222 10690000 text see you at 5 & bring $(id) 'cake'");
    expect(got[1]?.toLowerCase()).toContain("%60%a8y%7d");
    expect(texts.filter((line) => line.startsWith(LISTED))).toEqual([]);
    expect(back).toEqual([]);

    await gateway.end("SIGKILL");
    const before = got.length;
    for (let at = 0; at < 20; at++)
      send(`${at % 2 === 0 ? LISTED : "13711112222"} 10690000 text while it is down ${at}`);
    await wait(3000);
    expect(got).toHaveLength(before);
    await spawnGateway(state, "--port", String(port));
    const sinceMs = Date.now();
    await until(() => got.length >= before + 10);
    console.log(`Kannel: 10 messages of 20 came ${Date.now() - sinceMs} ms after the gateway was back`);
    await wait(1500);
    expect(got.slice(before).every((line) => line.startsWith("13711112222 "))).toBe(true);
    expect(got).toHaveLength(before + 10);
    expect(back).toEqual([]);
  });
});

/** Starts kannel.mjs. Returns its port. */
async function startScript(gateway: string): Promise<number> {
  const [port] = (await freePorts(1)) as [number];
  const script = fileURLToPath(new URL("../../docs/recipes/kannel.mjs", import.meta.url));
  const env = { ...process.env, GATEWAY: gateway, PORT: String(port) };
  const child = spawn(process.execPath, [script], { env, stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
  (await connected(port)).destroy();
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

/** To a port where somebody will soon listen. */
async function connected(port: number): Promise<Socket> {
  for (let tries = 0; ; tries++) {
    const socket = createConnection(port, "127.0.0.1");
    try {
      await once(socket, "connect");
      onTestFinished(() => void socket.destroy());
      return socket.on("error", () => {});
    } catch (error) {
      if (tries === 100) throw error;
      await wait(100);
    }
  }
}

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; !isSo(); tries++) {
    if (tries === 600) throw new Error("it did not come to that within a minute");
    await wait(100);
  }
}
