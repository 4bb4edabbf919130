/** The runs of a server: so many at a time. One that nobody watches is paused after a while, and ended after a longer one. */
import { randomUUID } from "node:crypto";
import type { RunRequest } from "./protocol.ts";
import { LiveRun } from "./live-run.ts";
import type { PreparedScenario } from "./scenario-shelf.ts";

export interface RunListOptions {
  readonly workers: number;
  readonly maxRuns: number;
  /** A run without a client is paused after this time, and ended after that one. */
  readonly pauseAfterMs: number;
  readonly endAfterMs: number;
  /** Sampled events of a run that can be explained, the latest. */
  readonly eventsKept: number;
  /** The command that repeats a run. */
  readonly reproduce: (source: string, seed: number, settings: readonly string[]) => string;
  readonly onFault: (fault: unknown) => void;
}

/** Events: those of 20 full hours at least. */
export const RUN_LIST_DEFAULTS = {
  maxRuns: 4,
  pauseAfterMs: 60_000,
  endAfterMs: 10 * 60_000,
  eventsKept: 480,
} as const;

/** Pages of one run at a time: more are a mistake, or malice. */
const MAX_CLIENTS = 16;

interface Entry {
  readonly run: LiveRun;
  clients: number;
  /** Since when nobody watches, by performance.now(). */
  idleSinceMs: number;
}

export class RunList {
  readonly #options: RunListOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #watchman: NodeJS.Timeout;

  constructor(options: RunListOptions) {
    this.#options = options;
    this.#watchman = setInterval(() => this.#look(), Math.max(10, options.pauseAfterMs / 4));
    this.#watchman.unref();
  }

  /** Null when there are as many as may be, each with somebody watching. The one that nobody watched for longest makes room. */
  start(request: RunRequest, { scenario, source, settings }: PreparedScenario): LiveRun | null {
    const { maxRuns, workers, eventsKept, reproduce, onFault } = this.#options;
    if (this.#entries.size >= maxRuns && !this.#makeRoom()) return null;
    const run = new LiveRun({
      id: randomUUID(),
      request,
      reproduce: reproduce(source, request.seed, settings),
      scenario,
      workers,
      eventsKept,
      onFault,
    });
    this.#entries.set(run.id, { run, clients: 0, idleSinceMs: performance.now() });
    return run;
  }

  get(id: string): LiveRun | undefined {
    return this.#entries.get(id)?.run;
  }

  /** Somebody watches a run, until the function that is returned is called; null when too many do. */
  watch(run: LiveRun): (() => void) | null {
    const entry = this.#entries.get(run.id);
    if (!entry || entry.clients >= MAX_CLIENTS) return null;
    entry.clients++;
    return () => {
      entry.clients--;
      entry.idleSinceMs = performance.now();
    };
  }

  /** Resolves when its threads have ended; it is gone from the list at once. */
  async end(id: string): Promise<void> {
    const entry = this.#entries.get(id);
    this.#entries.delete(id);
    await entry?.run.end();
  }

  async close(): Promise<void> {
    clearInterval(this.#watchman);
    await Promise.all([...this.#entries.keys()].map((id) => this.end(id)));
  }

  #makeRoom(): boolean {
    const [idle] = [...this.#entries.values()]
      .filter(({ clients }) => clients === 0)
      .sort((a, b) => a.idleSinceMs - b.idleSinceMs);
    if (idle) void this.end(idle.run.id);
    return idle !== undefined;
  }

  #look(): void {
    const { pauseAfterMs, endAfterMs } = this.#options;
    for (const { run, clients, idleSinceMs } of this.#entries.values()) {
      if (clients > 0) continue;
      const idleMs = performance.now() - idleSinceMs;
      if (idleMs >= endAfterMs) void this.end(run.id);
      else if (idleMs >= pauseAfterMs && run.status.state === "playing") run.command({ do: "pause" });
    }
  }
}
