/** The guide beyond one machine, streams: its commands run as written, on a server of Debian's. */
import { spawn } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MAIN } from "./cli/command-line.ts";
import { freePorts } from "./gateway/debian.ts";
import { whyWithoutNats } from "./gateway/stream/nats-server.ts";
import { writeEvents } from "./gateway/stream/running.ts";
import { readGuide } from "./guide.ts";
import { newFolder } from "./new-folder.ts";

const why = whyWithoutNats();
if (why !== null) console.log(`the guide of streams is not tried: ${why}`);

const folder = newFolder("guide-streams");
const streams = readGuide("cluster").text.split("## Streams")[1]!;

test.skipIf(why !== null)("its commands screen a file, and come to the sum that it shows", async () => {
  const [first] = /```sh\n([^]*?)```/.exec(streams)!.slice(1);
  const [port] = await freePorts(1);
  writeEvents(join(folder, "events.csv"), 3000);
  writeFileSync(join(folder, "ringfence"), `#!/bin/sh\nexec ${process.execPath} ${MAIN} "$@"\n`);
  chmodSync(join(folder, "ringfence"), 0o755);
  const ready = `until ringfence gateway verdicts --nats nats://127.0.0.1:${port} --sum | grep -q '"events": 3000'; do sleep 0.5; done`;
  const lines = first!
    .replaceAll("-a 127.0.0.1 -js", `-a 127.0.0.1 -p ${port} -js`)
    .replaceAll(":4222", `:${port}`)
    .split("\n");
  // What a reader does between two lines: waits for a server, and for the workers.
  const script = [lines[0], "sleep 2", ...lines.slice(1, 3), ready, ...lines.slice(3), "kill $(jobs -p)", "wait"];
  const { code, output } = await shell(script.join("\n"));
  expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining('"events": 3000') as string });
});

function shell(script: string): Promise<{ readonly code: number | null; readonly output: string }> {
  const env = { ...process.env, PATH: `${folder}:${process.env["PATH"]}:/usr/sbin` };
  const child = spawn("bash", ["-e", "-c", script], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, output })));
}
