/** The guide beyond one machine, streams: its commands run as written, on a server of Debian's. */
import { spawn } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MAIN } from "./cli/command-line.ts";
import { freePorts } from "./gateway/debian.ts";
import { whyWithoutNats } from "./gateway/stream/nats-server.ts";
import { writeEvents } from "../bench/research/streams/events.ts";
import { readGuide } from "./guide.ts";
import { newFolder } from "./new-folder.ts";

const why = whyWithoutNats();
if (why !== null) console.log(`the guide of streams is not tried: ${why}`);

const folder = newFolder("guide-streams");
const streams = readGuide("cluster").text.split("## Streams")[1]!;

test.skipIf(why !== null)("its commands screen a file, change tables, and come to the sum that it shows", async () => {
  const [first, second] = [...streams.matchAll(/```sh\n([^]*?)```/g)].map(([, block]) => block!.trimEnd().split("\n"));
  const [port, metrics, door] = await freePorts(3);
  writeEvents(join(folder, "events.csv"), 3000);
  writeFileSync(join(folder, "listed.txt"), "13900000001\n");
  const complaints = ["a", "b", "c"].map((reporter) => JSON.stringify({ caller: "13900000002", reporter }));
  writeFileSync(join(folder, "complaints.jsonl"), complaints.join("\n"));
  writeFileSync(join(folder, "ringfence"), `#!/bin/sh\nexec ${process.execPath} ${MAIN} "$@"\n`);
  chmodSync(join(folder, "ringfence"), 0o755);
  const nats = `--nats nats://127.0.0.1:${port}`;
  const screened = until(`ringfence gateway verdicts ${nats} --sum`, '"events": 3000');
  // What a reader does between two lines: waits for a server, for workers, for the desk.
  const asked = [first![0], "sleep 2", ...first!.slice(1, 3), screened, ...first!.slice(3), ...second!.slice(0, 4)];
  const shared = until(`ringfence gateway doctor ${nats}`, "2 workers own all 4 partitions");
  const figures = until(`curl -s http://127.0.0.1:${metrics}/metrics`, "^ringfence_stream_tables{.*} 2$");
  const ready = until(`curl -s http://127.0.0.1:${door}/readyz`, "true");
  const later = second!.slice(4).flatMap((line) => (line.startsWith("curl ") ? [ready, line, "echo"] : [line]));
  const script = [...asked, shared, figures, ...later, "cat etc/README", "kill $(jobs -p)", "wait"]
    .join("\n")
    .replaceAll("gateway front", `gateway front --front door --port ${door}`)
    .replaceAll("-a 127.0.0.1 -js", `-a 127.0.0.1 -p ${port} -js`)
    .replaceAll(":4222", `:${port}`)
    .replaceAll("4291", String(metrics))
    .replaceAll(":4290", `:${door}`);
  const { code, output } = await shell(script);
  expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining('"events": 3000') as string });
  for (const words of [
    "tables 1: each partition",
    "3 complaints are acknowledged",
    "tables 2: 1 entry by complaints",
    '{"front":"door","lines":[1]}',
  ]) {
    expect(output).toContain(words);
  }
  expect(output).toContain("Files for one server of NATS");
});

const until = (command: string, words: string): string => `until ${command} | grep -q '${words}'; do sleep 0.5; done`;

function shell(script: string): Promise<{ readonly code: number | null; readonly output: string }> {
  const env = { ...process.env, PATH: `${folder}:${process.env["PATH"]}:/usr/sbin` };
  const child = spawn("bash", ["-e", "-c", script], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, output })));
}
