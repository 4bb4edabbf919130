/** What HTTP and JSON cost by themselves: a hono server that parses the same bodies and answers constant JSON. */
import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { SCREEN_PATH } from "./shapes.ts";

const VERDICT = { verdict: "allow" };
const LINE = `${JSON.stringify(VERDICT)}\n`;

export function createBareServer(): Server {
  const app = new Hono();
  app.post(SCREEN_PATH, async (context) => {
    if (context.req.header("content-type") === "application/x-ndjson") {
      return context.body(answerLines(context.req.raw.body!), 200, { "Content-Type": "application/x-ndjson" });
    }
    const given: unknown = await context.req.json();
    return context.json(Array.isArray(given) ? given.map(() => VERDICT) : VERDICT);
  });
  const answer = getRequestListener((request) => app.fetch(request));
  return createServer((request, response) => void answer(request, response));
}

/** A line for each that has come. */
function answerLines(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const decoder = new TextDecoder();
  let begun = "";
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(bytes, controller) {
        const lines = (begun + decoder.decode(bytes, { stream: true })).split("\n");
        begun = lines.pop()!;
        for (const line of lines) JSON.parse(line);
        if (lines.length > 0) controller.enqueue(Buffer.from(LINE.repeat(lines.length)));
      },
    }),
  );
}
