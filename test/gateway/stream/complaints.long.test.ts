/** Complaints on a stream: whom enough people complained about is listed for all workers, at a place in the input. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Broker } from "../../../src/gateway/stream/broker.ts";
import { readJsonLines, ringfence } from "../../cli/command-line.ts";
import { newFolder } from "../../new-folder.ts";
import { writeEvents } from "../../../bench/research/streams/events.ts";
import { NatsServers } from "../../../bench/research/streams/nats-servers.ts";
import { whyWithoutNats } from "./nats-server.ts";
import { Going, GrowingFile, Watch } from "./running.ts";

const why = whyWithoutNats();
if (why !== null) console.log(`complaints on a stream are not tested: ${why}`);

const said = (caller: number, reporter: string): string => JSON.stringify({ caller: String(caller), reporter });
const [DOUBTFUL, TWICE, SPARED, HOTLINE] = [13_900_000_007, 13_900_000_011, 13_900_000_013, 95_588];

describe.skipIf(why !== null)("complaints on a stream", () => {
  const folder = newFolder("stream-complaints");
  const [events, complaints, benign] = ["events.csv", "complaints.jsonl", "benign.txt"].map((name) =>
    join(folder, name),
  );
  let servers: NatsServers;

  beforeAll(async () => {
    writeEvents(events!, 12_000);
    servers = await NatsServers.start(join(folder, "nats"), 1);
  });
  afterAll(() => servers?.end());

  test("enough people list a number from there on, for whoever replays it too; some are never listed", async () => {
    const nats = ["--nats", servers.url];
    const gateway = (...words: string[]) => ringfence(["gateway", ...words, ...nats]);
    const file = new GrowingFile(events!, join(folder, "growing.csv"));
    const going: Going[] = [];
    const start = (...words: string[]): Going => {
      going.push(new Going([...words, ...nats]));
      return going.at(-1)!;
    };
    expect(await gateway("publish", "/dev/null", "--partitions", "2")).toMatchObject({ code: 0 });
    const watch = await Watch.start(servers.url);
    try {
      const worker = start("work", "--keep-seconds", "600");
      file.growTo(0.5);
      await gateway("publish", file.path);
      const before = file.rows;
      await watch.until(() => watch.events === before, "the first verdicts");
      writeFileSync(benign!, `${SPARED}\n`);
      expect((await gateway("tables", "--benign", benign!)).stderr).toContain("tables 1:");

      const wrong = join(folder, "wrong.jsonl");
      writeFileSync(wrong, `${said(DOUBTFUL, "a")}\n{"text":"hello"}\n`);
      expect((await gateway("complain", wrong)).stderr).toContain("complaint 2: expected a caller or a domain");
      const desk = start("desk", "--every", "1");
      const three = [DOUBTFUL, SPARED, HOTLINE].flatMap((caller) => ["a", "b", "c"].map((who) => said(caller, who)));
      writeFileSync(complaints!, [...three, said(TWICE, "a"), said(TWICE, "b"), said(TWICE, "b")].join("\n"));
      // A client of anybody's may complain; what is no complaint is passed over.
      const broker = await Broker.connect({ url: servers.url, stream: "ringfence", client: "a test" });
      await broker.js.publish(broker.complaintsSubject("other"), "hello");
      await broker.close();
      expect((await gateway("complain", complaints!)).stderr).toContain("12 complaints are acknowledged");
      await watch.until(() => desk.said.includes("tables 2: 1 entry by complaints"), "the number is listed");
      expect(desk.said).toMatch(/passed over: ringfence.complaints.other, message 1: expected a complaint as/);

      // Who starts anew reads all complaints again, and lists nobody twice; so does a worker, which kept no state.
      await desk.kill();
      const again = start("desk", "--every", "1");
      await worker.kill();
      const other = start("work", "--metrics", "0");
      file.growTo(1);
      await gateway("publish", file.path);
      await watch.until(() => watch.events === file.rows, "all verdicts");
      const url = /figures at (\S+)/.exec(other.said)![1]!;
      const figures = await (await fetch(url)).text();
      expect(figures).toContain(`ringfence_stream_events_screened_again ${before}\n`);
      const sum = [...figures.matchAll(/^ringfence_stream_events\{partition="\d"\} (\d+)$/gm)];
      expect(sum.reduce((all, [, own]) => all + Number(own), 0)).toBe(file.rows);
      expect(figures).toContain('ringfence_stream_tables{partition="1"} 2\n');
      type Verdict = { line: number; verdict: string; evidence: string[]; tables: number };
      const { stdout, code } = await gateway("verdicts");
      expect(code).toBe(0);
      const out = join(folder, "verdicts.jsonl");
      writeFileSync(out, stdout);
      const verdicts = new Map(readJsonLines<Verdict>(out).map((one) => [one.line, one]));
      const rows = file.lines.map((line, at) => ({ line: at + 1, caller: Number(line.split(",")[1]) }));
      const listed = (caller: number, isLater: boolean): string[] => {
        const own = rows.filter((row) => row.caller === caller && row.line > before + 1 === isLater);
        expect(own.length).toBeGreaterThan(5);
        return [...new Set(own.map(({ line }) => verdicts.get(line)!.evidence.includes("callerListed").toString()))];
      };
      expect([listed(DOUBTFUL, false), listed(DOUBTFUL, true)]).toEqual([["false"], ["true"]]);
      for (const caller of [TWICE, SPARED]) expect(listed(caller, true)).toEqual(["false"]);
      expect(verdicts.get(file.rows + 1)!.tables).toBe(2);
      expect(again.said).not.toContain("by complaints");
    } catch (error) {
      for (const one of going) console.log(one.said);
      throw error;
    } finally {
      for (const one of going) await one.kill();
      await watch.end();
    }
  });
});
