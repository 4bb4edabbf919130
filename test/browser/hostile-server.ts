/** The real server of the live page behind a proxy that writes hostile texts into what it says. */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { HALF, serve } from "./shared-pages.ts";

export interface HostileServer {
  readonly url: string;
  /** Breaks all streams; the next connection is served again. */
  drop(): void;
  close(): Promise<void>;
}

/** `text` is every message, script and warning, `caller` every number. */
export async function serveHostile(text: string, caller: string): Promise<HostileServer> {
  const behind = await serve(0, HALF);
  const streams = new Set<ServerResponse>();
  const spoil = (said: string): string =>
    said
      .replaceAll(
        /"(text|script|original|normalised)":"(?:[^"\\]|\\.)*"/g,
        (_, key) => `"${key}":${JSON.stringify(text)}`,
      )
      .replaceAll(/"(caller|subscriber)":"(?:[^"\\]|\\.)*"/g, (_, key) => `"${key}":${JSON.stringify(caller)}`);
  const answer = async (path: string, method: string, body: string, response: ServerResponse): Promise<void> => {
    const headers = { "Content-Type": "application/json" };
    const asked = await fetch(new URL(path, behind.url), { method, ...(body !== "" && { headers, body }) });
    const isSpoiled = /\/(stream|events\/\w+)$/.test(path);
    const [type, policy] = ["content-type", "content-security-policy"].map((name) => asked.headers.get(name) ?? "");
    response.writeHead(asked.status, { "content-type": type!, "content-security-policy": policy! });
    if (!isSpoiled) return void response.end(Buffer.from(await asked.arrayBuffer()));
    streams.add(response);
    response.on("close", () => streams.delete(response));
    let pending = "";
    for await (const piece of asked.body!.pipeThrough(new TextDecoderStream())) {
      pending += piece;
      const end = pending.lastIndexOf("\n\n") + 2;
      if (end > 1) response.write(spoil(pending.slice(0, end)));
      if (end > 1) pending = pending.slice(end);
      if (response.destroyed) return;
    }
    response.end(spoil(pending));
  };
  const proxy = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (piece: string) => (body += piece));
    request.on("end", () => {
      answer(request.url!, request.method!, body, response).catch(() => response.destroy());
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/`,
    drop() {
      for (const stream of streams) stream.destroy();
    },
    async close() {
      proxy.closeAllConnections();
      await new Promise<void>((resolve) => proxy.close(() => resolve()));
      await behind.close();
    },
  };
}
