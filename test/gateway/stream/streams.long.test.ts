/** A stream on one server: what workers pass over, look back on and refuse, and whom users can hear. */
import { connect, type NatsConnection } from "@nats-io/transport-node";
import { spawn } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { MAIN, ringfence } from "../../cli/command-line.ts";
import { readGuide } from "../../guide.ts";
import { newFolder } from "../../new-folder.ts";
import { freePorts, recipe, whyWithout } from "../debian.ts";
import { Going, NatsServers, screened, sumOf, sumWhenAll, until, writeEvents } from "./nats.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 60_000 });

const why = whyWithout({ "nats-server": "nats-server" });
const guide = readGuide("gateway");
const folder = newFolder("streams");
const file = (name: string): string => join(folder, name);

describe.skipIf(why !== null)("a stream", () => {
  let servers: NatsServers;
  let nats: readonly string[];
  let made = 0;
  let going: Going[] = [];

  beforeAll(async () => (servers = await NatsServers.start(file("nats"), 1)));
  afterAll(() => servers.end());
  /** Each test has a stream of its own. */
  beforeEach(() => (nats = ["--nats", servers.url, "--stream", `s${++made}`]));
  afterEach(async () => {
    for (const one of going) await one.kill();
    going = [];
  });

  const start = (...args: readonly string[]): Going => {
    const one = new Going(...args, ...nats);
    going.push(one);
    return one;
  };
  const publish = async (path: string, ...options: string[]) => {
    const { code, stderr } = await ringfence(["gateway", "publish", path, ...options, ...nats]);
    return { code, stderr };
  };
  const done = { code: 0 };

  test("has one worker a partition: of two one ends, and each verdict is there once", async () => {
    writeEvents(file("two.csv"), 40_000);
    const lines = readFileSync(file("two.csv"), "utf8").trimEnd().split("\n");
    writeFileSync(file("none.csv"), `${lines[0]}\n`);
    expect(await publish(file("none.csv"), "--partitions", "1")).toMatchObject({ code: 4 });
    expect((await ringfence(["gateway", "verdicts", ...nats])).stderr).toContain("there is no stream");
    const publisher = start("publish", "-", "--partitions", "1");
    publisher.child.stdin!.write(`${lines.slice(0, 4000).join("\n")}\n`);
    await until(async () => (await ringfence(["gateway", "verdicts", ...nats, "--sum"])).code === 0, "it is made");
    expect(Number((await sumOf(nats))["messagesWaiting"])).toBeGreaterThan(0);
    const both = [start("work", "--partitions", "0"), start("work", "--partitions", "0")];
    await until(() => both.every(({ said }) => said.includes("partition 0: verdicts")), "both have begun");
    for (let at = 4000; at < lines.length; at += 4000) {
      publisher.child.stdin!.write(`${lines.slice(at, at + 4000).join("\n")}\n`);
      await sleep(300);
    }
    publisher.child.stdin!.end();
    expect(await publisher.ended).toBe(0);
    expect(await sumWhenAll(nats, 40_000)).toEqual(await screened(file("two.csv"), file("two.jsonl")));
    const ended = both.filter(({ child }) => child.exitCode !== null);
    expect(ended.map(({ child, said }) => [child.exitCode, said.includes("another worker")])).toEqual([[5, true]]);
  });

  test("is not waited for where a request cannot ever succeed", async () => {
    const small = await NatsServers.start(file("small"), 1, "max_payload: 4096");
    nats = ["--nats", small.url];
    writeEvents(file("large.csv"), 1000);
    const large = await tookMs(async () => (await publish(file("large.csv"), "--partitions", "1")).code);
    expect(large).toEqual({ code: 7, isQuick: true });
    nats = ["--nats", small.url, "--stream", "a.b"];
    expect(await publish(file("large.csv"))).toMatchObject({ code: 2 });
    await small.end();
  });

  test("takes times in any form, and refuses another number of partitions, and a partition that it has not", async () => {
    writeFileSync(file("iso.csv"), "caller,callee,time\n10086,10000,2026-03-01T00:00:00Z\n");
    writeFileSync(file("seconds.csv"), "caller,callee,time\n10086,10000,1772323201\n?,,x\n");
    expect((await publish(file("iso.csv"))).stderr).toContain("there is no stream");
    expect(await publish(file("iso.csv"), "--partitions", "2")).toMatchObject(done);
    expect((await publish(file("seconds.csv"))).stderr).toContain("1 line cannot be read, line 3 first: time is not");
    start("work", "--partitions", "0-1");
    expect(await sumWhenAll(nats, 2)).toMatchObject({ events: 2, passedOver: 0, timesOff: 0 });
    expect(await publish(file("iso.csv"), "--partitions", "3")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("expected 2, as the stream has, found 3") as string,
    });
    const { code, stderr } = await ringfence(["gateway", "work", "--partitions", "1-2", ...nats]);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining("found 2") as string });
  });

  test("takes a file that is published twice once, and a pipe each time", async () => {
    writeEvents(file("twice.csv"), 2000);
    for (const _ of [1, 2]) expect(await publish(file("twice.csv"), "--partitions", "3")).toMatchObject(done);
    for (const _ of [1, 2]) {
      const publisher = start("publish", "-");
      publisher.child.stdin!.end('{"caller":"10086"}\n');
      expect(await publisher.ended).toBe(0);
    }
    start("work", "--partitions", "0-2");
    expect(await sumWhenAll(nats, 2002)).toMatchObject({ events: 2002 });
    await sleep(1000);
    expect(await sumOf(nats)).toMatchObject({ events: 2002 });
  });

  test("is ended by SIGTERM at once, with a server and without, and a server that never comes is told of", async () => {
    const own = await NatsServers.start(file("gone"), 1);
    nats = ["--nats", own.url];
    writeEvents(file("few.csv"), 100);
    expect(await publish(file("few.csv"), "--partitions", "3")).toMatchObject(done);
    const [first, second, third] = [0, 1, 2].map((partition) => start("work", "--partitions", String(partition)));
    await sumWhenAll(nats, 100);
    expect(await tookMs(() => first!.kill("SIGTERM"))).toEqual({ code: 0, isQuick: true });
    await own.end();
    await sleep(2000);
    expect(await tookMs(() => second!.kill("SIGTERM"))).toEqual({ code: 0, isQuick: true });
    expect(await third!.ended).toBe(7);
    expect(third!.said).toMatch(/cannot read events: the server of NATS: no answer/);
  });
});

async function tookMs(act: () => Promise<number | null>) {
  const startedMs = performance.now();
  const code = await act();
  return { code, isQuick: performance.now() - startedMs < 8000 };
}

test.skipIf(why !== null)(
  "users of the recipe work with their permissions, and hear nobody else's inboxes",
  async () => {
    const servers = await NatsServers.start(file("users"), 1, recipe("nats-users.conf", {}));
    const login = (user: string, at: number): string[] => {
      writeFileSync(file(user), `${user} change-me-${at}\n`);
      return ["--nats", servers.url, "--login", file(user)];
    };
    const [publisher, worker, reader] = ["publisher", "worker", "reader"].map((user, at) => login(user, at + 1));
    writeEvents(file("users.csv"), 500);
    const listening: NatsConnection[] = [];
    let working: Going | null = null;
    try {
      const heard: string[] = [];
      const refused: string[] = [];
      for (const [at, user] of ["publisher", "worker", "reader"].entries()) {
        const connection = await connect({ servers: servers.url, user, pass: `change-me-${at + 1}` });
        listening.push(connection);
        for (const other of ["_INBOX_publisher.>", "_INBOX_worker.>", "_INBOX_reader.>", "_INBOX.>", ">"]) {
          if (other.startsWith(`_INBOX_${user}.`)) continue;
          connection.subscribe(other, {
            callback: (error, { subject }) => void (error === null ? heard.push(subject) : refused.push(other)),
          });
        }
      }
      const published = await ringfence(["gateway", "publish", file("users.csv"), "--partitions", "2", ...publisher!]);
      expect(published).toMatchObject({ code: 0 });
      working = new Going("work", "--partitions", "0-1", ...worker!);
      expect(await sumWhenAll(reader!, 500)).toMatchObject({ events: 500 });
      expect({ heard, refused: refused.length }).toEqual({ heard: [], refused: 12 });
      const forbidden = await ringfence(["gateway", "publish", file("users.csv"), ...reader!]);
      expect(forbidden).toMatchObject({ code: 2, stderr: expect.stringContaining("this user may not") as string });
    } finally {
      await working?.kill();
      for (const connection of listening) await connection.close();
      await servers.end();
    }
  },
);

test.skipIf(why !== null)("commands of the guide publish a file, and come to its sum", async () => {
  const [port] = await freePorts(1);
  writeFileSync(file("ringfence"), `#!/bin/sh\nexec ${process.execPath} ${MAIN} "$@"\n`);
  chmodSync(file("ringfence"), 0o755);
  const lines = guide.blocks("shell")[0]!.trimEnd().split("\n");
  const script = lines
    .join("\n")
    .replaceAll("--hours 18", "--hours 2")
    .replaceAll("-a 127.0.0.1", `-a 127.0.0.1 -p ${port}`)
    .replaceAll(":4222", `:${port}`);
  const env = { ...process.env, PATH: `${folder}:${process.env["PATH"]}:/usr/sbin` };
  const child = spawn("bash", ["-e", "-c", `${script}\nwait`], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  const code = await new Promise((resolve) => child.once("close", resolve));
  expect({ code, output }).toMatchObject({
    code: 0,
    output: expect.stringMatching(/are acknowledged[^]*"events": [1-9]\d\d[^]*"messagesWaiting": 0/),
  });
});
