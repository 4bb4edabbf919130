/**
 * The runs of a server, up to a limit. An unwatched run is paused after a while, and ended after a longer one. A
 * watcher that does not read keeps its place until another wants it: all are called then, and silent ones give way.
 */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { RunRequest } from "./protocol.ts";
import { LiveRun } from "./live-run.ts";
import { IdlePools } from "./idle-pools.ts";
import type { PreparedScenario } from "./scenario-list.ts";
import type { Watcher } from "./watcher.ts";

export interface RunListOptions {
  readonly workers: number;
  /** A pool shared by servers. By default a list has its own, which it closes. */
  readonly pools?: IdlePools;
  readonly maxRuns: number;
  /** Pages of one run at a time: more are a mistake, or malice. */
  readonly maxWatchers: number;
  /** Time to open the stream of a started run, before another may take its place. */
  readonly graceMs: number;
  /** Time to come back to one, as on a reload; others wait that long for its place. */
  readonly returnMs: number;
  /** Time to answer a call; others wait that long for the place. */
  readonly callMs: number;
  /** Interval of calls where a place may soon be wanted: the readers are known in time. */
  readonly rollMs: number;
  /** After the first time it is paused, after the second ended. */
  readonly pauseAfterMs: number;
  readonly endAfterMs: number;
  /** Sampled events of a run that can be explained, the latest. */
  readonly eventsKept: number;
  readonly reproduce: (source: string, seed: number, settings: readonly string[]) => string;
  readonly onFault: (fault: unknown) => void;
}

/** Events: those of 20 full hours at least. */
export const RUN_LIST_DEFAULTS = {
  maxRuns: 4,
  maxWatchers: 16,
  graceMs: 5000,
  returnMs: 1500,
  callMs: 3000,
  rollMs: 5000,
  pauseAfterMs: 60_000,
  endAfterMs: 10 * 60_000,
  eventsKept: 480,
} as const;

/** Interval of looks for a place. */
const LOOK_AGAIN_MS = 50;

/**
 * Looks in which a call must be answered. A late look counts for a few only: a stopped process cannot hear answers
 * while the clock goes on.
 */
const CALL_LOOKS = 30;
const LOOKS_A_LATE_ONE = 3;

interface Entry {
  readonly run: LiveRun;
  /** Set while it ends: it takes up room until its threads are free. */
  ending?: Promise<void>;
  readonly watchers: Set<Watcher>;
  wasWatched: boolean;
  idleSinceMs: number;
}

export class RunList {
  readonly #options: RunListOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #pools: IdlePools;
  readonly #watchman: NodeJS.Timeout;
  readonly #roll: NodeJS.Timeout;
  /** Runs start one after the other, so that each finds its room. */
  #lastStart: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(options: RunListOptions) {
    this.#options = options;
    this.#pools = options.pools ?? new IdlePools();
    this.#watchman = setInterval(() => this.#look(), Math.max(10, options.pauseAfterMs / 4));
    this.#watchman.unref();
    this.#roll = setInterval(() => this.#callRoll(), options.rollMs).unref();
  }

  /**
   * Null when closed, or when the limit is reached and each run is watched or awaited. The run unwatched for longest
   * makes room, or one whose watchers are all silent; ending runs are waited for.
   */
  start(request: RunRequest, prepared: PreparedScenario): Promise<LiveRun | null> {
    const giveUpMs = performance.now() + 2 * this.#options.returnMs;
    const started = this.#lastStart.then(() => this.#startNext(request, prepared, giveUpMs));
    this.#lastStart = started.catch(() => {});
    return started;
  }

  async #startNext(
    request: RunRequest,
    { scenario, source, settings }: PreparedScenario,
    giveUpMs: number,
  ): Promise<LiveRun | null> {
    const { maxRuns, workers, eventsKept, reproduce, onFault } = this.#options;
    let areCalled = false;
    while (!this.#isClosed && this.#entries.size >= maxRuns) {
      const leaving = this.#leaving(giveUpMs);
      if (!leaving && areCalled) return null;
      if (!leaving) areCalled = true;
      await (leaving ?? this.#call([...this.#entries.values()].flatMap(({ watchers }) => [...watchers])));
    }
    if (this.#isClosed) return null;
    const run = new LiveRun({
      id: randomUUID(),
      request,
      reproduce: (begun) => reproduce(source, request.seed, [...settings, ...begun]),
      scenario,
      workers,
      pools: this.#pools,
      eventsKept,
      onFault,
    });
    this.#entries.set(run.id, { run, watchers: new Set(), wasWatched: false, idleSinceMs: performance.now() });
    return run;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  get(id: string): LiveRun | undefined {
    const entry = this.#entries.get(id);
    return entry?.ending === undefined ? entry?.run : undefined;
  }

  /**
   * Watches a run; returns how to stop, or null if too many do, or it has left by then. The watcher that was
   * silent for longest makes room. If that is unknown for some, there are more for as long as a call
   * takes: otherwise idle ones that keep coming could outrun a page.
   */
  async watch(run: LiveRun, watcher: Watcher): Promise<(() => void) | null> {
    const entry = this.#entries.get(run.id);
    if (!entry) return null;
    const { watchers } = entry;
    const isFull = (): boolean => watchers.size >= this.#options.maxWatchers;
    if (isFull() && !lastOf(watchers)) await this.#call([...watchers]);
    if (!watcher.isOpen) return null;
    const last = isFull() ? lastOf(watchers) : undefined;
    if (last) displace(last, watchers);
    if (isFull() && [...watchers].every(({ isHeard }) => isHeard)) return null;
    watchers.add(watcher);
    if (watchers.size > this.#options.maxWatchers) void this.#trim(watchers);
    else this.#callRoll([entry]);
    entry.wasWatched = true;
    return () => {
      watcher.end();
      if (watchers.delete(watcher)) entry.idleSinceMs = performance.now();
    };
  }

  /** True if a watcher of the run was called so. */
  answer(id: string, call: string): boolean {
    return [...(this.#entries.get(id)?.watchers ?? [])].some((watcher) => watcher.answer(call));
  }

  /** Resolves when its threads are free; the run is hidden from now on. */
  async end(id: string): Promise<void> {
    const entry = this.#entries.get(id);
    if (!entry) return;
    entry.ending ??= entry.run.end().finally(() => this.#entries.delete(id));
    await entry.ending;
  }

  async close(): Promise<void> {
    clearInterval(this.#watchman);
    clearInterval(this.#roll);
    // Open connections go on asking: nobody would end what they start now.
    this.#isClosed = true;
    await this.#lastStart;
    await Promise.all([...this.#entries.keys()].map((id) => this.end(id)));
    if (!this.#options.pools) await this.#pools.close();
  }

  /** Trims to the limit, once the readers are known. If all read, the last to come goes. */
  async #trim(watchers: Set<Watcher>): Promise<void> {
    await this.#call([...watchers]);
    while (watchers.size > this.#options.maxWatchers) {
      const all = [...watchers];
      const last = lastOf(watchers) ?? (all.some(({ isAwaited }) => isAwaited) ? undefined : all.at(-1));
      // A later watcher is awaited, and its call ends later.
      if (!last) return;
      displace(last, watchers);
    }
  }

  /** Calls watchers of a run without a free place, or of any run if runs are at their limit. */
  #callRoll(entries: Iterable<Entry> = this.#entries.values()): void {
    const { maxRuns, maxWatchers } = this.#options;
    for (const { watchers } of entries) {
      if (watchers.size >= maxWatchers || this.#entries.size >= maxRuns) void this.#call([...watchers]);
    }
  }

  async #call(watchers: readonly Watcher[]): Promise<void> {
    for (const watcher of watchers) watcher.call();
    const called = watchers.filter(({ isAwaited }) => isAwaited);
    const areAwaited = (): boolean => called.some(({ isAwaited, isOpen }) => isAwaited && isOpen);
    const lookMs = this.#options.callMs / CALL_LOOKS;
    for (let waitedMs = 0; waitedMs < this.#options.callMs && areAwaited();) {
      const fromMs = performance.now();
      await sleep(lookMs);
      waitedMs += Math.min(Math.max(lookMs, performance.now() - fromMs), LOOKS_A_LATE_ONE * lookMs);
    }
    for (const watcher of called) watcher.giveUp();
  }

  /**
   * Resolves at the end of a run that is going, that was idle for longest, or that nobody reads, or after a
   * while for a return; undefined if all are wanted, or somebody keeps coming and going.
   */
  #leaving(giveUpMs: number): Promise<unknown> | undefined {
    const entries = [...this.#entries.values()];
    const ending = entries.find((entry) => entry.ending !== undefined);
    if (ending) return ending.ending;
    const { graceMs, returnMs } = this.#options;
    const nowMs = performance.now();
    const idle = entries
      .filter(({ watchers }) => watchers.size === 0)
      .map(({ run, wasWatched, idleSinceMs }) => ({ run, wasWatched, idleMs: nowMs - idleSinceMs }))
      .sort((a, b) => b.idleMs - a.idleMs);
    const left = idle.find(({ wasWatched, idleMs }) => idleMs >= (wasWatched ? returnMs : graceMs));
    if (left) return this.end(left.run.id);
    const unread = entries.find(areSilent);
    if (unread) {
      for (const watcher of unread.watchers) watcher.displace();
      return this.end(unread.run.id);
    }
    return nowMs < giveUpMs && idle.some(({ wasWatched }) => wasWatched) ? sleep(LOOK_AGAIN_MS) : undefined;
  }

  #look(): void {
    const { pauseAfterMs, endAfterMs } = this.#options;
    for (const { run, watchers, idleSinceMs, ending } of this.#entries.values()) {
      if (watchers.size > 0 || ending) continue;
      const idleMs = performance.now() - idleSinceMs;
      if (idleMs >= endAfterMs) void this.end(run.id);
      else if (idleMs >= pauseAfterMs && run.status.state === "playing") run.command({ do: "pause" });
    }
  }
}

/** True if all watchers are silent. */
function areSilent({ watchers }: Entry): boolean {
  return watchers.size > 0 && [...watchers].every(({ isSilent }) => isSilent);
}

function displace(watcher: Watcher, watchers: Set<Watcher>): void {
  watchers.delete(watcher);
  watcher.displace();
}

/** The one that was silent for longest. */
function lastOf(watchers: ReadonlySet<Watcher>): Watcher | undefined {
  return [...watchers].filter(({ isSilent }) => isSilent).sort((a, b) => a.heardMs - b.heardMs)[0];
}
