/** What a server loses, doubles and has no room for: answers, messages, its whole store. All is counted once. */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { Broker } from "../../../src/gateway/stream/broker.ts";
import { newFolder } from "../../new-folder.ts";
import { writeEvents } from "../../../bench/research/streams/events.ts";
import { NatsServers } from "../../../bench/research/streams/nats-servers.ts";
import { freePorts } from "../debian.ts";
import { whyWithoutNats } from "./nats-server.ts";
import { Relay } from "./relay.ts";
import { Going, postedTo, screened, sumOf, Watch } from "./running.ts";

const why = whyWithoutNats();
if (why !== null) console.log(`faults of a stream are not tested: ${why}`);

const EVENTS = 60_000;
const LOSSES = 8;

describe.skipIf(why !== null)("a stream on one server", () => {
  const folder = newFolder("stream-faults");
  const events = join(folder, "events.csv");
  let expected: Awaited<ReturnType<typeof screened>>;

  beforeAll(async () => {
    writeEvents(events, EVENTS);
    expected = await screened(events, join(folder, "rows.jsonl"));
  });

  test("answers are lost, and messages sent again or copied by a stranger: each event counts once", async () => {
    const servers = await NatsServers.start(join(folder, "doubled"), 1);
    const relay = await Relay.start(servers.ports[0]!);
    const watch = await Watch.start(servers.url);
    const broker = await Broker.connect({ url: servers.url, stream: "ringfence", client: "a stranger" });
    const going: Going[] = [];
    try {
      const nats = ["--nats", relay.url, "--partitions", "3"];
      const worker = new Going(["work", "--keep-seconds", "1", ...nats]);
      going.push(worker);
      await watch.until(() => worker.said.includes("partition 2: begins"), "the worker begins");
      const front = new Going(["publish", events, "--pack", "20", ...nats]);
      going.push(front);
      let losses = 0;
      for (; losses < LOSSES && watch.events < EVENTS; losses++) {
        const before = watch.events;
        await watch.until(() => watch.events > before, "verdicts between two losses");
        await sleep(300);
        await relay.loseAnswers(200);
      }
      expect({ code: await front.ended, said: front.said }).toMatchObject({ code: 0 });
      await watch.until(() => watch.events === EVENTS, "all verdicts");
      const repeats = Number(/; (\d+) messages were sent again/.exec(front.said)?.[1] ?? 0);
      console.log(`answers lost ${losses} times: ${repeats} messages of the front were sent again`);
      expect(repeats).toBeGreaterThan(0);

      // Whoever copies messages back into the stream, as after a bad restore, is passed over.
      const last = await broker.last(broker.eventsStream, broker.eventsSubject(1, "*"));
      for (let copy = 0; copy < 5; copy++) await broker.js.publish(last!.subject, last!.data);
      await watch.until(() => worker.said.includes("passed over"), "the copies are passed over");
      expect(worker.said).toMatch(/passed over: .*message \d+: a copy of events that were screened before/);
      expect(await sumOf(servers.url)).toEqual(expected);
    } catch (error) {
      for (const { said } of going) console.log(said);
      throw error;
    } finally {
      for (const one of going) await one.kill();
      await broker.close();
      await watch.end();
      await relay.end();
      await servers.end();
    }
  });

  test("a server that takes nothing more: whoever has published to it goes to another within seconds", async () => {
    const servers = await NatsServers.start(join(folder, "frozen"), 1);
    const relay = await Relay.start(servers.ports[0]!);
    const broker = await Broker.connect({ url: relay.url, stream: "ringfence", client: "a test" });
    try {
      relay.freeze();
      // More than the sockets between them hold.
      for (let at = 0; at < 40; at++) broker.connection.publish(broker.beatSubject, new Uint8Array(1_000_000));
      const startedMs = performance.now();
      await broker.doing("ask", () => broker.jsm.getAccountInfo());
      expect(performance.now() - startedMs).toBeLessThan(10_000);
    } finally {
      await broker.close();
      await relay.end();
      await servers.end();
    }
  });

  test("a worker that is to end while its server is gone, or frozen, says what it could not give back", async () => {
    for (const signal of ["SIGKILL", "SIGSTOP"] as const) {
      const servers = await NatsServers.start(join(folder, signal), 1);
      const worker = new Going(["work", "--partitions", "2", "--nats", servers.url]);
      try {
        for (let waited = 0; !worker.said.includes("partition 1: begins") && waited < 300; waited++) await sleep(100);
        if (signal === "SIGKILL") await servers.kill(0);
        else process.kill(servers.pids[0]!, signal);
        await sleep(500);
        const startedMs = performance.now();
        await worker.kill("SIGTERM");
        const seconds = (performance.now() - startedMs) / 1000;
        console.log(`a worker whose server got ${signal} ended ${seconds.toFixed(1)} s after SIGTERM`);
        expect(worker.said).toContain(
          "no server answers: not given back are the partitions 0, 1. Another worker goes on",
        );
        // 4 s without an answer, and what a busy machine takes to end a process.
        expect(seconds).toBeLessThan(8);
      } finally {
        await worker.kill();
        await servers.end();
      }
    }
  });

  test("a front that is to end while its server is frozen answers what it took", async () => {
    const servers = await NatsServers.start(join(folder, "front"), 1);
    const [port] = await freePorts(1);
    const front = new Going(["front", "--partitions", "2", "--port", String(port), "--nats", servers.url]);
    const post = (): Promise<number> => postedTo(`http://127.0.0.1:${port}/v1/events`, { caller: "1" });
    try {
      for (let waited = 0; (await post()) !== 202 && waited < 300; waited++) await sleep(100);
      process.kill(servers.pids[0]!, "SIGSTOP");
      const taken = post();
      await sleep(500);
      const startedMs = performance.now();
      await front.kill("SIGTERM");
      expect(await taken).toBe(503);
      // 4 s without an answer, and what a busy machine takes to end a process.
      expect(performance.now() - startedMs).toBeLessThan(8000);
    } finally {
      await front.kill();
      await servers.end();
    }
  });

  test("the whole store of a server is full: front and worker say so, and go on once there is room", async () => {
    const servers = await NatsServers.start(join(folder, "full"), 1, { room: "2MB" });
    const nats = ["--nats", servers.url];
    const watch = await Watch.start(servers.url);
    const start = (): Going => new Going(["work", "--keep-seconds", "1", "--partitions", "3", ...nats]);
    const worker = start();
    await watch.until(() => worker.said.includes("partition 2: begins"), "the worker begins");
    const front = new Going(["publish", events, "--pack", "200", ...nats]);
    try {
      await watch.until(() => front.said.includes("the store of the server is full"), "the front says so");
      await watch.until(() => /partition \d: the store of the server is full/.test(worker.said), "the worker says so");
      const late = start();
      await watch.until(() => /cannot be settled .*: the store .* is full/.test(worker.said), "nor can shares");
      await late.kill();
      const startedMs = performance.now();
      servers.options = { room: "100MB" };
      await servers.kill(0, "SIGTERM");
      await servers.startOne(0);
      expect({ code: await front.ended, said: front.said }).toMatchObject({ code: 0 });
      await watch.until(async () => (await watch.stored()) === EVENTS, "all verdicts");
      const seconds = (performance.now() - startedMs) / 1000;
      console.log(`a full store: all was done ${seconds.toFixed(1)} s after there was room`);
      expect(await sumOf(servers.url)).toEqual(expected);
    } catch (error) {
      console.log(front.said, worker.said);
      throw error;
    } finally {
      await front.kill();
      await worker.kill();
      await watch.end();
      await servers.end();
    }
  });
});
