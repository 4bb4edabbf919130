/** The recipe for Kannel as it is, but for its ports and folder, between two short-message centres that are made up. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createConnection, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { newFolder } from "../new-folder.ts";
import { freePorts, pathOf, recipe, whyWithout } from "./debian.ts";
import { newState } from "./running-gateway.ts";
import { spawnGateway } from "./spawned-gateway.ts";

const LISTED = "13800138000";
const why = whyWithout({ bearerbox: "kannel", smsbox: "kannel" });
if (why !== null) console.warn(`skipped, the recipe for Kannel: ${why}`);

describe.skipIf(why !== null)("Kannel asks a gateway about messages", () => {
  const folder = newFolder("kannel");

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
      "http://127.0.0.1:4290/": `http://127.0.0.1:${gatewayPort}/`,
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
