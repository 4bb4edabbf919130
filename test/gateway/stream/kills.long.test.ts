/** A stream on one server and on three: workers and the leading server are killed, and nothing is lost or twice. */
import { jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newFolder } from "../../new-folder.ts";
import { whyWithout } from "../debian.ts";
import { Going, NatsServers, screened, type Sum, sumWhenAll, writeBlocklist, writeEvents } from "./nats.ts";

const why = whyWithout({ "nats-server": "nats-server" });
if (why !== null) console.log(`streams are not tried: ${why}`);

const EVENTS = 100_000;
const KILLS = 20;
const MOST_MS = 900_000;

describe.skipIf(why !== null)("a stream whose workers and leading server are killed", () => {
  const folder = newFolder("stream-kills");
  const [events, listed] = [join(folder, "events.csv"), join(folder, "listed.txt")];
  let expected: Sum;

  beforeAll(async () => {
    writeEvents(events, EVENTS);
    writeBlocklist(listed);
    expected = await screened(events, join(folder, "rows.jsonl"), "--blocklist", listed);
  });

  describe.each([1, 3])("with servers: %i", (count) => {
    let servers: NatsServers;
    beforeAll(async () => (servers = await NatsServers.start(join(folder, `nats-${count}`), count)));
    afterAll(() => servers.end());

    test(
      `gives each event one verdict, that of one process, through ${KILLS} kills`,
      async () => {
        const nats = ["--nats", servers.url];
        const lines = readFileSync(events, "utf8").trimEnd().split("\n");
        const publisher = new Going("publish", "-", ...nats, "--partitions", "4", "--replicas", String(count));
        publisher.child.stdin!.write(`${lines.slice(0, 500).join("\n")}\n`);
        let workers: Supervised[] = [];
        const startedMs = performance.now();
        try {
          while ((await leaderOf(servers)) === null) await sleep(200);
          workers = ["0-1", "2-3"].map((partitions) => {
            return new Supervised("work", "--partitions", partitions, "--blocklist", listed, ...nats);
          });
          const size = Math.ceil((lines.length - 500) / KILLS);
          for (let kill = 0; kill < KILLS; kill++) {
            const from = 500 + kill * size;
            publisher.child.stdin!.write(`${lines.slice(from, from + size).join("\n")}\n`);
            await sleep(1500);
            if (kill % 2 === 0) await workers[(kill / 2) % 2]!.going.kill();
            else {
              const leader = (await leaderOf(servers)) ?? 0;
              await servers.kill(leader);
              await sleep(500);
              await servers.startOne(leader);
            }
          }
          publisher.child.stdin!.end();
          expect({ code: await publisher.ended, said: publisher.said }).toMatchObject({ code: 0 });
          expect(await sumWhenAll(nats, EVENTS)).toEqual(expected);
          expect(expected["block"]).toBeGreaterThan(1000);
          const seconds = Math.round((performance.now() - startedMs) / 1000);
          console.log(`${count} servers: ${KILLS} kills, ${EVENTS} events, ${seconds} s`);
          expect(await Promise.all(workers.map((worker) => worker.end()))).toEqual([0, 0]);
        } catch (error) {
          for (const { said } of [publisher, ...workers.map(({ going }) => going)]) console.log(said);
          throw error;
        } finally {
          for (const worker of workers) await worker.end();
          await publisher.kill();
        }
      },
      MOST_MS,
    );
  });
});

/** A verb that is started again when it ends, as systemd does. */
class Supervised {
  going: Going;
  #isEnding = false;
  readonly #args: readonly string[];

  constructor(...args: readonly string[]) {
    this.#args = args;
    this.going = this.#start();
  }

  #start(): Going {
    const going = new Going(...this.#args);
    void going.ended.then(() => {
      if (!this.#isEnding) this.going = this.#start();
    });
    return going;
  }

  end(): Promise<number | null> {
    this.#isEnding = true;
    return this.going.kill("SIGTERM");
  }
}

/** Which server leads the stream of events; null: none does for now. */
async function leaderOf({ url, ports }: NatsServers): Promise<number | null> {
  const connection = await connect({ servers: url.split(","), timeout: 3000 });
  try {
    const { config, cluster } = await (
      await jetstreamManager(connection, { checkAPI: false })
    ).streams.info("ringfence-events");
    if (config.num_replicas === 1 && ports.length === 1) return 0;
    return cluster?.leader === undefined ? null : Number(cluster.leader.slice(1));
  } catch {
    return null;
  } finally {
    await connection.close();
  }
}
