/** The screener in use. For other scripts, files or models a new screener is built, which then replaces it. */
import { CLASSIFY } from "../detect/classifier/stage.ts";
import type { ClassifierSettings } from "../detect/classifier/weights.ts";
import { createScreener, type Screener } from "../screen/screener.ts";
import type { ScreenedEvent } from "../screen/screened-event.ts";
import type { ListChange, ScreenerOptions } from "../screen/screener-options.ts";
import type { TimedEvent } from "./event-time.ts";

export class Screening {
  #screener: Screener;
  /** Version of the tables in use: each change of lists and each rebuild adds one. */
  number = 1;
  /** Changes of lists since the current build began; null: nothing is being built. */
  #since: ListChange[] | null = null;
  #building: Promise<unknown> = Promise.resolve();
  /** A build that was asked for and has not begun. Later requests share it. */
  #next: Promise<number> | null = null;

  private constructor(screener: Screener) {
    this.#screener = screener;
  }

  /** Throws RingfenceError as `createScreener` does. */
  static async start(options: ScreenerOptions): Promise<Screening> {
    return new Screening(await built(options));
  }

  /** In order. Throws RingfenceError "usage" where one is no event, before any is screened. */
  screen(timed: readonly TimedEvent[]): ScreenedEvent[] {
    const believed = timed.filter(({ time }) => time !== "none");
    if (believed.length === timed.length) return this.#screener.screen(timed.map(({ event }) => event));
    // All of them: if one is no event, this throws before anything is remembered.
    const withoutPast = this.#screener.screenWithoutPast(timed.map(({ event }) => event));
    const withPast = this.#screener.screen(believed.map(({ event }) => event));
    let next = 0;
    return timed.map(({ time }, at) => (time === "none" ? withoutPast[at]! : withPast[next++]!));
  }

  /** Takes effect from the next event on. Returns how many of `remove` were listed. */
  changeList(change: ListChange): number {
    this.#since?.push(change);
    this.number++;
    return this.#screener.changeList(change);
  }

  /**
   * Builds a new screener, which replaces the old one and takes over the callers' history and the lists that changed
   * meanwhile. The old one answers until then. `options` is called when the build begins. Throws as `start`; the old
   * screener then stays. Resolves to the version of the tables.
   */
  rebuild(options: () => ScreenerOptions): Promise<number> {
    if (this.#next !== null) return this.#next;
    const done = this.#building.then(async () => {
      this.#next = null;
      const since: ListChange[] = (this.#since = []);
      try {
        const screener = await built(options());
        screener.continueFrom(this.#screener);
        for (const change of since) screener.changeList(change);
        this.#screener = screener;
        return ++this.number;
      } finally {
        this.#since = null;
      }
    });
    this.#building = done.catch(() => {});
    this.#next = done;
    return done;
  }

  /** Until `rebuild` replaces it. */
  get current(): Screener {
    return this.#screener;
  }

  /** Remarks on the files, for people. A gateway may begin with an empty list. */
  get remarks(): readonly string[] {
    return this.#screener.remarks.filter((remark) => !remark.startsWith("blocklist is empty"));
  }

  get weights(): Readonly<Record<string, number>> {
    return (this.#screener.tables[CLASSIFY.name] as ClassifierSettings | null)?.weights ?? {};
  }
}

/** The first event takes twenty times as long as others, so one is screened here. It changes no history. */
async function built(options: ScreenerOptions): Promise<Screener> {
  const screener = await createScreener(options);
  screener.screen({ caller: "10086", text: "https://www.example.com/1" });
  return screener;
}
