/** A gateway of this process or of another, on a port and in a folder of its own, and words with it. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { createGatewayApp } from "../../src/gateway/app.ts";
import { EventTimes } from "../../src/gateway/event-time.ts";
import type { Feed } from "../../src/gateway/feed.ts";
import { type Gateway, startGateway, type StartOptions } from "../../src/gateway/gateway.ts";
import { Metrics } from "../../src/gateway/metrics.ts";
import { Screening } from "../../src/gateway/screening.ts";
import { gatewaySettings } from "../../src/gateway/settings.ts";
import { VerdictDesk } from "../../src/gateway/verdict-desk.ts";
import { CHINA } from "../../src/rows/country.ts";
import { MAIN } from "../cli/command-line.ts";

/** Gone with the test, once the gateways in it have ended. */
export function newState(): string {
  const state = mkdtempSync(join(tmpdir(), "ringfence-gateway-"));
  onTestFinished(() => rmSync(state, { recursive: true }));
  return state;
}

export interface Running extends Gateway {
  readonly state: string;
  readonly told: readonly string[];
  readonly faults: readonly unknown[];
  /** The status, and the body: as data where it is JSON. */
  ask(path: string, body?: unknown, init?: RequestInit): Promise<{ status: number; body: unknown; headers: Headers }>;
}

type Given = Partial<Pick<StartOptions, "model" | "arrivalMs">> & {
  readonly state?: string;
  readonly set?: readonly string[];
  readonly over?: Parameters<typeof gatewaySettings>[2];
  /** With the history of callers, which is saved at the end. */
  readonly remembers?: boolean;
};

/** Without a model, and with one script, and so quick. It ends with the test, unless it has ended before. */
export async function runGateway({
  state = newState(),
  set = [],
  over = {},
  model = "none",
  remembers = false,
  arrivalMs,
}: Given = {}): Promise<Running> {
  const stages = remembers ? [] : ["screening.stages.behaviour=false"];
  const templates = join(state, "scripts.txt");
  if (model === "none") writeFileSync(templates, "the bank calls about a loan that was never paid\n");
  const told: string[] = [];
  const faults: unknown[] = [];
  const gateway = await startGateway({
    // Machines of tests are slow now and then.
    ...gatewaySettings(undefined, [...stages, ...set], {
      port: 0,
      state,
      deadlineMs: 60_000,
      ...(model === "none" ? { templates } : {}),
      ...over,
    }),
    model,
    arrivalMs,
    tell: (words) => told.push(words),
    onFault: (fault) => faults.push(fault),
  });
  let closed: Promise<void> | null = null;
  const close = (): Promise<void> => (closed ??= gateway.close());
  onTestFinished(close);
  return { ...gateway, state, close, told, faults, ask: (path, body, init) => ask(gateway.url, path, body, init) };
}

/** The status, and the body: as data where it is JSON. */
export async function ask(url: string, path: string, body?: unknown, init: RequestInit = {}) {
  const given =
    body === undefined ? {} : { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) };
  const headers = { "Content-Type": "application/json", ...(init.headers as Record<string, string>) };
  const response = await fetch(new URL(path, url), { ...given, ...init, headers });
  const text = await response.text();
  const isJson = response.headers.get("content-type") === "application/json";
  return { status: response.status, body: (isJson ? JSON.parse(text) : text) as unknown, headers: response.headers };
}

/** The routes of screening, without a server. `waitingMs`: how long an event has waited. */
export async function newApp(
  set: readonly string[],
  waitingMs = 0,
  { closing = new AbortController().signal, faults = [] as unknown[] } = {},
) {
  const { gateway } = gatewaySettings(undefined, set);
  const screening = await Screening.start({ model: "none", templates: ["this is a script to match"] });
  const metrics = new Metrics();
  const times = new EventTimes(gateway.times, metrics);
  const app = createGatewayApp({
    settings: gateway,
    desk: new VerdictDesk({ screening, times, country: CHINA, explained: 10, metrics }),
    feed: {} as Feed,
    tokens: null,
    delay: { ms: waitingMs },
    metrics,
    page: new Map(),
    closing,
    arrivalMs: 1000,
    onFault: (fault) => faults.push(fault),
  });
  return (path: string, body?: string, headers: Record<string, string> = {}) =>
    app.request(
      path,
      {
        ...(body === undefined ? {} : { method: "POST", body }),
        headers: { Host: "localhost", "Content-Type": "application/json", ...headers },
      },
      {},
    );
}

export interface Spawned {
  readonly url: string;
  readonly child: ChildProcess;
  /** The answer, as data. */
  ask(path: string, body: object): Promise<unknown>;
  /** Resolves to the exit code; null: the signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
  stderr(): string;
}

/** A process of its own, which may be killed. Without a model and on any free port, unless `words` name others. It ends with the test at the latest. */
export async function spawnGateway(state: string, ...words: readonly string[]): Promise<Spawned> {
  const args = ["--port", "0", "--state", state, "--model", "none", "--set", "gateway.deadlineMs=60000", ...words];
  const child = spawn(process.execPath, [MAIN, "gateway", ...args], { stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const url = await new Promise<string>((resolve, reject) => {
    let stdout = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      const found = /https?:\/\/\S+/.exec(stdout)?.[0];
      if (found !== undefined) resolve(found);
    });
    child.on("close", () => reject(new Error(`it ended before it said where it is: ${stderr}`)));
  });
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const ended = once(child, "exit") as Promise<[number | null]>;
    child.kill(signal);
    return (await ended)[0];
  };
  const asked = async (path: string, body: object): Promise<unknown> => (await ask(url, path, body)).body;
  return { url, child, ask: asked, end, stderr: () => stderr };
}
