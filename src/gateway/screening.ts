/** What screens now. Other scripts, files or models are built into a screener of their own, which takes its place. */
import { CLASSIFY } from "../detect/classifier/stage.ts";
import type { ClassifierSettings } from "../detect/classifier/weights.ts";
import { createScreener, type Screener } from "../screen/screener.ts";
import type { ScreenedEvent, ScreenerEvent } from "../screen/screened-event.ts";
import type { ListChange, ScreenerOptions } from "../screen/screener-options.ts";

export class Screening {
  #screener: Screener;
  /** Of the tables in force. */
  number = 1;
  /** What was listed since the screener that is being built was asked for. */
  #since: ListChange[] | null = null;
  #building: Promise<unknown> = Promise.resolve();
  /** Asked for, and not begun: what is asked for meanwhile shares it. */
  #next: Promise<number> | null = null;

  private constructor(screener: Screener) {
    this.#screener = screener;
  }

  /** Throws RingfenceError as `createScreener` does. */
  static async start(options: ScreenerOptions): Promise<Screening> {
    return new Screening(await built(options));
  }

  /** Throws RingfenceError "usage" where one is no event, before any is screened. */
  screen(events: readonly ScreenerEvent[]): ScreenedEvent[] {
    return this.#screener.screen(events);
  }

  /** In force from the next event on. */
  changeList(change: ListChange): void {
    this.#screener.changeList(change);
    this.#since?.push(change);
    this.number++;
  }

  /**
   * Builds a screener and puts it in the place of the one before, with what callers did and what was listed meanwhile.
   * `options`: asked for when its turn comes. Throws as `start`: all stays as it was.
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

  save(path: string): Promise<void> {
    return this.#screener.save(path);
  }

  restore(path: string): Promise<void> {
    return this.#screener.restore(path);
  }

  /** What is odd about the files, for people. An empty list is how a gateway begins. */
  get remarks(): readonly string[] {
    return this.#screener.remarks.filter((remark) => !remark.startsWith("blocklist is empty"));
  }

  /** Entries of the blocklist; null: the stage blocklist is off. */
  get listed(): number | null {
    return this.#screener.listed;
  }

  get latestMs(): number | null {
    return this.#screener.latestMs;
  }

  get weights(): Readonly<Record<string, number>> {
    return (this.#screener.tables[CLASSIFY.name] as ClassifierSettings | null)?.weights ?? {};
  }
}

/** The first event takes twenty times as long as the others: this one leaves nothing behind. */
async function built(options: ScreenerOptions): Promise<Screener> {
  const screener = await createScreener(options);
  screener.screen({ caller: "10086", text: "https://www.example.com/1" });
  return screener;
}
