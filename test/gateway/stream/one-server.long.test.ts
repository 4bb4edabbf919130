/** A stream on one server of NATS: fronts and workers are killed, frozen and thawed, and nothing is lost or twice. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ringfence } from "../../cli/command-line.ts";
import { newFolder } from "../../new-folder.ts";
import { writeEvents } from "../../../bench/research/streams/events.ts";
import { NatsServers } from "../../../bench/research/streams/nats-servers.ts";
import { whyWithoutNats } from "./nats-server.ts";
import { Going, GrowingFile, screened, sharesBegun, sumOf, Watch, writeBlocklist } from "./running.ts";

const why = whyWithoutNats();
if (why !== null) console.log(`the stream on one server is not tested: ${why}`);

const EVENTS = 150_000;

describe.skipIf(why !== null)("a stream on one server", () => {
  const folder = newFolder("stream-one");
  const [events, listed] = [join(folder, "events.csv"), join(folder, "listed.txt")];
  let servers: NatsServers;

  beforeAll(async () => {
    writeEvents(events, EVENTS);
    writeBlocklist(listed);
    servers = await NatsServers.start(join(folder, "nats"), 1);
  });
  afterAll(() => servers?.end());

  test("front and owners killed, frozen and thawed: the verdicts of one process, each once", async () => {
    const nats = ["--nats", servers.url];
    const expected = await screened(events, join(folder, "rows.jsonl"), "--blocklist", listed);
    expect(expected.blocked).toBeGreaterThan(1000);
    const watch = await Watch.start(servers.url);
    const going: Going[] = [];
    const start = (...args: string[]): Going => {
      const one = new Going([...args, ...nats]);
      going.push(one);
      return one;
    };
    const file = new GrowingFile(events, join(folder, "growing.csv"));
    const publish = ["publish", file.path, "--pack", "200"];
    const work = ["work", "--keep-seconds", "3"];
    /** The front goes on behind what it has published before. */
    const publishMore = async (upTo: number): Promise<void> => {
      file.growTo(upTo);
      expect(await ringfence(["gateway", ...publish, ...nats])).toMatchObject({ code: 0 });
    };
    const allScreened = (): Promise<void> => watch.until(() => watch.events === file.rows, "all that is published");
    try {
      await ringfence(["gateway", "publish", "/dev/null", "--partitions", "4", ...nats]);
      const tables = await ringfence(["gateway", "tables", "--blocklist", listed, ...nats]);
      expect(tables.stderr).toContain("tables 1: each partition screens by them");
      const [first, second] = [start(...work), start(...work)];
      await watch.until(() => sharesBegun(first) > 1 && sharesBegun(second) > 1, "both have their share");

      file.growTo(0.4);
      const front = start(...publish);
      await watch.until(() => watch.events > 5000, "the first verdicts");
      await front.kill();
      await publishMore(0.4);
      await allScreened();
      expect(watch.partitionsOf(first)).toHaveLength(2);

      // Killed while it works: another takes its partitions.
      file.growTo(0.6);
      const more = start(...publish);
      await watch.until(() => watch.events > file.rows * 0.7, "more verdicts");
      await first.kill();
      await more.ended;
      await allScreened();
      expect(watch.partitionsOf(second)).toHaveLength(4);
      const takeOverMs = Math.max(...watch.changes.slice(-2).map(({ stoppedMs }) => stoppedMs));
      console.log(`an owner killed: its partitions stood still for ${(takeOverMs / 1000).toFixed(1)} s`);

      // Frozen: a third takes all, and the second does no harm when it thaws.
      second.child.kill("SIGSTOP");
      const third = start(...work);
      await publishMore(0.8);
      await allScreened();
      expect(watch.partitionsOf(third)).toHaveLength(4);
      const before = sharesBegun(second);
      second.child.kill("SIGCONT");
      await watch.until(() => sharesBegun(second) > before + 1, "its share again");
      await publishMore(1);
      await allScreened();
      expect(await sumOf(servers.url)).toEqual(expected);
      expect(watch.partitionsOf(second)).toHaveLength(2);

      // Ended in order, and begun again: nothing is screened twice.
      await second.kill("SIGTERM");
      await third.kill("SIGTERM");
      const fourth = start(...work);
      await watch.until(() => fourth.said.includes("partition 3: begins"), "the fourth worker begins");
      await fourth.kill("SIGTERM");
      expect(await sumOf(servers.url)).toEqual(expected);
    } catch (error) {
      for (const { said } of going) console.log(said);
      throw error;
    } finally {
      for (const one of going) await one.kill();
      await watch.end();
    }
  });
});
