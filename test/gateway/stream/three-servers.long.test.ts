/** A stream on three servers of NATS: leaders and owners die while events pass, and clocks of workers are a day off. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Broker } from "../../../src/gateway/stream/broker.ts";
import { ringfence } from "../../cli/command-line.ts";
import { newFolder } from "../../new-folder.ts";
import { NatsServers, whyWithoutNats } from "./nats-server.ts";
import { Going, GrowingFile, screened, sumOf, Watch, writeEvents } from "./running.ts";

const why = whyWithoutNats();
if (why !== null) console.log(`the stream on three servers is not tested: ${why}`);
const hasFakeTime = spawnSync("faketime", ["--version"]).status === 0;

const EVENTS = 120_000;
const KILLS = 2;

describe.skipIf(why !== null)("a stream on three servers", () => {
  const folder = newFolder("stream-three");
  const events = join(folder, "events.csv");
  let servers: NatsServers;

  beforeAll(async () => {
    writeEvents(events, EVENTS);
    servers = await NatsServers.start(join(folder, "nats"), 3);
  });
  afterAll(() => servers?.end());

  test("leaders killed, and clocks of workers a day apart: the verdicts of one process, each once", async () => {
    const nats = ["--nats", servers.url];
    const expected = await screened(events, join(folder, "rows.jsonl"));
    const file = new GrowingFile(events, join(folder, "growing.csv"));
    const publish = ["publish", file.path, "--pack", "200"];
    const made = await ringfence(["gateway", "publish", "/dev/null", "--partitions", "4", "--replicas", "3", ...nats]);
    expect(made.code, made.stderr).toBe(0);
    const watch = await Watch.start(servers.url);
    const clocks = hasFakeTime
      ? [
          ["faketime", "-f", "+24h"],
          ["faketime", "-f", "-24h"],
        ]
      : [[], []];
    const workers = clocks.map((wrapper) => new Going(["work", "--keep-seconds", "3", ...nats], wrapper));
    try {
      for (let kill = 1; kill <= KILLS + 1; kill++) {
        file.growTo(kill / (KILLS + 1));
        const front = new Going([...publish, ...nats]);
        if (kill <= KILLS) {
          const begun = watch.events;
          await watch.until(() => watch.events > begun + 2000, "verdicts before the kill");
          const leader = await leaderOf(servers.url);
          watch.longestMs = 0;
          await servers.kill(leader);
          await watch.until(() => watch.longestMs > 500 || watch.events === file.rows, "a pause");
          await sleep(6000);
          await servers.startOne(leader);
        }
        expect(await front.ended, front.said).toBe(0);
        await watch.until(() => watch.events === file.rows, "all that is published");
        if (kill > KILLS) break;
        console.log(`the leader killed: no verdict for ${(watch.longestMs / 1000).toFixed(1)} s`);
      }
      expect(await sumOf(servers.url)).toEqual(expected);
      const doctor = await ringfence(["gateway", "doctor", ...nats]);
      expect(doctor.stdout, doctor.stderr).toContain("2 workers own all 4 partitions");
    } catch (error) {
      for (const { said } of workers) console.log(said);
      throw error;
    } finally {
      for (const worker of workers) await worker.kill("SIGTERM");
      await watch.end();
    }
  });
});

/** Who leads the stream of events: servers are called s0, s1 and s2. */
async function leaderOf(url: string): Promise<number> {
  const broker = await Broker.connect({ url, stream: "ringfence", client: "a test" });
  try {
    const { cluster } = await broker.jsm.streams.info(broker.eventsStream);
    return Number(cluster!.leader!.slice(1));
  } finally {
    await broker.close();
  }
}
