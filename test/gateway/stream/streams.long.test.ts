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
import { freePorts } from "../debian.ts";
import { writeEvents } from "./events.ts";
import { NatsServers, whyWithoutNats } from "./nats-servers.ts";
import { Going, screened, sumOf, sumWhenAll, until } from "./running.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 60_000 });

const why = whyWithoutNats();
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
    expect(await publish("/dev/null", "--partitions", "1", "--times", "iso")).toMatchObject(done);
    const both = [start("work", "--partitions", "0"), start("work", "--partitions", "0")];
    await until(() => both.every(({ said }) => said.includes("partition 0: verdicts")), "both have begun");
    const publisher = start("publish", "-");
    for (let at = 0; at < lines.length; at += 4000) {
      publisher.child.stdin!.write(`${lines.slice(at, at + 4000).join("\n")}\n`);
      await sleep(300);
    }
    publisher.child.stdin!.end();
    expect(await publisher.ended).toBe(0);
    expect(await sumWhenAll(nats, 40_000)).toEqual(await screened(file("two.csv"), file("two.jsonl")));
    const ended = both.filter(({ child }) => child.exitCode !== null);
    expect(ended.map(({ child, said }) => [child.exitCode, said.includes("another worker")])).toEqual([[5, true]]);
  });

  test("passes over a message that cannot be read, counts it, and names it", async () => {
    writeEvents(file("some.csv"), 1000);
    expect(await publish(file("some.csv"), "--partitions", "1")).toMatchObject(done);
    const connection = await connect({ servers: servers.url });
    const messages = ["\u0000no JSON", '{"caller":"10086","time":1772323200}', '{"caller":"10086"}'];
    for (const message of messages) await connection.request(`s${made}.events.0`, message);
    await connection.close();
    const worker = start("work", "--partitions", "0");
    expect(await sumWhenAll(nats, 1001)).toMatchObject({ events: 1001, passedOver: 2 });
    expect(worker.said).toContain("message 3 is passed over: event 1: expected a JSON object");
    expect(worker.said).toContain("message 4 is passed over: event 1: expected a time as iso");
    await worker.kill("SIGTERM");
    // Who starts anew meets them again, and counts them no more.
    start("work", "--partitions", "0");
    await sleep(3000);
    expect(await sumOf(nats)).toMatchObject({ events: 1001, passedOver: 2 });
  });

  test("is looked back on no further than callers are remembered, and verdicts are those of one process", async () => {
    writeEvents(file("eight.csv"), 60_000, 8);
    const lines = readFileSync(file("eight.csv"), "utf8").trimEnd().split("\n");
    writeFileSync(file("most.csv"), `${lines.slice(0, 45_001).join("\n")}\n`);
    expect(await publish(file("most.csv"), "--partitions", "2", "--look-back", "30")).toMatchObject(done);
    const first = start("work", "--partitions", "0-1");
    await sumWhenAll(nats, 45_000);
    await first.kill();
    const publisher = start("publish", "-");
    // The same lines again would be other events: what comes of a pipe has its place there as its identity.
    const rest = lines.slice(45_001).map((line, at) => `${line},${45_002 + at}`);
    publisher.child.stdin!.end(`${lines[0]},id\n${rest.join("\n")}\n`);
    expect(await publisher.ended).toBe(0);
    const second = start("work", "--partitions", "0-1");
    expect(await sumWhenAll(nats, 60_000)).toEqual(await screened(file("eight.csv"), file("eight.jsonl")));
    const from = [...second.said.matchAll(/events are read from (\d+)/g)].map(([, seq]) => Number(seq));
    expect(from).toHaveLength(2);
    expect(Math.min(...from)).toBeGreaterThan(40);
  });

  test("refuses another form of time by name, another number of partitions, and a partition that it has not", async () => {
    writeFileSync(file("iso.csv"), "caller,time\n10086,2026-03-01T00:00:00Z\n");
    writeFileSync(file("seconds.csv"), "caller,time\n10086,1772323200\n");
    expect((await publish(file("iso.csv"))).stderr).toContain("there is no stream");
    expect(await publish(file("iso.csv"), "--partitions", "2")).toMatchObject(done);
    expect(await publish(file("seconds.csv"))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("writes its times as seconds, and the stream states iso") as string,
    });
    expect(await publish(file("iso.csv"), "--partitions", "3")).toMatchObject({ code: 2 });
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
  "users of the guide work with their permissions, and hear nobody else's inboxes",
  async () => {
    const servers = await NatsServers.start(file("users"), 1, { more: guide.blocks("conf")[0]! });
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
  const sum = lines.find((line) => line.includes("--sum"))!;
  // What a reader does between two lines: waits for the server, and for verdicts.
  const script = lines
    .flatMap((line) => (line.startsWith("nats-server") ? [line, "sleep 2"] : [line]))
    .map((line) => (line === sum ? `until ${sum} | grep -E '"events": [1-9][0-9]+'; do sleep 0.5; done` : line))
    .join("\n")
    .replaceAll("--hours 18", "--hours 2")
    .replaceAll("-a 127.0.0.1", `-a 127.0.0.1 -p ${port}`)
    .replaceAll(":4222", `:${port}`);
  const env = { ...process.env, PATH: `${folder}:${process.env["PATH"]}:/usr/sbin` };
  const child = spawn("bash", ["-e", "-c", `${script}\nwait`], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  const code = await new Promise((resolve) => child.once("close", resolve));
  expect({ code, output }).toMatchObject({ code: 0, output: expect.stringMatching(/are acknowledged[^]*"events"/) });
});
