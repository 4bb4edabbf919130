/** A server of the live page on a port of its own, and a client that reads its streams, for tests. */
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { connect, type Socket } from "node:net";
import { beforeAll, onTestFinished } from "vitest";
import { formatScenario, loadScenario } from "../../../src/scenario/file.ts";
import type { PageFile } from "../../../src/core/http/page-files.ts";
import type { Frame } from "../../../src/live/server/frame.ts";
import type { Hello, Status } from "../../../src/live/server/live-run.ts";
import type { RunRequest } from "../../../src/live/server/requests.ts";
import { SimulationPool } from "../../../src/engine/simulation-pool.ts";
import type { Scenario } from "../../../src/scenario/schema.ts";
import { LiveRun } from "../../../src/live/server/live-run.ts";
import type { OpenServer } from "../../../src/core/http/server.ts";
import { type ServeOptions, servePage } from "../../../src/live/server/server.ts";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

/** A day of a village: some 50 events an hour, and a warning or two. */
const SMALL = [
  "name=small",
  "hours=20",
  "population.subscribers=400",
  "gangs.count=8",
  "gangs.messagesPerDay=60",
  "gangs.callsPerDay=60",
  "episodes.messageTakesHold=0.15",
  "episodes.callTakesHold=0.2",
  "episodes.hoursFactor=0.1",
  "episodes.transferHours=4",
  "episodes.attempts=4",
  "blocklist.initialEntries=2000",
  "templates.initial=40",
  "dissuasion.agents=1",
];

const PAGE: ReadonlyMap<string, PageFile> = new Map([
  ["/", { type: "text/html; charset=utf-8", body: new TextEncoder().encode("<!doctype html><title>page</title>") }],
  ["/assets/page.js", { type: "text/javascript; charset=utf-8", body: new TextEncoder().encode("1") }],
]);

export interface LiveServer extends OpenServer {
  /** As a page names the small scenario. */
  readonly scenario: string;
  readonly faults: unknown[];
}

async function openServer(options: Partial<ServeOptions>, changes: readonly string[]): Promise<LiveServer> {
  const folder = mkdtempSync(join(tmpdir(), "ringfence-serve-"));
  const path = join(folder, "small.yaml");
  writeFileSync(path, formatScenario(loadScenario("smoke", [...SMALL, ...changes])));
  const faults: unknown[] = [];
  const server = await servePage({
    scenario: path,
    seed: 1,
    host: "127.0.0.1",
    port: 0,
    workers: 1,
    page: PAGE,
    reproduce: (source, seed, set) => JSON.stringify({ source, seed, set }),
    onFault: (fault) => faults.push(fault),
    ...options,
  });
  const close = async (): Promise<void> => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { ...server, close, scenario: "small.yaml", faults };
}

/** It is closed when the test is over, if it is not by then. `changes`: to the small scenario. */
export async function startServer(
  options: Partial<ServeOptions> = {},
  changes: readonly string[] = [],
): Promise<LiveServer> {
  const server = await openServer(options, changes);
  onTestFinished(() => server.close());
  return server;
}

/** One server for all tests of a file. */
export function useServer(): () => LiveServer {
  let server: LiveServer;
  beforeAll(async () => {
    server = await openServer({}, []);
    return () => server.close();
  });
  return () => server;
}

export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

export async function get<T>(server: OpenServer, path: string): Promise<Answer<T>> {
  return readAnswer<T>(await fetch(new URL(path, server.url)));
}

export async function post<T>(server: OpenServer, path: string, body: unknown): Promise<Answer<T>> {
  const headers = { "Content-Type": "application/json" };
  const written = typeof body === "string" ? body : JSON.stringify(body);
  return readAnswer<T>(await fetch(new URL(path, server.url), { method: "POST", headers, body: written }));
}

async function readAnswer<T>(response: Response): Promise<Answer<T>> {
  const body = await response.text();
  const isJson = response.headers.get("content-type")?.startsWith("application/json") === true;
  return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(body) : body) as T };
}

/** A request with headers that fetch would not send. */
export async function rawGet(
  { port }: OpenServer,
  path: string,
  headers: Readonly<Record<string, string>>,
  method = "GET",
): Promise<{ status: number; body: string }> {
  const sent = request({ host: "127.0.0.1", port, path, method, headers, setHost: false }).end();
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  return { status: response.statusCode!, body: await text(response) };
}

/**
 * A client of its own making, that has sent `text`. It reads nothing unless told to, and is gone when the test is over.
 */
export function rawClient(server: OpenServer, sent: string): Socket {
  const socket = connect(server.port, "127.0.0.1");
  socket.pause().on("error", () => {});
  socket.write(sent);
  onTestFinished(() => void socket.destroy());
  return socket;
}

export function requestOf(server: LiveServer, changes: Partial<RunRequest> = {}): RunRequest {
  return { scenario: server.scenario, seed: 1, settings: {}, hoursPerSecond: null, ...changes };
}

export async function startRun(server: LiveServer, changes: Partial<RunRequest> = {}): Promise<string> {
  const { status, body } = await post<{ run: string }>(server, "/api/runs", requestOf(server, changes));
  if (status !== 201) throw new Error(`the run was refused: ${JSON.stringify(body)}`);
  return body.run;
}

/** As `startRun`, but it waits for "step" or "play". */
export async function startPaused(server: LiveServer, changes: Partial<RunRequest> = {}): Promise<string> {
  const run = await startRun(server, changes);
  await post(server, `/api/runs/${run}/control`, { do: "pause" });
  return run;
}

interface Sent<E extends string, D> {
  readonly event: E;
  readonly id: string | null;
  readonly data: D;
}
export type Message = Sent<"hello", Hello> | Sent<"frame", Frame> | Sent<"status", Status>;

/** A connection to a run's stream. */
export interface Stream {
  /** The next message; null when the stream has ended. */
  next(): Promise<Message | null>;
  nextOf<E extends Message["event"]>(event: E): Promise<Extract<Message, { event: E }>>;
  /** All up to the first that fits, it included. */
  until(fits: (message: Message) => boolean): Promise<Message[]>;
  close(): void;
}

export async function openStream(
  server: OpenServer,
  run: string,
  headers: Record<string, string> = {},
): Promise<Stream> {
  const abort = new AbortController();
  const response = await fetch(new URL(`/api/runs/${run}/stream`, server.url), { headers, signal: abort.signal });
  if (response.status !== 200) throw new Error(`no stream: ${response.status} ${await response.text()}`);
  onTestFinished(() => abort.abort());
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let pending = "";
  const next = async (): Promise<Message | null> => {
    for (;;) {
      const end = pending.indexOf("\n\n");
      if (end < 0) {
        const { done, value } = await reader.read();
        if (done) return null;
        pending += value;
        continue;
      }
      const block = pending.slice(0, end);
      pending = pending.slice(end + 2);
      const event = field(block, "event");
      if (event !== null) return { event, id: field(block, "id"), data: JSON.parse(field(block, "data")!) } as Message;
    }
  };
  const until = async (fits: (message: Message) => boolean): Promise<Message[]> => {
    const messages: Message[] = [];
    for (;;) {
      const message = await next();
      if (message === null) throw new Error("the stream ended before what was waited for");
      messages.push(message);
      if (fits(message)) return messages;
    }
  };
  return {
    next,
    until,
    async nextOf(event) {
      return (await until((message) => message.event === event)).at(-1) as never;
    },
    close: () => abort.abort(),
  };
}

function field(block: string, name: string): string | null {
  return new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1] ?? null;
}

/** Plays a run to its end and returns all that was said. */
export async function playToEnd(server: OpenServer, run: string): Promise<Message[]> {
  const stream = await openStream(server, run);
  await post(server, `/api/runs/${run}/control`, { do: "play" });
  const messages = await stream.until(({ event, data }) => event === "status" && data.state === "ended");
  stream.close();
  return messages;
}

/** A run without a server, which nobody watches yet. */
export function runOf(scenario: Scenario, workers = 1): { readonly run: LiveRun; readonly faults: unknown[] } {
  const faults: unknown[] = [];
  const threads = {
    defended: SimulationPool.start({ workers }),
    unwarned: SimulationPool.start({ workers }),
    undefended: SimulationPool.start({ workers: 1 }),
  };
  onTestFinished(async () => {
    for (const pool of Object.values(threads)) await (await pool).close();
  });
  const run = new LiveRun({
    request: { scenario: scenario.name, seed: 1, settings: {}, hoursPerSecond: null },
    reproduce: "",
    scenario,
    threads: Promise.resolve(threads),
    onFault: (fault) => faults.push(fault),
  });
  return { run, faults };
}
