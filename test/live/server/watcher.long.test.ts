import type { Socket } from "node:net";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { Problem } from "../../../src/live/server/protocol.ts";
import { type Reader, Watcher } from "../../../src/live/server/watcher.ts";
import {
  type LiveServer,
  openStream,
  post,
  rawClient,
  requestOf,
  type Stream,
  startRun,
  startServer,
} from "./live-server.ts";

/** So soon is silent who was called; who reads answers in some milliseconds, and is not waited for any longer. */
const CALL_MS = 1000;

const PATIENT = { timeout: 15_000, interval: 20 };

/** Somebody who asks for the stream of a run, and reads nothing of it. */
function comeIdle(server: LiveServer, run: string): Socket {
  return rawClient(server, `GET /api/runs/${run}/stream HTTP/1.1\r\nHost: localhost\r\n\r\n`);
}

/** A page that reads. */
async function comeReading(server: LiveServer, run: string): Promise<Stream> {
  const stream = await openStream(server, run);
  await stream.nextOf("hello");
  void stream.readOn();
  return stream;
}

describe("who watches a run and does not read", () => {
  test("gives way to a page, is told so, and throws out nobody who reads, however many of them come", async () => {
    const server = await startServer({ limits: { maxWatchers: 4, callMs: CALL_MS } });
    const { run } = await startRun(server);
    const page = await openStream(server, run);
    await page.nextOf("hello");
    const seen = page.until(({ event }) => event === "frame").catch(() => []);
    const idle = Array.from({ length: 12 }, () => comeIdle(server, run));
    await comeReading(server, run);
    await comeReading(server, run);
    const told = idle.map((socket) => textOf(socket));
    await expect
      .poll(() => told.filter(({ text }) => text.includes("event: displaced")).length, PATIENT)
      .toBeGreaterThan(1);
    await post(server, `/api/runs/${run}/control`, { do: "step" });
    expect((await seen).at(-1)?.event).toBe("frame");
  });

  test("gives up its run, where there are as many as may be, to who would start one", async () => {
    const server = await startServer({ limits: { maxRuns: 2, callMs: CALL_MS } });
    const runs = [await startRun(server), await startRun(server)];
    const idle = textOf(comeIdle(server, runs[0]!.run), "hold");
    comeIdle(server, runs[0]!.run);
    await comeReading(server, runs[1]!.run);
    await expect.poll(async () => (await post(server, "/api/runs", requestOf(server))).status, PATIENT).toBe(201);
    idle.resume();
    await expect.poll(() => idle.text, PATIENT).toMatch(/event: displaced\ndata: \{"error":"the place of this stream/);
    expect((await post(server, `/api/runs/${runs[1]!.run}/control`, { do: "step" })).status).toBe(200);
  });

  test("is answered for by nobody who does not know its call", async () => {
    const server = await startServer();
    const { run } = await startRun(server);
    const answer = await post<Problem>(server, `/api/runs/${run}/present`, { call: "any" });
    expect(answer).toMatchObject({ status: 404, body: { error: expect.stringMatching(/open the stream anew/) } });
    expect((await post(server, `/api/runs/${run}/present`, { call: 1 })).status).toBe(400);
  });
});

/** What a client of its own making reads, from now on or, with "hold", from `resume` on. */
function textOf(socket: Socket, hold?: "hold") {
  const read = { text: "", resume: () => void socket.resume() };
  socket.setEncoding("utf8").on("data", (more: string) => (read.text += more));
  if (!hold) socket.resume();
  return read;
}

function newWatcher() {
  const reader = { writable: true, destroy: vi.fn<Reader["destroy"]>() };
  return { reader, watcher: new Watcher(reader) };
}

describe("a watcher", () => {
  test("is silent when it was called and had its time, until it answers", () => {
    const { watcher } = newWatcher();
    watcher.call();
    const call = watcher.takeCall()!;
    expect([watcher.isAwaited, watcher.isSilent, watcher.takeCall()]).toEqual([true, false, null]);
    watcher.giveUp();
    expect([watcher.isAwaited, watcher.isSilent]).toEqual([false, true]);
    expect(watcher.answer("another")).toBe(false);
    expect(watcher.answer(call)).toBe(true);
    expect(watcher.isSilent).toBe(false);
  });

  test("that does not take what it is told is dropped some seconds after it is displaced, unless its stream is over", () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const [stuck, told] = [newWatcher(), newWatcher()];
    for (const { watcher } of [stuck, told]) watcher.displace();
    told.watcher.end();
    vi.advanceTimersByTime(5000);
    expect(stuck.reader.destroy).toHaveBeenCalledOnce();
    expect(told.reader.destroy).not.toHaveBeenCalled();
  });
});
