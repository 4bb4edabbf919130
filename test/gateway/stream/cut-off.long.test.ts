/** A stream on three nodes, each with a server and a worker: one node is cut off from the others, then comes back. */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ringfence } from "../../cli/command-line.ts";
import { newFolder } from "../../new-folder.ts";
import { Namespaces, whyWithoutNamespaces } from "./namespaces.ts";
import { writeEvents } from "../../../bench/research/streams/events.ts";
import { NatsServers } from "../../../bench/research/streams/nats-servers.ts";
import { whyWithoutNats } from "./nats-server.ts";
import { Going, GrowingFile, leaderOf, screened, sharesBegun, sumOf, Watch } from "./running.ts";

const why = whyWithoutNats() ?? whyWithoutNamespaces();
if (why !== null) console.log(`a node that is cut off is not tested: ${why}`);

const EVENTS = 120_000;
/** Seconds that the node is cut off. */
const CUT_SECONDS = Number(process.env["RINGFENCE_CUT_SECONDS"] ?? 60);
/** Of a node that is cut off nobody is told: clients and servers find out by themselves. 7 to 19 s were measured. */
const TAKE_OVER_MS = 20_000;
/** In which a front that begins then has published, and has ended: 4 to 12 s were measured. */
const FRONT_MS = 30_000;

describe.skipIf(why !== null)("a stream on three nodes", () => {
  const folder = newFolder("stream-cut-off");
  const events = join(folder, "events.csv");
  let network: Namespaces;
  let servers: NatsServers;

  beforeAll(async () => {
    writeEvents(events, EVENTS);
    network = new Namespaces(3);
    servers = await NatsServers.start(join(folder, "nats"), 3, { nodes: network.nodes });
  });
  afterAll(async () => {
    await servers?.end();
    network?.remove();
  });

  test("the leader's node is cut off with a worker: others go on, and it does no harm when it is back", async () => {
    const nats = ["--nats", servers.url];
    const expected = await screened(events, join(folder, "rows.jsonl"));
    const file = new GrowingFile(events, join(folder, "growing.csv"));
    const publishMore = async (share: number): Promise<void> => {
      file.growTo(share);
      const done = await ringfence(["gateway", "publish", file.path, "--pack", "200", ...nats]);
      expect(done).toMatchObject({ code: 0 });
    };
    const made = await ringfence(["gateway", "publish", "/dev/null", "--partitions", "6", "--replicas", "3", ...nats]);
    expect(made).toMatchObject({ code: 0 });
    const watch = await Watch.start(servers.url);
    const workers = network.nodes.map(({ wrapper }) => new Going(["work", "--keep-seconds", "3", ...nats], wrapper));
    const isAll = (): Promise<boolean> => watch.stored().then((stored) => stored === file.rows);
    try {
      await watch.until(() => workers.every((one) => sharesBegun(one) >= 2), "all have a share");
      // Who has which partition shows in the verdicts.
      const isShared = (): boolean => workers.every((one) => watch.partitionsOf(one).length === 2);
      for (let share = 0.1; !isShared() && share < 0.35; share += 0.02) {
        await publishMore(share);
        await watch.until(isAll, "the first verdicts");
      }
      expect(isShared()).toBe(true);

      const cut = await leaderOf(servers.url);
      const cutOff = workers[cut]!;
      file.growTo(0.4);
      const front = new Going(["publish", file.path, "--pack", "200", ...nats]);
      network.cut(cut);
      const startedMs = performance.now();
      const steps = 5;
      expect({ code: await front.ended, said: front.said }).toMatchObject({ code: 0 });
      expect(performance.now() - startedMs).toBeLessThan(FRONT_MS);
      for (let step = 1; step <= steps; step++) {
        await publishMore(0.4 + (0.4 * step) / steps);
        await sleep(Math.max(0, startedMs + (step * CUT_SECONDS * 1000) / steps - performance.now()));
      }
      await watch.until(isAll, "all of them, by the other two");
      expect(watch.partitionsOf(cutOff)).toEqual([]);
      const sinceCut = watch.changes.filter(({ atMs }) => atMs > startedMs);
      const stoppedMs = Math.max(...sinceCut.map((one) => Math.min(one.stoppedMs, one.atMs - startedMs)));
      const begun = sharesBegun(cutOff);

      network.mend(cut);
      const mendedMs = performance.now();
      await watch.until(() => sharesBegun(cutOff) > begun, "the worker that was cut off has a share again");
      const backSeconds = (performance.now() - mendedMs) / 1000;
      await publishMore(1);
      await watch.until(isAll, "all verdicts");
      console.log(
        `a node cut off for ${CUT_SECONDS} s: the partitions of its worker stood still for at most ` +
          `${(stoppedMs / 1000).toFixed(1)} s; it had its share ${backSeconds.toFixed(1)} s after the network was mended`,
      );
      expect(stoppedMs).toBeLessThan(TAKE_OVER_MS);
      expect(await sumOf(servers.url)).toEqual(expected);
      expect(watch.partitionsOf(cutOff).length).toBeGreaterThan(0);
    } catch (error) {
      for (const { said } of workers) console.log(said);
      throw error;
    } finally {
      for (const worker of workers) await worker.kill();
      await watch.end();
    }
  });
});
