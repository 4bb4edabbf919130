/**
 * The client's side of page-process.ts, which gives it a run that begins paused: node page-client.js <url> <request>.
 */
import type { Hello, RunAccepted, Status } from "../../src/live/server/protocol.ts";

const [url, request] = process.argv.slice(2) as [string, string];
const headers = { "Content-Type": "application/json" };
const started = await fetch(new URL("/api/runs", url), { method: "POST", headers, body: request });
const { run } = (await started.json()) as RunAccepted;
const stream = await fetch(new URL(`/api/runs/${run}/stream`, url));
let pending = "";
for await (const text of stream.body!.pipeThrough(new TextDecoderStream())) {
  pending += text;
  for (let end = pending.indexOf("\n\n"); end >= 0; end = pending.indexOf("\n\n")) {
    const message = pending.slice(0, end);
    pending = pending.slice(end + 2);
    take(/^event: (.*)$/m.exec(message)?.[1], /^data: (.*)$/m.exec(message)?.[1]);
  }
}

function take(event: string | undefined, data: string | undefined): void {
  if (event === undefined || data === undefined) return;
  const document: unknown = JSON.parse(data);
  if (event === "frame") return;
  const { state, digest } = event === "hello" ? (document as Hello).status : (document as Status);
  // The first hour is settled, and waits to be played.
  if (state === "paused") process.stdout.write(`ready ${run}\n`);
  if (state === "ended") process.stdout.write(`ended ${digest}\n`, () => process.exit(0));
}
