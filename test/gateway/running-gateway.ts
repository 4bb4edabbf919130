/** A gateway of this process, on a port and in a folder of its own, and words with it. */
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
