/**
 * A screener in a thread of its own, which screens what another one has screened, and tells where it decides otherwise.
 * Whatever becomes of it, the other goes on.
 */
import { RingfenceError } from "../core/errors.ts";
import { carryErrors, inTurn } from "../engine/pool/answer.ts";
import { Patience } from "../engine/pool/patience.ts";
import { WorkerPool } from "../engine/pool/worker-pool.ts";
import type { Decision } from "../event/findings.ts";
import { PackedList, type PackedPieces } from "../rows/lists/packed-list.ts";
import { createScreener, type Screener } from "./screener.ts";
import type { ScreenerEvent } from "./screened-event.ts";
import type { ListChange, ListsGiven, Reload, ScreenerOptions } from "./screener-options.ts";

/** Entries that are handed over at a time: a millisecond. */
const ENTRIES_A_TASK = 8192;

/** Where two screeners decided otherwise of an event. */
export interface Difference {
  /** Of the events that were given. */
  readonly at: number;
  readonly verdict: Decision;
  readonly score: number;
  readonly evidence: readonly string[];
}

export interface Compared {
  readonly different: readonly Difference[];
  /** Events that it could not screen. */
  readonly failed: number;
}

type Lists = Pick<ScreenerOptions, "blocklist" | "templates">;

type ShadowTask =
  | { readonly list: keyof Lists; readonly entries: readonly (string | number)[] }
  /** `lists`: those of which entries came before. `history`: a file that `Screener.save` wrote. */
  | {
      readonly begin: ScreenerOptions;
      readonly lists: readonly (keyof Lists)[];
      readonly history: string | null;
    }
  | { readonly reload: Reload; readonly lists: readonly (keyof Lists)[]; readonly packed: PackedPieces | null }
  | { readonly change: ListChange }
  | { readonly events: readonly ScreenerEvent[]; readonly verdicts: readonly Decision[] };

/** A thread goes on to the next without waiting for the main thread. */
const TASKS_AHEAD = 4;

export class ShadowScreener {
  readonly #pool: WorkerPool<ShadowTask, Compared>;

  private constructor(pool: WorkerPool<ShadowTask, Compared>) {
    this.#pool = pool;
  }

  /** `history`: what callers did, to begin with; null: nothing. Throws as `createScreener`. */
  static async start(options: ScreenerOptions, history: string | null): Promise<ShadowScreener> {
    const pool = await WorkerPool.start<ShadowTask, Compared>({
      url: import.meta.resolve("#recorded-worker"),
      task: "shadowTask",
      ping: "ping",
      workers: 1,
      tasksAWorker: TASKS_AHEAD,
      workerData: null,
      isBusyHere: true,
      patience: new Patience(),
    });
    const shadow = new ShadowScreener(pool);
    try {
      const { rest, lists } = await shadow.#handOver(options);
      await pool.run({ begin: rest, lists, history });
      return shadow;
    } catch (error) {
      await pool.close();
      throw error;
    }
  }

  /** `verdicts`: of the other screener. In the order of the calls. Throws RingfenceError "io" where it is lost. */
  compare(events: readonly ScreenerEvent[], verdicts: readonly Decision[]): Promise<Compared> {
    return this.#pool.run({ events, verdicts });
  }

  /** What is compared from now on is screened by these. Throws as `Screener.reload`. */
  async reload({ blocklist, ...others }: ListsGiven): Promise<void> {
    const isPacked = blocklist instanceof PackedList;
    const { rest, lists } = await this.#handOver(
      isPacked || blocklist === undefined ? others : { ...others, blocklist },
    );
    await this.#pool.run({ reload: rest, lists, packed: isPacked ? blocklist.handle : null });
  }

  /** The same, as `Screener.changeList`. */
  async change(change: ListChange): Promise<void> {
    await this.#pool.run({ change });
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  /** Lists that are held in memory, a slice at a time: whoever hands them over has other things to do. */
  async #handOver<Given extends Lists>(given: Given) {
    const rest = { ...given };
    const lists: (keyof Lists)[] = [];
    for (const list of ["blocklist", "templates"] as const) {
      const entries = given[list];
      if (typeof entries !== "object") continue;
      delete rest[list];
      lists.push(list);
      for (let from = 0; from < entries.length; from += ENTRIES_A_TASK) {
        await this.#pool.run({ list, entries: entries.slice(from, from + ENTRIES_A_TASK) });
      }
    }
    return { rest, lists };
  }
}

/** In the thread. */
let screener: Screener | null = null;
let gathered: Record<keyof Lists, string[]> = { blocklist: [], templates: [] };
const NOTHING: Compared = { different: [], failed: 0 };

/** In the thread: one task after the other. */
export const runShadowTask = inTurn(
  carryErrors(async (task: ShadowTask): Promise<Compared> => {
    if ("list" in task) {
      for (const entry of task.entries) gathered[task.list].push(String(entry));
      return NOTHING;
    }
    if ("begin" in task) {
      // This thread is the one that screens.
      screener = await createScreener({ ...task.begin, ...takeGathered(task.lists) });
      if (task.history !== null) await screener.restore(task.history).catch(unlessOff);
      return NOTHING;
    }
    // It has taken the place of one that died.
    if (screener === null) throw new RingfenceError("io", "its thread was lost");
    if ("reload" in task) {
      const blocklist = task.packed === null ? {} : { blocklist: new PackedList(task.packed) };
      const given = Object.entries({ ...task.reload, ...takeGathered(task.lists), ...blocklist });
      // What it has switched off it does not need.
      const { version } = screener;
      const needed = given.filter(([list]) => version[list as keyof Reload] !== null);
      if (needed.length > 0) await screener.reload(Object.fromEntries(needed));
      return NOTHING;
    }
    if ("change" in task) {
      screener.changeList(task.change);
      return NOTHING;
    }
    return compare(screener, task.events, task.verdicts);
  }),
);

function takeGathered(lists: readonly (keyof Lists)[]): Lists {
  const taken = Object.fromEntries(lists.map((list) => [list, gathered[list]]));
  gathered = { blocklist: [], templates: [] };
  return taken;
}

function compare(shadow: Screener, events: readonly ScreenerEvent[], verdicts: readonly Decision[]): Compared {
  const different: Difference[] = [];
  let failed = 0;
  const screened = screenAll(shadow, events);
  for (const [at, one] of screened.entries()) {
    if (one === null) failed++;
    else if (one.verdict !== verdicts[at]) {
      different.push({ at, verdict: one.verdict, score: one.score, evidence: [...one.evidence] });
    }
  }
  return { different, failed };
}

/** All at once; where one cannot be screened, one by one. */
function screenAll(shadow: Screener, events: readonly ScreenerEvent[]) {
  try {
    return shadow.screen(events);
  } catch (error) {
    if (!(error instanceof RingfenceError)) throw error;
  }
  return events.map((event) => {
    try {
      return shadow.screen(event);
    } catch (error) {
      if (error instanceof RingfenceError) return null;
      throw error;
    }
  });
}

/** Where the stage behaviour is off there is nothing to go on from. */
function unlessOff(error: unknown): void {
  if (!(error instanceof RingfenceError) || error.code !== "usage") throw error;
}
