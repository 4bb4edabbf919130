/** What becomes of clients that ask and do not read, and of those that do neither. */
import { EventEmitter, once } from "node:events";
import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { Connection, type Patience } from "../../../src/core/http/connection.ts";
import { LiveRun } from "../../../src/live/server/live-run.ts";
import type { Hello } from "../../../src/live/server/protocol.ts";
import { ScenarioList } from "../../../src/live/server/scenario-list.ts";
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
    const made = vi.spyOn(ScenarioList.prototype, "catalogue");
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

  test("whose client takes all that waited for it is kept, however much waits by then", () => {
    const { socket, connection } = fakeConnection({ idle: 9, stuck: 5, behind: 5 });
    for (let second = 0; second < 20; second++) {
      socket.bytesWritten += 500;
      socket.writableLength = 1000;
      connection.look();
      connection.look();
    }
    expect(socket.destroy).not.toHaveBeenCalled();
    socket.writableLength = 0;
    for (let i = 0; i < 5; i++) connection.look();
    expect(socket.destroy).not.toHaveBeenCalled();
    expect(connection.behind).toBe(0);
  });

  test("whose client takes a little of what waits for it now and then is behind, and dropped in the end", () => {
    const { socket, connection } = fakeConnection({ idle: 9, stuck: 5, behind: 3 });
    socket.bytesWritten = socket.writableLength = 1000;
    const behind = Array.from({ length: 6 }, () => {
      expect(socket.destroy).not.toHaveBeenCalled();
      connection.look();
      socket.bytesWritten += 40;
      socket.writableLength -= 10;
      return connection.behind;
    });
    expect(behind).toEqual([0, 0, 0, 3, 4, 5]);
    expect(socket.destroy).toHaveBeenCalledOnce();
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
    const server = await startServer({ connections: HASTY, limits: { maxRuns: 1, returnMs: 0, callMs: 30_000 } });
    const hello = makeHelloLarge();
    const { run } = await startRun(server);
    const deaf = rawClient(server, ask(`/api/runs/${run}/stream`));
    await expect.poll(() => hello.mock.calls.length, PATIENT).toBe(1);
    expect(await newRun(server)).toBe(201);
    await expect.poll(() => isDropped(deaf), PATIENT).toBe(true);
  });

  test("of a stream that nobody reads loses its run to who finds no place, long before it is dropped; one that is read does not", async () => {
    const server = await startServer({
      connections: UNHURRIED,
      limits: { maxRuns: 2, graceMs: 60_000, returnMs: 60_000 },
    });
    const [read, unread] = [await startRun(server), await startRun(server)];
    await (await openStream(server, read.run)).nextOf("hello");
    makeHelloLarge();
    const deaf = rawClient(server, ask(`/api/runs/${unread.run}/stream`));
    await expect.poll(() => newRun(server), PATIENT).toBe(201);
    await expect.poll(() => isDropped(deaf), PATIENT).toBe(true);
    expect((await get(server, `/api/runs/${unread.run}/stream`)).status).toBe(404);
    expect((await post(server, `/api/runs/${read.run}/control`, { do: "step" })).status).toBe(200);
  });

  test("of a stream that nobody reads loses its place among the pages of a run; those that are read are as many as may be", async () => {
    const server = await startServer({ connections: UNHURRIED, limits: { maxWatchers: 2 } });
    const { run } = await startRun(server);
    const first = await openStream(server, run);
    await first.nextOf("hello");
    void first.readOn();
    const hello = makeHelloLarge();
    const deaf = rawClient(server, ask(`/api/runs/${run}/stream`));
    await expect.poll(() => hello.mock.calls.length, PATIENT).toBe(1);
    hello.mockRestore();
    const come = (): Promise<string> =>
      openStream(server, run).then(
        (stream) => {
          void stream.readOn();
          return "read";
        },
        (error: Error) => error.message,
      );
    await expect.poll(come, PATIENT).toBe("read");
    await expect.poll(() => isDropped(deaf), PATIENT).toBe(true);
    expect(await come()).toMatch(/409 .*too many pages watch this run/);
  });
});

/** Long before one is dropped, it is behind. */
const UNHURRIED = { stuckMs: 60_000, behindMs: 200, lookMs: 25 };

function fakeConnection(patience: Patience) {
  const destroy = vi.fn<() => void>();
  const socket = { bytesWritten: 1000, writableLength: 0, destroyed: false, writable: true, destroy };
  const connection = new Connection(socket as unknown as Socket, patience);
  connection.take(new EventEmitter() as ServerResponse, () => {});
  return { socket, connection };
}

function makeHelloLarge() {
  const spy = vi.spyOn(LiveRun.prototype, "hello").mockReturnValue({ run: "x".repeat(LARGE) } as Hello);
  onTestFinished(() => spy.mockRestore());
  return spy;
}

async function newRun(server: LiveServer): Promise<number> {
  return (await post(server, "/api/runs", requestOf(server))).status;
}
