/** A stream on three servers of NATS: leaders and owners die while events pass; clocks of workers are a day apart. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ringfence } from "../../cli/command-line.ts";
import { newFolder } from "../../new-folder.ts";
import { writeEvents } from "../../../bench/research/streams/events.ts";
import { NatsServers } from "../../../bench/research/streams/nats-servers.ts";
import { whyWithoutNats } from "./nats-server.ts";
import { Going, GrowingFile, leaderOf, screened, sumOf, Watch } from "./running.ts";

const why = whyWithoutNats();
if (why !== null) console.log(`the stream on three servers is not tested: ${why}`);
/** The command faketime stays beside what it starts, so a kill would find the wrong one: its library is loaded here. */
const fakeTime = spawnSync("faketime", ["-f", "+1h", "printenv", "LD_PRELOAD"], { encoding: "utf8" }).stdout?.trim();
const clockOff = (by: string): string[] => (fakeTime ? ["env", `LD_PRELOAD=${fakeTime}`, `FAKETIME=${by}`] : []);

const EVENTS = 120_000;
/** Some ten seconds each. */
const KILLS = Number(process.env["RINGFENCE_LEADER_KILLS"] ?? 5);
const TAKE_OVER_MS = 20_000;
/** On a machine that is busy. */
const MOST_MS = 120_000 + KILLS * 40_000;

describe.skipIf(why !== null)("a stream on three servers", () => {
  const folder = newFolder("stream-three");
  const events = join(folder, "events.csv");
  let servers: NatsServers;

  beforeAll(async () => {
    writeEvents(events, EVENTS);
    servers = await NatsServers.start(join(folder, "nats"), 3);
  });
  afterAll(() => servers?.end());

  test(
    "leaders and owners killed, clocks a day apart: the verdicts of one process, each once",
    async () => {
      const nats = ["--nats", servers.url];
      const expected = await screened(events, join(folder, "rows.jsonl"));
      const file = new GrowingFile(events, join(folder, "growing.csv"));
      const publish = ["publish", file.path, "--pack", "200"];
      const made = await ringfence([
        "gateway",
        "publish",
        "/dev/null",
        "--partitions",
        "4",
        "--replicas",
        "3",
        ...nats,
      ]);
      expect(made).toMatchObject({ code: 0 });
      const watch = await Watch.start(servers.url);
      const clocks = [clockOff("+24h"), clockOff("-24h")];
      const workers: Going[] = [];
      let started = 0;
      const stoppedMs: number[] = [];
      const start = (): void => {
        const clock = clocks[started++ % clocks.length];
        workers.push(new Going(["work", "--keep-seconds", "3", ...nats], clock));
      };
      start();
      start();
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
            // While nobody leads, one owner is killed too, and another worker starts.
            const [oldest] = workers.splice(0, 1);
            await oldest!.kill();
            start();
            const before = watch.events;
            await watch.until(() => watch.events > before || watch.events === file.rows, "verdicts again");
            await servers.startOne(leader);
          }
          expect({ code: await front.ended, said: front.said }).toMatchObject({ code: 0 });
          await watch.until(async () => (await watch.stored()) === file.rows, "all that is published");
          if (kill > KILLS) break;
          stoppedMs.push(watch.longestMs);
        }
        const seconds = stoppedMs.map((ms) => (ms / 1000).toFixed(1));
        console.log(`leader and an owner killed ${KILLS} times: no verdict for ${seconds.join(", ")} s`);
        expect(Math.max(...stoppedMs)).toBeLessThan(TAKE_OVER_MS);
        expect(await sumOf(servers.url)).toEqual(expected);
        const doctor = await ringfence(["gateway", "doctor", ...nats]);
        expect(doctor.stdout).toContain("2 workers own all 4 partitions");
      } catch (error) {
        for (const { said } of workers) console.log(said);
        throw error;
      } finally {
        for (const worker of workers) await worker.kill("SIGTERM");
        await watch.end();
      }
    },
    MOST_MS,
  );
});
