/** What is listed now: the files that the gateway began with, and what was added and removed since. */
import { counted } from "../core/counted.ts";
import { RingfenceError } from "../core/errors.ts";
import { printable } from "../core/terminal/printable.ts";
import type { Country } from "../rows/country.ts";
import { EntryReader, isNoEntry } from "../rows/lists/blocklist-file.ts";
import { PackedList, type PackedPieces } from "../rows/lists/packed-list.ts";
import { readScripts } from "../rows/lists/script-file.ts";
import { packInThread } from "../screen/built-tables.ts";
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

const NOTHING = { pieces: [], unread: 0, firstUnread: 0 };

export class Listings {
  readonly #files: ListFiles;
  readonly #country: Country;
  /** Last word on an entry: whether it is listed, whatever the file says. */
  readonly #changed = new Map<string, boolean>();
  readonly #texts = new Set<string>();
  #ofFile: PackedPieces["pieces"] = [];
  #scripts: readonly string[] | null = null;
  /** Whether scripts are others than those in use: who builds tables of them says so. */
  isTextsChanged = false;
  /** Is told of what is added and removed. */
  onChange: (change: ListChange) => void = () => {};

  constructor(files: ListFiles, country: Country) {
    this.#files = files;
    this.#country = country;
  }

  /**
   * Reads the files, also anew, a blocklist in a thread of its own. Returns what is odd about them, for people. Throws
   * RingfenceError "io" and "config" as `readBlocklist`; all stays as it was then.
   */
  async readFiles(): Promise<string[]> {
    const { blocklist, templates } = this.#files;
    const scripts = templates === undefined ? null : readScripts(templates).scripts.map(({ text }) => text);
    const { pieces, unread, firstUnread } =
      blocklist === undefined ? NOTHING : await packInThread(blocklist, this.#country.code);
    this.#ofFile = pieces;
    this.#scripts = scripts;
    this.isTextsChanged ||= scripts !== null;
    if (unread === 0) return [];
    return [
      `${printable(blocklist!)}: ${counted(unread, "line")} cannot be read as a number, name or domain, line ` +
        `${firstUnread} first: the others are listed`,
    ];
  }

  /**
   * How these are listed. Throws RingfenceError "usage" where one is neither number, sender nor domain, and names its
   * place in the field `where`, of which `before` went before. Some microseconds each.
   */
  normalised(entries: readonly string[], where: string, before = 0): string[] {
    const reader = new EntryReader(this.#country);
    return entries.map((entry, at) => {
      // Blank, and what a file has for a comment or a heading, is no entry here.
      const written = isNoEntry(entry, 1) ? null : reader.written(entry);
      if (written !== null) return written;
      const found = printable(JSON.stringify(entry));
      throw new RingfenceError(
        "usage",
        `${where}, entry ${before + at + 1}: expected numbers, senders' names and domains, found ${found}`,
      );
    });
  }

  change({ add, remove, addTemplates, removeTemplates }: ListingsChange): void {
    for (const entry of add) this.#changed.set(entry, true);
    for (const entry of remove) this.#changed.set(entry, false);
    this.isTextsChanged ||= addTemplates.length + removeTemplates.length > 0;
    for (const text of addTemplates) this.#texts.add(text);
    for (const text of removeTemplates) this.#texts.delete(text);
    if (add.length + remove.length > 0) this.onChange({ add, remove });
  }

  /** All that is listed. */
  packed(): PackedList {
    const changes = [...this.#changed];
    const of = (listed: boolean): string[] => changes.filter(([, is]) => is === listed).map(([entry]) => entry);
    return new PackedList({ pieces: this.#ofFile, removed: of(false), added: of(true) });
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
