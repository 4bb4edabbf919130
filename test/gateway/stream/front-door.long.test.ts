/** A front by HTTP before a server of NATS: killed, full, and repeated by key. Each event is screened once. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readJsonLines, ringfence } from "../../cli/command-line.ts";
import { newFolder } from "../../new-folder.ts";
import { readEvents, writeEvents } from "../../../bench/research/streams/events.ts";
import { NatsServers } from "../../../bench/research/streams/nats-servers.ts";
import { freePorts } from "../debian.ts";
import { whyWithoutNats } from "./nats-server.ts";
import { Going, type Screened, screened, sumBy, sumOf } from "./running.ts";

const why = whyWithoutNats();
if (why !== null) console.log(`a front by HTTP is not tested: ${why}`);

const EVENTS = 40_000;
const PER_REQUEST = 200;
const KILLS = 6;
const ROOM = "1MB";

describe.skipIf(why !== null)("a front by HTTP", () => {
  const folder = newFolder("stream-door");
  const file = join(folder, "events.csv");
  let servers: NatsServers;
  let events: object[] = [];

  beforeAll(async () => {
    writeEvents(file, EVENTS);
    // In the past, whatever the clock of this machine says.
    writeFileSync(file, readFileSync(file, "utf8").replaceAll("2026-", "2023-"));
    events = readEvents(file);
    servers = await NatsServers.start(join(folder, "nats"), 1, { room: ROOM });
  });
  afterAll(() => servers?.end());

  test("killed and repeated by key, its store full: the verdicts of one process, each once", async () => {
    const expected = await screened(file, join(folder, "rows.jsonl"));
    const nats = ["--nats", servers.url];
    const [port] = await freePorts(1);
    const going: Going[] = [];
    const start = (...args: string[]): Going => {
      going.push(new Going([...args, ...nats]));
      return going.at(-1)!;
    };
    const openFront = (): Going => start("front", "--front", "http", "--partitions", "3", "--port", String(port));
    const answers = { taken: 0, full: 0, unknown: 0, nobody: 0 };
    /** Until it is acknowledged. */
    const post = async (from: number): Promise<number[]> => {
      const headers = { "Content-Type": "application/json", "Idempotency-Key": `from ${from}` };
      const body = JSON.stringify(events.slice(from, from + PER_REQUEST));
      for (;;) {
        try {
          const response = await fetch(`http://127.0.0.1:${port}/v1/events`, { method: "POST", headers, body });
          const answer = (await response.json()) as { lines: number[]; error?: string };
          if (response.status === 202) {
            answers.taken++;
            return answer.lines;
          }
          expect([response.status, answer.error]).toEqual([503, expect.any(String) as string]);
          answers[answer.error!.includes("the store of the server is full") ? "full" : "unknown"]++;
        } catch (error) {
          if (!(error instanceof TypeError)) throw error;
          answers.nobody++;
        }
        if (answers.full > 3 && servers.options.room === ROOM) {
          servers.options = { room: "100MB" };
          await servers.kill(0, "SIGTERM");
          await servers.startOne(0);
        }
        await sleep(20);
      }
    };
    try {
      let front = openFront();
      const lines: number[] = [];
      const again: [number[], number[]][] = [];
      let killed = 0;
      for (let from = 0; from < EVENTS; from += PER_REQUEST) {
        const posted = post(from);
        if (killed < KILLS && from > (EVENTS / (KILLS + 2)) * (killed + 1)) {
          await sleep(2 * killed);
          await front.kill();
          front = openFront();
          killed++;
        }
        lines.push(...(await posted));
        // Whoever lost the answer asks again, and gets it.
        if (from % (10 * PER_REQUEST) === 0) again.push([await post(from), lines.slice(from)]);
      }
      console.log(`killed ${killed} times, answers: ${JSON.stringify(answers)}`);
      expect(answers.full * answers.nobody).toBeGreaterThan(0);
      expect(new Set(lines).size).toBe(EVENTS);
      for (const [repeated, first] of again) expect(repeated).toEqual(first);

      const worker = start("work", "--keep-seconds", "1");
      await until(async () => (await sumOf(servers.url)).events >= EVENTS, "all verdicts");
      const out = join(folder, "verdicts.jsonl");
      writeFileSync(out, (await ringfence(["gateway", "verdicts", ...nats])).stdout);
      // Each must be there once, under the line of its row.
      const rowOf = new Map(lines.map((line, at) => [line, at + 2]));
      const verdicts = readJsonLines<Screened>(out).map((one) => ({ ...one, line: rowOf.get(one.line) ?? -1 }));
      expect(sumBy(verdicts)).toEqual(expected);

      // The next begins behind what is there, and drops what a worker has done with.
      await front.kill("SIGTERM");
      front = openFront();
      expect(await post(EVENTS - PER_REQUEST)).toEqual(lines.slice(-PER_REQUEST));
      expect((await post(1))[0]).toBeGreaterThan(Math.max(...lines));
      await worker.kill("SIGTERM");
    } catch (error) {
      for (const { said } of going) console.log(said);
      throw error;
    } finally {
      for (const one of going) await one.kill();
    }
  });
});

async function until(isSo: () => Promise<boolean>, what: string): Promise<void> {
  for (const startedMs = performance.now(); !(await isSo()); await sleep(200)) {
    if (performance.now() - startedMs > 120_000) throw new Error(`${what}: not after two minutes`);
  }
}
