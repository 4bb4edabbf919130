/** What becomes of clients that ask and do not read, and of those that do neither. */
import { EventEmitter, once } from "node:events";
import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { Connection } from "../../src/serve/connection.ts";
import { LiveRun } from "../../src/serve/live-run.ts";
import type { Hello } from "../../src/serve/protocol.ts";
import { ScenarioShelf } from "../../src/serve/scenario-shelf.ts";
import { get, type LiveServer, openStream, post, rawClient, requestOf, startRun, startServer } from "./live-server.ts";

/** More than the buffers of a connection hold. */
const LARGE = 16 * 1024 * 1024;
const PAGE = new Map([
  ["/", { type: "text/html", body: new TextEncoder().encode("page") }],
  ["/large", { type: "text/plain", body: new Uint8Array(LARGE) }],
]);
/** Quick to lose patience. */
const HASTY = { idleMs: 200, stuckMs: 500, lookMs: 25 };

const PATIENT = { interval: 50, timeout: 10_000 };

const ask = (path: string, more = ""): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${more}\r\n`;

/** Whether the server has dropped it: a client that does not read learns it from what it sends. */
async function isDropped(socket: Socket): Promise<boolean> {
  if (!socket.destroyed) socket.write("\r\n");
  return socket.destroyed;
}

describe("a connection", () => {
  test("has its requests answered one after the other, in their order", async () => {
    const server = await startServer({ page: PAGE });
    const socket = rawClient(
      server,
      ask("/") + ask("/api/catalogue") + ask("/nothing") + ask("/", "Connection: close\r\n"),
    );
    const answers = (await text(socket)).split(/(?=HTTP\/1\.1 )/);
    expect(answers.map((answer) => /^HTTP\/1\.1 (\d+)/.exec(answer)?.[1])).toEqual(["200", "200", "404", "200"]);
    expect(answers[1]).toContain('"scenarios"');
    expect(answers[3]).toContain("page");
  });

  test.each([
    ["requests", ""],
    ["requests that expect what there is not", "Expect: much\r\n"],
  ])("with many %s at once is dropped, and next to nothing is done for it", async (_, header) => {
    const server = await startServer({ page: PAGE });
    const made = vi.spyOn(ScenarioShelf.prototype, "catalogue");
    onTestFinished(() => made.mockRestore());
    const socket = rawClient(server, ask("/api/catalogue", header).repeat(500));
    socket.resume();
    await once(socket, "close");
    expect((await get(server, "/")).status).toBe(200);
    expect(made.mock.calls.length).toBeLessThanOrEqual(4);
  });

  test("on which a large answer waits has nothing made for the requests behind it, and no stream opened", async () => {
    const server = await startServer({ page: PAGE, connections: HASTY, limits: { maxRuns: 1, graceMs: 0 } });
    const { run } = await startRun(server);
    const watched = vi.spyOn(LiveRun.prototype, "hello");
    onTestFinished(() => watched.mockRestore());
    const socket = rawClient(server, ask("/large") + ask(`/api/runs/${run}/stream`));
    await expect.poll(() => isDropped(socket), PATIENT).toBe(true);
    expect(watched).not.toHaveBeenCalled();
    expect((await post(server, "/api/runs", requestOf(server))).status).toBe(201);
  });

  test("whose client does not read is dropped, line breaks or not; one with a stream that is read, and has no news, is not", async () => {
    const server = await startServer({ page: PAGE, connections: HASTY });
    const { run } = await startRun(server);
    const stream = await openStream(server, run);
    await stream.nextOf("hello");
    const deaf = rawClient(server, ask("/large"));
    await expect.poll(() => isDropped(deaf), PATIENT).toBe(true);
    await post(server, `/api/runs/${run}/control`, { do: "step" });
    expect((await stream.nextOf("frame")).data.hour).toBe(0);
    expect(server.faults).toEqual([]);
  });

  test("whose client takes a write now and then is kept, until it takes no more", () => {
    const destroy = vi.fn<() => void>();
    const socket = { bytesWritten: 1000, writableLength: 1000, destroyed: false, writable: true, destroy };
    const connection = new Connection(socket as unknown as Socket, { idle: 3, stuck: 3 });
    connection.take(new EventEmitter() as ServerResponse, () => {});
    for (const writableLength of [1000, 1000, 900, 900, 900, 100, 100, 0, 0, 0, 0]) {
      socket.writableLength = writableLength;
      connection.look();
      expect(destroy).not.toHaveBeenCalled();
    }
    socket.bytesWritten += 10;
    socket.writableLength = 10;
    for (let i = 0; i < 3; i++) connection.look();
    expect(destroy).toHaveBeenCalledOnce();
  });

  test("that sends line breaks instead of a request is dropped, one that is used now and then is kept", async () => {
    const server = await startServer({ page: PAGE, connections: HASTY });
    const used = rawClient(server, "").resume();
    const idle = rawClient(server, ask("/")).resume();
    const isDroppedMeanwhile = (): Promise<boolean> => {
      used.write(ask("/"));
      return isDropped(idle);
    };
    await expect.poll(isDroppedMeanwhile, PATIENT).toBe(true);
    expect(used.destroyed).toBe(false);
  });

  test("of a stream that nobody reads counts for no watcher any more", async () => {
    const server = await startServer({ connections: HASTY, limits: { maxRuns: 1, returnMs: 0 } });
    makeHelloLarge();
    const { run } = await startRun(server);
    rawClient(server, ask(`/api/runs/${run}/stream`));
    await expect.poll(() => newRun(server), { interval: 5 }).toBe(409);
    await expect.poll(() => newRun(server), PATIENT).toBe(201);
  });
});

function makeHelloLarge(): void {
  const spy = vi.spyOn(LiveRun.prototype, "hello").mockReturnValue({ reproduce: "x".repeat(LARGE) } as Hello);
  onTestFinished(() => spy.mockRestore());
}

async function newRun(server: LiveServer): Promise<number> {
  return (await post(server, "/api/runs", requestOf(server))).status;
}
