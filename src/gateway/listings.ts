/** What is listed now: the files that the gateway began with, and what was added and removed since. */
import { setImmediate } from "node:timers/promises";
import { counted } from "../core/counted.ts";
import { RingfenceError } from "../core/errors.ts";
import { readLines } from "../core/file/bounded-file.ts";
import { printable } from "../core/terminal/printable.ts";
import { formatIdentity } from "../event/identity.ts";
import type { Country } from "../rows/country.ts";
import { readBlocklist } from "../rows/lists/blocklist-file.ts";
import { readScripts } from "../rows/lists/script-file.ts";
import { shippedTemplates } from "../screen/shipped-templates.ts";

export interface ListFiles {
  readonly blocklist?: string | undefined;
  readonly templates?: string | undefined;
}

/** As the journal has them: entries as they are listed, texts as they are. */
export interface ListChange {
  readonly add: readonly string[];
  readonly remove: readonly string[];
  readonly addTemplates: readonly string[];
  readonly removeTemplates: readonly string[];
}

/** Lines that are read at a time: some milliseconds. */
const LINES_A_SLICE = 2048;
const MAX_LINE_BYTES = 1 << 16;
const NOTHING = { entries: [], unread: 0 };

export class Listings {
  readonly #files: ListFiles;
  readonly #country: Country;
  /** Last word on an entry: whether it is listed, whatever the file says. */
  readonly #changed = new Map<string, boolean>();
  readonly #texts = new Set<string>();
  #ofFile: readonly string[] = [];
  #scripts: readonly string[] | null = null;
  /** Whether scripts are others than those in use: who builds tables of them says so. */
  isTextsChanged = false;
  /** Is told of what is added and removed. */
  onChange: (change: Pick<ListChange, "add" | "remove">) => void = () => {};

  constructor(files: ListFiles, country: Country) {
    this.#files = files;
    this.#country = country;
  }

  /**
   * Reads the files, also anew, and lets the thread go on every few milliseconds. Returns what is odd about them, for
   * people. Throws RingfenceError "io" and "config" as `readBlocklist`; all stays as it was then.
   */
  async readFiles(): Promise<string[]> {
    const { blocklist, templates } = this.#files;
    const scripts = templates === undefined ? null : readScripts(templates).scripts.map(({ text }) => text);
    const { entries, unread } = blocklist === undefined ? NOTHING : await this.#readList(blocklist);
    this.#ofFile = entries;
    this.#scripts = scripts;
    this.isTextsChanged ||= scripts !== null;
    if (unread === 0) return [];
    return [`${printable(blocklist!)}: ${counted(unread, "line")} cannot be read as a number, name or domain`];
  }

  async #readList(path: string): Promise<{ readonly entries: readonly string[]; readonly unread: number }> {
    const entries: string[] = [];
    let unread = 0;
    let slice: string[] = [];
    const take = (): void => {
      const { listed, dirty } = this.#read(slice);
      for (const entry of listed) entries.push(entry);
      unread += dirty;
      slice = [];
    };
    for (const line of readLines(path, MAX_LINE_BYTES)) {
      if (slice.push(line) < LINES_A_SLICE) continue;
      take();
      await setImmediate();
    }
    take();
    // None at all: what is wrong with the file is said in full.
    return entries.length > 0
      ? { entries, unread }
      : { entries: entriesOf(readBlocklist(path, this.#country)), unread };
  }

  /**
   * How these are listed. Throws RingfenceError "usage" where one is neither number, sender nor domain, and names its
   * place in the field `where`.
   */
  normalised(entries: readonly string[], where: string): string[] {
    // Blank, and what a file has for a comment or a heading, is no entry here.
    return entries.map((entry, at) => {
      const [one] = this.#read([entry]).listed;
      if (one !== undefined) return one;
      const found = printable(JSON.stringify(entry));
      throw new RingfenceError(
        "usage",
        `${where}, entry ${at + 1}: expected numbers, senders' names and domains, found ${found}`,
      );
    });
  }

  #read(lines: readonly string[]): { readonly listed: readonly string[]; readonly dirty: number } {
    try {
      const read = readBlocklist(lines, this.#country);
      return { listed: entriesOf(read), dirty: read.dirty.count };
    } catch (error) {
      // None of them is an entry.
      if (error instanceof RingfenceError && error.code === "config") return { listed: [], dirty: lines.length };
      throw error;
    }
  }

  change({ add, remove, addTemplates, removeTemplates }: ListChange): void {
    for (const entry of add) this.#changed.set(entry, true);
    for (const entry of remove) this.#changed.set(entry, false);
    this.isTextsChanged ||= addTemplates.length + removeTemplates.length > 0;
    for (const text of addTemplates) this.#texts.add(text);
    for (const text of removeTemplates) this.#texts.delete(text);
    this.onChange({ add, remove });
  }

  /**
   * All that is listed; what a file has and was added too, twice. Quick where nothing was removed: of a million entries
   * nobody should wait for a set.
   */
  entries(): readonly string[] {
    const changes = [...this.#changed];
    const added = changes.filter(([, isListed]) => isListed).map(([entry]) => entry);
    const isAnyRemoved = added.length < changes.length;
    const kept = isAnyRemoved ? this.#ofFile.filter((entry) => this.#changed.get(entry) !== false) : this.#ofFile;
    return kept.concat(added);
  }

  /** Null: those shipped, as they are, or those that are in use already. */
  templates(): string[] | null {
    if (!this.isTextsChanged) return null;
    const known = this.#scripts ?? shippedTemplates().map(({ text }) => text);
    return [...new Set([...known, ...this.#texts])];
  }

  /** Texts that were added. */
  get added(): number {
    return this.#texts.size;
  }
}

function entriesOf({ identities, hosts }: ReturnType<typeof readBlocklist>): string[] {
  return [...identities.map((identity) => formatIdentity(identity)), ...hosts];
}
