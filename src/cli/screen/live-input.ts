/**
 * Standard input screened as it comes. SIGTERM ends it: what was read is screened and finished as at its end. SIGHUP
 * loads scripts, blocklist and model anew, and rows wait meanwhile.
 */
import { RingfenceError } from "../../core/errors.ts";
import { printable } from "../../core/terminal/printable.ts";
import { formatCount } from "../../report/format.ts";
import { type BuiltTables, builtTables, LISTS } from "../../screen/built-tables.ts";
import type { LiveInput } from "../../screen/screen-file.ts";
import { loadScreening, type SetupOptions } from "../../screen/setup.ts";

export class LiveRows implements LiveInput {
  readonly end = new AbortController();
  /** Whether it was told to end: then no row is no mistake. */
  isTold = false;
  reloads = 0;
  #options: SetupOptions | null = null;
  readonly #tell: (words: string) => void;
  #built: BuiltTables | null = null;
  #loading: Promise<void> | null = null;
  #isAskedAgain = false;
  readonly #listeners = {
    SIGTERM: () => {
      this.isTold = true;
      this.end.abort();
    },
    SIGHUP: () => this.#reload(),
  } as const;

  constructor(tell: (words: string) => void) {
    this.#tell = tell;
  }

  /** A second SIGTERM ends the process as the system does. */
  listen(): void {
    process.once("SIGTERM", this.#listeners.SIGTERM);
    process.on("SIGHUP", this.#listeners.SIGHUP);
  }

  begin(options: SetupOptions): void {
    this.#options = options;
    if (this.#isAskedAgain) this.#reload();
  }

  async close(): Promise<void> {
    this.#options = null;
    process.off("SIGTERM", this.#listeners.SIGTERM);
    process.off("SIGHUP", this.#listeners.SIGHUP);
    await this.#loading;
  }

  takeTables(rows: number): BuiltTables | null {
    const built = this.#built;
    if (built === null) return null;
    this.#built = null;
    this.reloads++;
    const lists = LISTS.flatMap((list) => {
      const facts = built.lists[list];
      if (facts === null) return [];
      const { source, entries } = facts;
      return [`${list} ${printable(source)}${entries === null ? "" : ` (${formatCount(entries)})`}`];
    });
    this.#tell(`loaded anew, in use after row ${formatCount(rows)}: ${lists.join(", ") || "nothing"}`);
    for (const words of LISTS.flatMap((list) => built.lists[list]?.remarks ?? [])) this.#tell(words);
    return built;
  }

  #reload(): void {
    const options = this.#options;
    this.#isAskedAgain = this.#loading !== null || options === null;
    if (options === null) return;
    this.#loading ??= this.#load(options).finally(() => {
      this.#loading = null;
      if (this.#isAskedAgain) this.#reload();
    });
  }

  async #load(options: SetupOptions): Promise<void> {
    try {
      this.#built = builtTables(await loadScreening(options));
    } catch (error) {
      if (!(error instanceof RingfenceError)) throw error;
      this.#tell(`not loaded anew, what was loaded stays in use: ${error.message}`);
    }
  }
}
