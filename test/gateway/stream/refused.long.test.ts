/** What is wrong with a stream is named, and nothing is half done: rights, settings, versions, a full store. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createServer } from "node:net";
import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { Broker } from "../../../src/gateway/stream/broker.ts";
import { clusterFiles } from "../../../src/gateway/stream/cluster-files.ts";
import { NO_CHANGE, programName } from "../../../src/gateway/stream/stream-tables.ts";
import { packageVersion } from "../../../src/core/version.ts";
import type { StreamAnswer } from "../../../src/gateway/protocol.ts";
import type { Beat } from "../../../src/gateway/stream/worker.ts";
import { type Outcome, ringfence } from "../../cli/command-line.ts";
import { certificate } from "../certificate.ts";
import { newFolder } from "../../new-folder.ts";
import { writeEvents } from "../../../bench/research/streams/events.ts";
import { NatsServers } from "../../../bench/research/streams/nats-servers.ts";
import { freePorts } from "../debian.ts";
import { natsServer, whyWithoutNats } from "./nats-server.ts";
import { Going, postedTo, screened, sumOf } from "./running.ts";

const why = whyWithoutNats();
if (why !== null) console.log(`what a stream refuses is not tested: ${why}`);

const PLAN = {
  stream: "ringfence",
  port: 4222,
  clusterPort: 6222,
  monitorPort: 8222,
  tls: null,
  maxStoreGb: 1,
  command: "ringfence",
};
const check = (file: string) => spawnSync(natsServer(), ["-t", "-c", file], { encoding: "utf8" });
const gateway = (...args: string[]): Promise<Outcome> => ringfence(["gateway", ...args]);

describe.skipIf(why !== null)("a stream refuses", () => {
  const folder = newFolder("stream-refused");
  const events = join(folder, "events.csv");
  let servers: NatsServers;
  let nats: string[] = [];
  const as = (role: string): string[] => [...nats, "--login", join(folder, `${role}.login`)];

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    writeEvents(events, 4000);
    const files = clusterFiles({ ...PLAN, hosts: ["127.0.0.1"], store: "/var/lib/nats", etc: folder });
    for (const { name, text } of files) writeFileSync(join(folder, name), text);
    const users = /authorization \{[^]*?\n\}/.exec(readFileSync(join(folder, "nats-1.conf"), "utf8"))![0];
    servers = await NatsServers.start(join(folder, "nats"), 1, { more: users });
    nats = ["--nats", servers.url];
  });
  afterAll(() => servers?.end());

  test("files of a cluster are such as the server takes", () => {
    expect(check(join(folder, "nats-1.conf"))).toMatchObject({ status: 0 });
    const store = join(folder, "three");
    const three = clusterFiles({ ...PLAN, hosts: ["127.0.0.1", "127.0.0.1", "127.0.0.1"], store, etc: folder });
    for (const { name, text } of three.filter((file) => file.name.endsWith(".conf"))) {
      const file = join(folder, `three-${name}`);
      writeFileSync(file, text);
      expect(check(file)).toMatchObject({ status: 0 });
    }
  });

  test("whoever has no right to what it does", async () => {
    const unknown = await gateway("work", ...nats);
    expect(unknown.stderr).toContain("the server refuses this user: name a file with user and password with --login");
    const tooEarly = await gateway("work", ...as("worker"));
    expect(tooEarly.stderr).toContain("there is no stream ringfence: expected the --stream that it was made with");
    const made = await gateway("publish", "/dev/null", "--partitions", "2", ...as("admin"));
    expect(made).toMatchObject({ code: 0 });
    const published = await gateway("publish", events, ...as("front"));
    expect(published.stderr).toContain("4,000 events are acknowledged");
    // A sum of a part says so; a doctor counts what waits, though nobody has the partitions.
    const early = await gateway("verdicts", "--sum", ...as("reader"));
    expect(JSON.parse(early.stdout)).toMatchObject({ events: 0, waiting: 4000 });
    expect(early.stderr).toContain("this is not the whole: 4,000 events without a verdict");
    const alone = await gateway("doctor", ...as("reader"));
    expect(alone.stdout).toMatch(/partition 0: nobody has it, 0 events screened, [12],\d+ events without a verdict/);
    // A reader may not publish, and is told so at once.
    const forbidden = await gateway("publish", events, "--front", "other", "--patience", "3", ...as("reader"));
    expect(forbidden.code).not.toBe(0);
    expect(forbidden.stderr).toMatch(/permission|may not|refuses|right/i);
    // Nothing is half done: the number of the tables is not used up.
    for (const verb of ["tables", "desk"]) {
      const refused = await gateway(verb, ...as("worker"));
      expect(refused.code).toBe(2);
      expect(refused.stderr).toMatch(
        /this user may not change tables: .*events\.0\.tables.*: name one who may with --login/,
      );
    }
    const changed = await gateway("tables", ...as("admin"));
    expect(changed.stderr).toContain("tables 1: each partition");
    const worker = new Going(["work", ...as("worker")]);
    try {
      await until(async () => (await sum(as("reader"))).events === 4000);
    } finally {
      await worker.kill("SIGTERM");
    }
    expect(worker.said).not.toContain("should not have happened");
    expect(await sum(as("reader"))).toEqual(await screened(events, join(folder, "rows.jsonl")));
  });

  test("a front by HTTP has the rights that it needs, and shows the workers", async () => {
    const [port] = await freePorts(1);
    const url = `http://127.0.0.1:${port}`;
    const worker = new Going(["work", ...as("worker")]);
    const front = new Going(["front", "--port", String(port), ...as("front")]);
    const post = (path: string, body: object): Promise<number> => postedTo(`${url}${path}`, body);
    const before = (await sum(as("reader"))).events;
    try {
      await until(async () => (await post("/v1/events", { caller: "1" })) === 202);
      expect(await post("/v1/complaints", { caller: "13800138000" })).toBe(202);
      await until(async () => (await sum(as("reader"))).events === before + 1);
      const shown = async () => (await (await fetch(`${url}/v1/stream`)).json()) as StreamAnswer;
      await until(async () =>
        (await shown()).partitions.every(({ owner, waiting }) => owner !== null && waiting.events === 0),
      );
      const { partitions, streams, front: own } = await shown();
      expect(partitions.reduce((all, { events: some }) => all + some, 0)).toBe(before + 1);
      expect([own.events, streams[2]]).toMatchObject([1, { name: "ringfence-complaints", messages: 1 }]);
      expect(await (await fetch(`${url}/metrics`)).text()).toContain('ringfence_stream_owned{partition="1"} 1\n');
    } catch (error) {
      console.log(front.said, worker.said);
      throw error;
    } finally {
      await front.kill("SIGTERM");
      await worker.kill("SIGTERM");
    }
  });

  test("other partitions, other settings, and a worker of another version", async () => {
    const partitions = await gateway("work", "--partitions", "3", ...as("admin"));
    expect(partitions.stderr).toContain("expected 3 partitions, found 2: leave --partitions out, or name another");
    const model = await gateway("tables", "--model", events, ...as("admin"));
    expect(model.stderr).toMatch(/^ringfence: --model has more than/);
    writeFileSync(join(folder, "texts.csv"), "text,shop\nhello,a\n");
    const texts = await gateway(
      "publish",
      join(folder, "texts.csv"),
      "--stream",
      "texts",
      "--partitions",
      "1",
      ...as("admin"),
    );
    expect(texts.stderr).toContain("no column of callers is there (not used: shop): name it with --caller");
    const [user, pass] = readFileSync(join(folder, "admin.login"), "utf8").trim().split(" ");
    const url = servers.url.replace("//", `//${user}:${pass}@`);
    const broker = await Broker.connect({ url, stream: "ringfence", client: "a test" });
    try {
      const foreign = { name: "foreign-events", subjects: ["foreign.events.*.*"], discard: "old" } as const;
      await broker.jsm.streams.add({ ...foreign, subjects: [...foreign.subjects] });
      const taken = await gateway("work", "--stream", "foreign", "--partitions", "2", ...as("admin"));
      expect(taken.stderr).toContain("the stream foreign-events was made otherwise: expected format 1 of ringfence");

      for (const program of ["0.0.1 (tables 01234567)", `${packageVersion()} (tables 01234567)`]) {
        const counts = { screenedAgain: 0, sentAgain: 0, passedOver: 0 };
        const beat: Beat = { worker: "another", program, isLeaving: false, counts, partitions: [] };
        const timer = setInterval(() => broker.connection.publish(broker.beatSubject, JSON.stringify(beat)), 200);
        const refused = await gateway("work", ...as("worker"));
        clearInterval(timer);
        expect(refused.code).toBe(2);
        expect(refused.stderr).toContain(
          `worker another runs ringfence ${program}, and this is ${await programName()}`,
        );
        expect(refused.stderr).not.toContain("begins behind");
      }

      // Who changes tables and dies before anybody is told is followed by whoever changes them next.
      const pieces = await broker.putBlob("tables", Buffer.from(JSON.stringify(NO_CHANGE)));
      const latest = await broker.key("tables", z.looseObject({ number: z.literal(1) }));
      await broker.change("tables", { number: 2, pieces }, latest!.revision);
      const next = await gateway("tables", ...as("admin"));
      expect(next.stderr).toContain("tables 3: each partition");
      expect(await broker.key("tables.2", z.unknown())).toMatchObject({ value: { pieces } });

      // A repeat finds itself there; anything else is refused.
      const [subject, message] = ["ringfence.events.1.twice", Buffer.from("once")];
      const append = (bytes: Uint8Array, after: number) => broker.append(broker.eventsStream, subject, bytes, after);
      const sequence = await append(message, 0);
      expect(await append(message, 0)).toBe(sequence);
      await expect(append(Buffer.from("twice"), 0)).rejects.toThrow("another message lies there");

      // What is no pack is passed over, by name, and what comes behind it is screened.
      const before = await sum(as("reader"));
      await broker.js.publish("ringfence.events.0.stranger", "hello");
      writeEvents(join(folder, "more.csv"), 500);
      await gateway("publish", join(folder, "more.csv"), ...as("front"));
      const worker = new Going(["work", ...as("worker")]);
      try {
        await until(async () => (await sum(as("reader"))).events === before.events + 500);
      } finally {
        await worker.kill("SIGTERM");
      }
      expect(worker.said).toMatch(
        /passed over: ringfence.events.0.stranger, message \d+: expected a message of kind RFE1/,
      );
    } finally {
      await broker.close();
    }
  });

  test("what says nothing, and a server whose certificate nobody vouches for", async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as { port: number };
    const unheard = await gateway("work", "--nats", `nats://127.0.0.1:${port}`);
    silent.close();
    expect(unheard.stderr).toContain(`found nothing that speaks within 2.5 s at 127.0.0.1:${port}`);
    const { tlsCert, tlsKey } = certificate(folder);
    const tls = `tls { cert_file: "${tlsCert}", key_file: "${tlsKey}" }`;
    const secured = await NatsServers.start(join(folder, "secured"), 1, { more: tls });
    try {
      const url = secured.url.replace("nats:", "tls:");
      const made = await gateway("publish", "/dev/null", "--partitions", "1", "--nats", url, "--ca", tlsCert);
      expect(made).toMatchObject({ code: 0 });
      for (const address of [url, secured.url]) {
        const unknown = await gateway("verdicts", "--nats", address);
        expect(unknown).toMatchObject({ code: 2 });
        expect(unknown.stderr).toContain("its certificate is vouched for by nobody that is trusted here");
      }
      const plain = await gateway("verdicts", "--nats", servers.url.replace("nats:", "tls:"));
      expect(plain.stderr).toContain("this server has no TLS: expected nats://");
    } finally {
      await secured.end();
    }
  });

  test("events, where its store is full: nothing that was acknowledged is lost, and it goes on once there is room", async () => {
    const small = [...as("admin"), "--stream", "small"];
    const [one, worker] = [
      join(folder, "many.csv"),
      new Going(["work", "--keep-seconds", "1", ...small, "--partitions", "2", "--max-bytes", "200000"]),
    ];
    writeEvents(one, 40_000);
    try {
      await until(async () => worker.said.includes("partition 1: begins"));
      worker.child.kill("SIGSTOP");
      let full: Outcome;
      // On a busy machine the server may be slow to answer before it is full.
      do full = await gateway("publish", one, "--pack", "500", "--patience", "2", ...small);
      while (full.stderr.includes("no acknowledgement came"));
      expect(full.code).toBe(7);
      expect(full.stderr).toMatch(
        /the store of the server is full; \d+ events are acknowledged: the same command goes on/,
      );
      worker.child.kill("SIGCONT");
      const rest = await gateway("publish", one, "--pack", "500", "--patience", "100", ...small);
      expect(rest.stderr).toContain("were published before");
      await until(async () => (await sum(small)).events === 40_000);
      expect(await sum(small)).toEqual(await screened(one, join(folder, "many.jsonl")));
    } finally {
      await worker.kill();
    }
  });
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const startedMs = performance.now(); !(await isSo());) {
    // Each look starts a process: ten seconds, where ten want each core.
    if (performance.now() - startedMs > 200_000) throw new Error("not after three minutes");
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function sum(options: readonly string[]): ReturnType<typeof sumOf> {
  const { code, stdout, stderr } = await gateway("verdicts", "--sum", ...options);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Awaited<ReturnType<typeof sumOf>>;
}
