/** What is listed now: the files that the gateway began with, and what was added and removed since. */
import { counted } from "../core/counted.ts";
import { RingfenceError } from "../core/errors.ts";
import { printable } from "../core/terminal/printable.ts";
import type { Country } from "../rows/country.ts";
import { EntryReader, isNoEntry, readEntries } from "../rows/lists/blocklist-file.ts";
import { readScripts } from "../rows/lists/script-file.ts";
import type { ListChange } from "../screen/screener-options.ts";
import { shippedTemplates } from "../screen/shipped-templates.ts";

export interface ListFiles {
  readonly blocklist?: string | undefined;
  readonly templates?: string | undefined;
}

/** As the journal has them: entries as they are listed, texts as they are. */
export interface ListingsChange extends ListChange {
  readonly addTemplates: readonly string[];
  readonly removeTemplates: readonly string[];
}

const NOTHING = { entries: [], unread: 0, firstUnread: 0 };

export class Listings {
  readonly #files: ListFiles;
  readonly #country: Country;
  /** Last word on an entry: whether it is listed, whatever the file says. */
  readonly #changed = new Map<string, boolean>();
  readonly #texts = new Set<string>();
  #ofFile: readonly string[] = [];
  #scripts: readonly string[] | null = null;
  /** Called with what is added and removed. */
  onChange: (change: ListChange) => void = () => {};

  constructor(files: ListFiles, country: Country) {
    this.#files = files;
    this.#country = country;
  }

  /**
   * Reads the files, also anew. Returns what is odd about them, for people. Throws RingfenceError "io" and "config" as
   * `readBlocklist`: all stays as it was.
   */
  readFiles(): string[] {
    const { blocklist, templates } = this.#files;
    const scripts = templates === undefined ? null : readScripts(templates).scripts.map(({ text }) => text);
    const { entries, unread, firstUnread } = blocklist === undefined ? NOTHING : readEntries(blocklist, this.#country);
    this.#ofFile = entries;
    this.#scripts = scripts;
    if (unread === 0) return [];
    return [
      `${printable(blocklist!)}: ${counted(unread, "line")} cannot be read as a number, name or domain, line ` +
        `${firstUnread} first: the others are listed`,
    ];
  }

  /** Takes what was read back to what it is now. */
  keepFiles(): () => void {
    const [ofFile, scripts] = [this.#ofFile, this.#scripts];
    return () => {
      [this.#ofFile, this.#scripts] = [ofFile, scripts];
    };
  }

  /**
   * How these are listed. Throws RingfenceError "usage" where one is neither number, sender nor domain, and names its
   * place in the field `where`.
   */
  normalised(entries: readonly string[], where: string): string[] {
    const reader = new EntryReader(this.#country);
    return entries.map((entry, at) => {
      // Blank, and what a file has for a comment or a heading, is no entry here.
      const written = isNoEntry(entry, 1) ? null : reader.written(entry);
      if (written !== null) return written;
      const found = printable(JSON.stringify(entry));
      throw new RingfenceError(
        "usage",
        `${where}, entry ${at + 1}: expected numbers, senders' names and domains, found ${found}`,
      );
    });
  }

  change({ add, remove, addTemplates, removeTemplates }: ListingsChange): void {
    for (const entry of add) this.#changed.set(entry, true);
    for (const entry of remove) this.#changed.set(entry, false);
    for (const text of addTemplates) this.#texts.add(text);
    for (const text of removeTemplates) this.#texts.delete(text);
    if (add.length + remove.length > 0) this.onChange({ add, remove });
  }

  /** All that is listed: of the file what was not removed, then what was added; some may be both. */
  entries(): string[] {
    const added = [...this.#changed].filter(([, isListed]) => isListed).map(([entry]) => entry);
    return [...this.#ofFile.filter((entry) => this.#changed.get(entry) !== false), ...added];
  }

  /** Null: those shipped. */
  templates(): string[] | null {
    if (this.#scripts === null && this.#texts.size === 0) return null;
    const known = this.#scripts ?? shippedTemplates().map(({ text }) => text);
    return [...new Set([...known, ...this.#texts])];
  }

  /** Texts that were added. */
  get added(): number {
    return this.#texts.size;
  }
}
