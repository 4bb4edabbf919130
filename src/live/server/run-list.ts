/**
 * The runs of a server: so many at a time. One that nobody watches is paused after a while, and ended after a longer
 * one. Whoever does not read what a run tells keeps its place only until somebody else wants it: all are called then,
 * and those that do not answer give way.
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
  /** Where threads come from, of several servers. Without it a list has its own, which it closes. */
  readonly pools?: IdlePools;
  readonly maxRuns: number;
  /** Pages of one run at a time: more are a mistake, or malice. */
  readonly maxWatchers: number;
  /** A page has so long to open the stream of a run that it was given, before another may take its place. */
  readonly graceMs: number;
  /** And so long to come back to one, as when it is loaded again. Whoever wants the place waits for that. */
  readonly returnMs: number;
  /** Who is called has so long to answer. Whoever wants the place waits for that. */
  readonly callMs: number;
  /** Where a place may soon be wanted, all are called so often: then it is known who reads before somebody comes. */
  readonly rollMs: number;
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
  maxWatchers: 16,
  graceMs: 5000,
  returnMs: 1500,
  callMs: 3000,
  rollMs: 5000,
  pauseAfterMs: 60_000,
  endAfterMs: 10 * 60_000,
  eventsKept: 480,
} as const;

/** Whoever waits for a place looks for one so often. */
const LOOK_AGAIN_MS = 50;

/**
 * An answer is waited for by so many looks. One that comes late counts for a few and no more: while the process is
 * stopped the clock goes on, and nobody can answer.
 */
const CALL_LOOKS = 30;
const LOOKS_A_LATE_ONE = 3;

interface Entry {
  readonly run: LiveRun;
  /** Once it is being ended: it takes up room until its threads are free. */
  ending?: Promise<void>;
  readonly watchers: Set<Watcher>;
  wasWatched: boolean;
  /** Since when nobody watches, by performance.now(). */
  idleSinceMs: number;
}

export class RunList {
  readonly #options: RunListOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #pools: IdlePools;
  readonly #watchman: NodeJS.Timeout;
  readonly #roll: NodeJS.Timeout;
  /** Runs start one after the other, for each to find its room. */
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
   * Null when closed, or when there are as many as may be, each with somebody watching or about to. The one that nobody
   * watched for longest makes room, or one whose watchers are all behind; those that are ending are waited for.
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

  /** Whether no run is started any more. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  get(id: string): LiveRun | undefined {
    const entry = this.#entries.get(id);
    return entry?.ending === undefined ? entry?.run : undefined;
  }

  /**
   * Somebody watches a run, until the function that is returned is called; null when too many do, or it has left by
   * then. The one that is furthest behind makes room, or else the one that was silent for longest. Where that is not
   * known of all, there are more for as long as a call takes: idle ones that keep coming could else outrun a page.
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
      if (watchers.delete(watcher)) entry.idleSinceMs = performance.now();
    };
  }

  /** Whether somebody who watches the run was called so. */
  answer(id: string, call: string): boolean {
    return [...(this.#entries.get(id)?.watchers ?? [])].some((watcher) => watcher.answer(call));
  }

  /** Resolves when its threads are free; nobody finds it from now on. */
  async end(id: string): Promise<void> {
    const entry = this.#entries.get(id);
    if (!entry) return;
    entry.ending ??= entry.run.end().finally(() => this.#entries.delete(id));
    await entry.ending;
  }

  async close(): Promise<void> {
    clearInterval(this.#watchman);
    clearInterval(this.#roll);
    // Connections that are open go on asking: what they start now nobody would end.
    this.#isClosed = true;
    await this.#lastStart;
    await Promise.all([...this.#entries.keys()].map((id) => this.end(id)));
    if (!this.#options.pools) await this.#pools.close();
  }

  /** To as many as may be, once it is known who reads. Where all do, the last that came is one too many. */
  async #trim(watchers: Set<Watcher>): Promise<void> {
    await this.#call([...watchers]);
    while (watchers.size > this.#options.maxWatchers) {
      const all = [...watchers];
      const last = lastOf(watchers) ?? (all.some(({ isAwaited }) => isAwaited) ? undefined : all.at(-1));
      // Who is awaited came later, and so does the end of that call.
      if (!last) return;
      displace(last, watchers);
    }
  }

  /** Calls those who watch a run that has no place left, or one of as many runs as may be. */
  #callRoll(entries: Iterable<Entry> = this.#entries.values()): void {
    const { maxRuns, maxWatchers } = this.#options;
    for (const { watchers } of entries) {
      if (watchers.size >= maxWatchers || this.#entries.size >= maxRuns) void this.#call([...watchers]);
    }
  }

  /** Waits for each of them to answer, or to be silent. */
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
   * The end of a run that is going, or of the one that was idle for longest, or of one that nobody keeps up with, or a
   * while for somebody to come back to one; undefined when all are wanted, or somebody keeps coming and going.
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
    const unread = furthestBehind(entries, behindOf) ?? entries.find(areSilent);
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

/**
 * As far as the watcher that is least so: one that reads is enough to keep a run. Nobody is behind who does not watch.
 */
function behindOf({ watchers }: Entry): number {
  return watchers.size === 0 ? 0 : Math.min(...[...watchers].map(({ behind }) => behind));
}

/** Whether nobody reads who watches: they are behind, or silent. */
function areSilent({ watchers }: Entry): boolean {
  return watchers.size > 0 && [...watchers].every(({ behind, isSilent }) => behind > 0 || isSilent);
}

function displace(watcher: Watcher, watchers: Set<Watcher>): void {
  watchers.delete(watcher);
  watcher.displace();
}

/** Who makes room for another, where somebody does not read. */
function lastOf(watchers: ReadonlySet<Watcher>): Watcher | undefined {
  const all = [...watchers];
  const silent = all.filter(({ isSilent }) => isSilent).sort((a, b) => a.heardMs - b.heardMs);
  return furthestBehind(all, ({ behind }) => behind) ?? silent[0];
}

/** Undefined when none is behind. */
function furthestBehind<T>(all: readonly T[], behind: (one: T) => number): T | undefined {
  return all.filter((one) => behind(one) > 0).sort((a, b) => behind(b) - behind(a))[0];
}
